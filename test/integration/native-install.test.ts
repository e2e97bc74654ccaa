import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { readRegisteredEngine } from '../../src-main/platform/engine-registry.ts';
import { createNativeEngine, type NativeEngine } from '../../src-main/services/native-engine/native-engine.ts';
import type { EnginePorts } from '../../src-main/services/native-engine/ports.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import type { InstallProgress } from '../../src-shared/domain/native-engine.ts';
import {
  FRAMEWORK,
  madePorts,
  MAIN,
  makeWheels,
  PASSED,
  pipEnvironment,
  type MadeWheels,
  type WheelOptions,
} from '../support/native-install.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { temporaryFolder, temporaryMount } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const INSTALL_MAIN = fileURLToPath(new URL('../support/install-main.ts', import.meta.url));

interface Site {
  readonly engines: string;
  readonly wheels: MadeWheels;
  readonly seen: InstallProgress[];
  native(instead?: Partial<EnginePorts>): NativeEngine;
}

/** An empty engines' folder, and pip with made wheels only. */
function site(options: WheelOptions = {}, engines = join(temporaryFolder(), 'engines')): Site {
  const wheels = makeWheels(join(temporaryFolder(), 'wheels'), options);
  const before = { ...process.env };
  Object.assign(process.env, pipEnvironment(wheels.folder));
  onTestFinished(() => {
    for (const name of Object.keys(pipEnvironment(''))) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
    }
  });
  const seen: InstallProgress[] = [];
  const native = (instead: Partial<EnginePorts> = {}): NativeEngine =>
    createNativeEngine(madePorts(engines, wheels, instead), progress => progress !== null && seen.push(progress));
  return { engines, wheels, seen, native };
}

/** All that stands in a folder, but for the lock's file. */
function contentOf(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter(name => !name.startsWith('lock'))
    .sort();
}

describe('installing', { timeout: 2 * MINUTES }, () => {
  it('fetches by pip, keeps the libraries only, tests, registers, and removes the wheel', async () => {
    const { engines, native, seen, wheels } = site();
    const engine = await native().install('cpu');
    const folder = join(engines, 'tensorflow-2.21.0-cpu');
    expect(engine).toMatchObject({ folder, flavour: 'cpu', origin: 'installed', tensorflow: '2.21.0', selfTest: PASSED });
    expect(readRegisteredEngine(engines)).toEqual(engine);
    expect(contentOf(engines)).toEqual(['registered.json', 'tensorflow-2.21.0-cpu']);
    expect(readdirSync(folder).sort()).toEqual(['installed.json', MAIN, FRAMEWORK].sort());
    const { files } = JSON.parse(readFileSync(join(folder, 'installed.json'), 'utf8')) as { files: { name: string; sha256: string }[] };
    for (const { name, sha256 } of files)
      expect(
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ).toBe(sha256);
    expect([...new Set(seen.map(({ stage }) => stage))]).toEqual([
      'preparing',
      'downloading',
      'verifying',
      'unpacking',
      'testing',
      'registering',
    ]);
    expect(seen.find(({ stage }) => stage === 'downloading')?.totalBytes).toBe(wheels.cpu.wheel.bytes);
  });

  it('again does nothing when all is whole, and mends a file that is not', async () => {
    const { engines, native } = site();
    const engine = await native().install('cpu');
    const refusing = {
      findPip: () => Promise.reject(new Error('pip is not needed')),
      selfTest: () => Promise.reject(new Error('nor a test')),
    };
    expect(await native(refusing).install('cpu')).toEqual(engine);
    writeFileSync(join(engines, 'tensorflow-2.21.0-cpu', MAIN), 'half');
    await native().install('cpu');
    expect(readFileSync(join(engines, 'tensorflow-2.21.0-cpu', MAIN)).length).toBe(300_000);
    expect(contentOf(engines)).toEqual(['registered.json', 'tensorflow-2.21.0-cpu']);
  });

  it('for CUDA also fetches what the wheel’s METADATA names, and puts all libraries into one folder', async () => {
    const { engines, native } = site();
    const engine = await native().install('cuda');
    expect(engine.flavour).toBe('cuda');
    expect(readdirSync(join(engines, 'tensorflow-2.21.0-cuda')).sort()).toEqual(
      ['installed.json', 'libcublas.so.12', 'libcudnn.so.12', MAIN, FRAMEWORK].sort(),
    );
  });

  it('refuses a wheel whose hash is not the pinned one, and does not keep it', async () => {
    const { engines, native, wheels } = site();
    const cpu = { ...wheels.cpu, wheel: { ...wheels.cpu.wheel, sha256: 'f'.repeat(64) } };
    const error = await rejectionOf(native({ packageFor: () => ({ ok: true, value: cpu }) }).install('cpu'));
    expect(error.code).toBe('install-failed');
    expect(error.message).toContain(`must have the sha-256 ${'f'.repeat(64)}, but what came has ${wheels.cpu.wheel.sha256}`);
    expect(contentOf(engines)).toEqual(['downloads']);
    expect(readdirSync(join(engines, 'downloads'))).toEqual([]);
  });

  it('refuses a library that is not what the wheel’s RECORD says', async () => {
    const { engines, native } = site({ damage: true });
    const error = await rejectionOf(native().install('cpu'));
    expect(error.message).toMatch(/'tensorflow\/libtensorflow_cc\.so\.2' has the sha-256 [0-9a-f]{64} where its RECORD has/);
    expect(contentOf(engines)).toEqual(['downloads']);
  });

  it('says how much room is required and available before it fetches anything', async () => {
    const { engines, native, wheels, seen } = site();
    const { files } = madePorts(engines, wheels);
    const error = await rejectionOf(native({ files: { ...files, freeBytes: () => Promise.resolve(1000) } }).install('cpu'));
    expect(error.code).toBe('disk-full');
    expect(error.message).toMatch(/^\d+\sKB must be free for the download .* but only 1\sKB are$/);
    expect(seen.some(({ stage }) => stage === 'downloading')).toBe(false);
  });

  it('ends with words when the disk fills in the middle, and leaves nothing half', async context => {
    const mount = temporaryMount('size=3m');
    if (mount === null) return context.skip();
    // Zeros pack well: the wheel fits, its content does not.
    const { engines, native, wheels } = site({ libraryBytes: 4_000_000 }, join(mount.folder, 'engines'));
    const { files } = madePorts(engines, wheels);
    const error = await rejectionOf(native({ files: { ...files, freeBytes: () => Promise.resolve(1e12) } }).install('cpu'));
    expect(error.code).toBe('disk-full');
    expect(contentOf(engines)).toEqual(['downloads']);
  });

  it.each(['', 'engines'])('ends with words where nothing may be written (%j)', async inside => {
    const mount = temporaryMount('size=3m');
    if (mount === null) return;
    const { engines, native, seen } = site({}, join(mount.folder, inside));
    mount.remount('ro');
    const error = await rejectionOf(native().install('cpu'));
    expect(error).toMatchObject({ code: 'read-only', path: engines, hint: expect.stringContaining('may write') as string });
    expect(seen).toEqual([]);
  });

  it('keeps a whole wheel for the next attempt when the self-test fails, and registers nothing', async () => {
    const { engines, native } = site();
    const crash = new AppFailure({ code: 'install-failed', message: 'it was ended by SIGILL' });
    expect((await rejectionOf(native({ selfTest: () => Promise.reject(crash) }).install('cpu'))).message).toBe('it was ended by SIGILL');
    expect(contentOf(engines)).toEqual(['downloads']);
    const wrong = { ...PASSED, checks: [{ name: 'convolves', passed: false, detail: 'number 3 must be 4, but is 5' }] };
    const error = await rejectionOf(native({ selfTest: () => Promise.resolve(wrong) }).install('cpu'));
    expect(error.message).toMatch(/fails its self-test: convolves \(number 3 must be 4, but is 5\)/);
    await native({ findPip: () => Promise.reject(new Error('pip is not needed')) }).install('cpu');
    expect(readRegisteredEngine(engines)).not.toBeNull();
  });

  it('says that Python or pip is missing', async () => {
    const { engines, wheels } = site();
    const { enginePorts } = await import('../../src-main/app/native-engine.ts');
    const { readEnvironment } = await import('../../src-main/app/environment.ts');
    const failWith = (python: string) => {
      const { findPip } = enginePorts(readEnvironment({ ESPALIER_PYTHON: python, ESPALIER_ENGINES: engines }));
      return rejectionOf(createNativeEngine(madePorts(engines, wheels, { findPip }), () => undefined).install('cpu'));
    };
    expect((await failWith('/nowhere/python3')).message).toMatch(/looked for \/nowhere\/python3, but none starts/);
    expect((await failWith('/bin/false')).message).toMatch(/pip is required .*\/bin\/false can't run it/);
  });
});

describe('an installation', { timeout: 2 * MINUTES }, () => {
  let place: Site;
  beforeEach(() => void (place = site()));

  it('is cancelled while it downloads: pip is ended, nothing is registered', async () => {
    const slow = join(temporaryFolder(), 'python');
    writeFileSync(
      slow,
      '#!/bin/sh\ncase "$*" in *--version*) echo "pip 1 from x (python 3.11)";; *) echo $$ > "$TMPDIR/../../pid"; sleep 1000;; esac\n',
      {
        mode: 0o755,
      },
    );
    const { findPip } = await import('../../src-main/platform/pip.ts');
    const native = place.native({ findPip: () => findPip([slow]) });
    const ended = rejectionOf(native.install('cpu'));
    const pidFile = join(place.engines, 'pid');
    await expect.poll(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8').trim() !== '', { timeout: 20_000 }).toBe(true);
    expect(native.state()).toMatchObject({ isBusy: true, progress: { stage: 'downloading' } });
    expect(native.cancel()).toBe(true);
    expect((await ended).code).toBe('cancelled');
    expect(() => process.kill(Number(readFileSync(pidFile, 'utf8')), 0)).toThrow(/ESRCH/);
    rmSync(pidFile);
    expect(contentOf(place.engines)).toEqual(['downloads']);
    expect(native.state()).toMatchObject({ isBusy: false, progress: null, failure: { code: 'cancelled' }, registered: null });
    expect(native.cancel()).toBe(false);
  });

  it('is cancelled while it unpacks', async () => {
    const native = place.native({
      wheels: {
        ...madePorts(place.engines, place.wheels).wheels,
        unpack: request => {
          native.cancel();
          return madePorts(place.engines, place.wheels).wheels.unpack(request);
        },
      },
    });
    expect((await rejectionOf(native.install('cpu'))).code).toBe('cancelled');
    expect(contentOf(place.engines)).toEqual(['downloads']);
  });

  it('keeps a second one out, in this process and in another', async () => {
    const second = place.native();
    let during: Promise<unknown> = Promise.resolve();
    const first = place.native({
      selfTest: async () => {
        during = Promise.all([rejectionOf(first.install('cpu')), rejectionOf(second.install('cpu'))]);
        await during;
        return PASSED;
      },
    });
    await first.install('cpu');
    const [inside, outside] = (await during) as { message: string }[];
    expect(inside?.message).toMatch(/being changed already/);
    expect(outside?.message).toMatch(/being installed or removed by another Espalier/);
  });

  it.each(['downloading', 'unpacking', 'testing'])(
    'that is killed while %s leaves nothing registered, and the next one succeeds',
    async stage => {
      const child = spawn(process.execPath, [INSTALL_MAIN, place.engines, place.wheels.folder, stage], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const reached = new Promise<void>(resolve => {
        child.stdout.setEncoding('utf8').on('data', (text: string) => text.includes(`${stage} `) && resolve());
      });
      const gone = new Promise(resolve => child.on('close', resolve));
      await reached;
      const written = join(place.engines, 'tensorflow-2.21.0-cpu.partial', MAIN);
      if (stage === 'unpacking') await expect.poll(() => existsSync(written)).toBe(true);
      child.kill('SIGKILL');
      await gone;
      expect(readRegisteredEngine(place.engines)).toBeNull();
      expect(contentOf(place.engines)).not.toContain('tensorflow-2.21.0-cpu');
      await place.native().install('cpu');
      expect(contentOf(place.engines)).toEqual(['registered.json', 'tensorflow-2.21.0-cpu']);
    },
  );
});

describe('a library', { timeout: MINUTES }, () => {
  it('in a folder of the user’s is registered, forgotten, and never deleted', async () => {
    const { engines, native } = site();
    const own = join(temporaryFolder(), 'own');
    await native().install('cpu');
    const { cpSync } = await import('node:fs');
    cpSync(join(engines, 'tensorflow-2.21.0-cpu'), join(own, 'lib'), { recursive: true });
    const engine = await native().use(own);
    expect(engine).toMatchObject({ folder: join(own, 'lib'), origin: 'folder' });
    mkdirSync(join(engines, 'something-else'));
    const { folders } = await native().uninstall();
    expect(folders).toEqual([join(engines, 'tensorflow-2.21.0-cpu')]);
    expect(existsSync(join(own, 'lib', MAIN))).toBe(true);
    expect(contentOf(engines)).toEqual(['something-else']);
    expect(readRegisteredEngine(engines)).toBeNull();
  });

  it('that fails leaves the one before registered', async () => {
    const { engines, native } = site();
    const engine = await native().install('cpu');
    expect((await rejectionOf(native().use(temporaryFolder()))).code).toBe('invalid-input');
    const crash = new AppFailure({ code: 'install-failed', message: 'it was ended by SIGSEGV' });
    await rejectionOf(native({ selfTest: () => Promise.reject(crash) }).use(join(engines, 'tensorflow-2.21.0-cpu')));
    expect(readRegisteredEngine(engines)).toEqual(engine);
  });
});
