import { closeSync, openSync, readFileSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toAppError } from '../../src-shared/lib/app-error.ts';
import { artifactPath, createArtifactFiles } from '../../src-main/platform/artifact-files.ts';
import { readCheckpoint, readNewestCheckpoint, removeCheckpoints, writeCheckpoint } from '../../src-main/platform/checkpoint-files.ts';
import { nodeDisk, type Disk } from '../../src-main/platform/disk.ts';
import { createExportFiles } from '../../src-main/platform/export-files.ts';
import { createLogFile, readLogTail } from '../../src-main/platform/log-file.ts';
import { walkFiles } from '../../src-main/stores/doctor/walk-files.ts';
import { failingDisk } from '../support/failing-disk.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { supervise } from '../support/supervised.ts';
import { temporaryFolder, temporaryMount } from '../support/temporary-folder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const snapshot = { metadata: { step: '7' }, tensors: { w: { shape: [3], values: Float32Array.of(1, NaN, -0) } } };

async function filesBelow(folder: string): Promise<readonly string[]> {
  return (await walkFiles(folder)).map(file => file.parts.join('/'));
}

const artifactName = (hash: string): string => `${hash.slice(0, 2)}/${hash}`;

/** Runs `write` with the disk failing at its first operation, its second, …, until it gets through. Returns how often it failed. */
async function failEverywhere(write: (disk: Disk) => Promise<unknown>, after: () => Promise<void>): Promise<number> {
  for (let at = 0; ; at++) {
    const disk = failingDisk(at);
    const error = await write(disk).then(() => null, toAppError);
    if (error === null) return at;
    expect(error.code).toBe('disk-full');
    await after();
  }
}

describe('a checkpoint', () => {
  it('is whole or absent, wherever the disk fails', async () => {
    const root = temporaryFolder();
    const first = await writeCheckpoint(root, { key: 'k', seq: 1, snapshot });
    const failures = await failEverywhere(
      disk => writeCheckpoint(root, { key: 'k', seq: 2, snapshot }, disk),
      async () => expect(readdirSync(join(root, 'k'))).toEqual([first.folder.slice(2)]),
    );
    expect(failures).toBe(7);
    expect(await readCheckpoint(join(root, first.folder))).toEqual(snapshot);
    expect(readdirSync(join(root, 'k')).length).toBe(2);
  });

  it('that is cut short or missing is passed over for the one before', async () => {
    const root = temporaryFolder();
    const folders: string[] = [];
    for (const seq of [1, 2]) folders.unshift((await writeCheckpoint(root, { key: 'k', seq, snapshot })).folder);
    truncateSync(join(root, folders[0]!, 'snapshot.safetensors'), 50);
    const damaged: string[] = [];
    const read = (): Promise<unknown> => readNewestCheckpoint(root, ['k/3-gone', ...folders], folder => void damaged.push(folder));
    expect(await read()).toEqual(snapshot);
    expect(damaged).toEqual(['k/3-gone', folders[0]]);
    await removeCheckpoints(root, folders);
    expect(await read()).toBeNull();
    expect(readdirSync(root)).toEqual([]);
  });

  it('that finds the disk full fails the job, which goes on from the one before once there is room', async ({ skip }) => {
    const mount = temporaryMount('size=6m');
    if (mount === null) return skip();
    const values = { steps: 5, size: 250_000 };
    const reference = await supervise(temporaryFolder()).start(values).ended;
    const job = supervise(mount.folder);
    const ballast = join(mount.folder, 'ballast');
    const end = await job.start(values, {
      checkpoint(checkpoint, points) {
        points.forEach(({ step, value }) => job.metrics.set(step, value));
        job.checkpoints.unshift(checkpoint);
        if (checkpoint.seq === 2) fill(ballast);
        return [];
      },
    }).ended;
    expect(end).toMatchObject({
      state: 'failed',
      error: { code: 'disk-full', hint: expect.stringContaining('Free some space') as string },
    });
    expect(readdirSync(join(mount.folder, 'checkpoints', 'key')).length).toBe(2);
    for (const { folder } of job.checkpoints) await readCheckpoint(join(mount.folder, 'checkpoints', folder));
    rmSync(ballast);
    expect(await job.start(values).ended).toEqual(reference);
    expect(job.logs).toContain('info: resumed at step 2');
  });
});

/** Takes all the room there is. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (;;) writeSync(file, new Uint8Array(4096));
  } catch {
    closeSync(file);
  }
}

describe('an artifact', () => {
  it('is one file for the same bytes, named by them', async () => {
    const folder = temporaryFolder();
    const files = createArtifactFiles(folder);
    const written = await files.write(bytes('abc'));
    expect(written).toEqual({ hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', bytes: 3 });
    expect(await files.write(bytes('abc'))).toEqual(written);
    expect(await filesBelow(folder)).toEqual([`ba/${written.hash}`]);
    expect([await files.has(written.hash), await files.has('0'.repeat(64))]).toEqual([true, false]);
    expect(await files.read(written.hash)).toEqual(bytes('abc'));
  });

  it('is whole or absent, wherever the disk fails', async () => {
    const folder = temporaryFolder();
    const failures = await failEverywhere(
      disk => createArtifactFiles(folder, disk).write(bytes('abc')),
      async () => {
        const whole = (await filesBelow(folder)).filter(name => !name.startsWith('tmp/'));
        expect(await filesBelow(folder)).toEqual(whole);
        for (const name of whole) expect(readFileSync(join(folder, name), 'utf8')).toBe('abc');
      },
    );
    // Two folders made, the file written, renamed, and its new name flushed: the sixth time it is there, and only flushed.
    expect(failures).toBe(5);
    expect(await filesBelow(folder)).toHaveLength(1);
  });

  it('that comes in pieces, in one array that is overwritten, is the same file as at once', async () => {
    const folder = temporaryFolder();
    const pieces = async function* () {
      const piece = new Uint8Array(2);
      for (const text of ['ab', 'cd', 'ef']) {
        piece.set(bytes(text));
        yield piece;
      }
    };
    const files = createArtifactFiles(folder);
    const written = await files.write(pieces());
    expect(written.bytes).toBe(6);
    expect(await files.read(written.hash)).toEqual(bytes('abcdef'));
    expect(await files.write(bytes('abcdef'))).toEqual(written);
    expect(await files.write(pieces())).toEqual(written);
    expect(await filesBelow(folder)).toHaveLength(1);
    const another = temporaryFolder();
    const failures = await failEverywhere(
      disk => createArtifactFiles(another, disk).write(pieces()),
      async () => expect((await filesBelow(another)).filter(name => name !== artifactName(written.hash))).toEqual([]),
    );
    expect(failures).toBe(6);
  });

  it('whose pieces end in a failure leaves nothing behind', async () => {
    const folder = temporaryFolder();
    const pieces = async function* () {
      yield bytes('abc');
      throw new Error('stopped');
    };
    await expect(createArtifactFiles(folder).write(pieces())).rejects.toThrow('stopped');
    expect(await filesBelow(folder)).toEqual([]);
  });

  it('with other bytes than its name says is refused, and mended by writing it again', async () => {
    const folder = temporaryFolder();
    const files = createArtifactFiles(folder);
    const { hash } = await files.write(bytes('abc'));
    const path = artifactPath(folder, hash);
    writeFileSync(path, 'abd');
    expect(await rejectionOf(files.read(hash))).toMatchObject({ code: 'store-damaged', path });
    await files.write(bytes('abc'));
    expect(await files.read(hash)).toEqual(bytes('abc'));
    rmSync(path);
    expect(await rejectionOf(files.read(hash))).toMatchObject({ code: 'store-damaged', message: `The artifact ${hash} is missing` });
  });

  it('is never looked for outside its folder', async () => {
    const files = createArtifactFiles(temporaryFolder());
    expect((await rejectionOf(files.read('../../etc/passwd'))).code).toBe('invalid-input');
  });
});

describe('an exported file', () => {
  it('is whole or absent, wherever the disk fails, and leaves the one before in place', async () => {
    const folder = temporaryFolder();
    const before = await createExportFiles(folder).write('exports', 'model.onnx', bytes('old'));
    expect(before.path).toBe(join(folder, 'exports', 'model.onnx'));
    await failEverywhere(
      disk => createExportFiles(folder, disk).write('exports', 'model.onnx', bytes('new')),
      async () => {
        expect(await filesBelow(folder)).toEqual(['exports/model.onnx']);
        expect(['old', 'new']).toContain(readFileSync(before.path, 'utf8'));
      },
    );
    expect(await createExportFiles(folder).read('exports', 'model.onnx')).toEqual(bytes('new'));
  });

  it.each(['../up', '/etc/x', 'a/../../x', 'a//b', '', '.', 'a\\b', 'c:x'])('is not called %j', async name => {
    const folder = temporaryFolder();
    const files = createExportFiles(folder);
    for (const attempt of [files.write('exports', name, bytes('x')), files.read('exports', name), files.remove('exports', name)]) {
      expect((await rejectionOf(attempt)).code).toBe('invalid-input');
    }
    expect(await filesBelow(folder)).toEqual([]);
  });

  it('does not follow a link out of its folder, not even to make one there', async () => {
    const [folder, outside] = [temporaryFolder(), temporaryFolder()];
    const files = createExportFiles(folder);
    await files.write('exports', 'shards/1.bin', bytes('x'));
    symlinkSync(outside, join(folder, 'exports', 'link'));
    expect((await rejectionOf(files.write('exports', 'link/new/1.bin', bytes('x')))).code).toBe('invalid-input');
    expect(readdirSync(outside)).toEqual([]);
    await files.remove('exports', 'shards/1.bin');
    await files.remove('exports', 'never/was');
    expect((await rejectionOf(files.read('exports', 'shards/1.bin'))).code).toBe('not-found');
  });
});

describe('a log', () => {
  const entry = (atMs: number, message = 'm'): { atMs: number; level: 'info'; message: string } => ({ atMs, level: 'info', message });

  it('keeps its newest lines in two files of bounded size', async () => {
    const path = join(temporaryFolder(), 'logs', 'job.log');
    const write = createLogFile(path, 400);
    for (let i = 0; i < 40; i++) write(entry(i));
    const sizes = (await walkFiles(join(path, '..'))).map(file => file.bytes);
    expect(sizes.length).toBe(2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(400);
    expect((await readLogTail(path, 10)).map(each => each.atMs)).toEqual([30, 31, 32, 33, 34, 35, 36, 37, 38, 39]);
    expect(await readLogTail(path, 1)).toEqual([entry(39)]);
  });

  it('goes on where an earlier process stopped, over a half-written line', async () => {
    const path = join(temporaryFolder(), 'job.log');
    createLogFile(path)(entry(1, 'line\nbreak'));
    writeFileSync(path, '{"atMs":2,"lev\n', { flag: 'a' });
    createLogFile(path)(entry(3));
    expect(await readLogTail(path, 10)).toEqual([entry(1, 'line\nbreak'), entry(3)]);
    expect(await readLogTail(`${path}.none`, 10)).toEqual([]);
  });

  it('that can not be written stops nobody', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    createLogFile(join(folder, 'file', 'job.log'))(entry(1));
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

it('a real disk refuses to write over a file that is there', async () => {
  const path = join(temporaryFolder(), 'a');
  await nodeDisk.writeNew(path, [bytes('1')]);
  await expect(nodeDisk.writeNew(path, [bytes('2')])).rejects.toThrow('EEXIST');
});

it('a folder is made with those above it, and a refusal is the system’s own', async () => {
  const folder = temporaryFolder();
  await nodeDisk.makeFolder(join(folder, 'a', 'b', 'c'));
  await nodeDisk.makeFolder(join(folder, 'a', 'b'));
  expect(readdirSync(join(folder, 'a'), { recursive: true })).toEqual(['b', join('b', 'c')]);
  await nodeDisk.writeNew(join(folder, 'file'), [bytes('1')]);
  await expect(nodeDisk.makeFolder(join(folder, 'file'))).rejects.toThrow('EEXIST');
  await expect(nodeDisk.makeFolder(join(folder, 'file', 'in', 'it'))).rejects.toThrow('ENOTDIR');
  // There Node's own recursion does not end.
  if (process.platform === 'linux') await expect(nodeDisk.makeFolder('/proc/espalier/a')).rejects.toThrow('ENOENT');
});
