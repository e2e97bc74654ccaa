import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingCudaLibraries } from '../../src-main/engine/backends/libtensorflow/cuda-libraries.ts';
import { findLibrary } from '../../src-main/engine/backends/libtensorflow/library-folder.ts';
import { elfFile, machOFile, peFile } from '../support/native-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const LINUX = { platform: 'linux', arch: 'x64' };
const FRAMEWORK = 'libtensorflow_framework.so.2';
const WHEEL = 'libtensorflow_cc.so.2';

function folderWith(files: Readonly<Record<string, Buffer>>): string {
  const folder = temporaryFolder();
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

const pair = (prefix = '', main = WHEEL): Record<string, Buffer> => ({
  [`${prefix}${FRAMEWORK}`]: elfFile('x64'),
  [`${prefix}${main}`]: elfFile('x64'),
});

function reasonOf(folder: string, target = LINUX): string {
  const found = findLibrary(folder, target);
  return found.ok ? '' : found.error.message;
}

describe('TensorFlow’s library is found', () => {
  it.each([
    ['in the folder itself', ''],
    ['in an installed wheel', 'tensorflow/'],
    ['in the official archive', 'lib/'],
    ['in a jar’s content', 'org/tensorflow/internal/c_api/linux-x86_64/'],
  ])('%s', (_, inside) => {
    const folder = folderWith(pair(inside));
    expect(findLibrary(folder, LINUX)).toEqual({
      ok: true,
      value: {
        folder: join(folder, inside, '.'),
        framework: join(folder, inside, FRAMEWORK),
        main: join(folder, inside, WHEEL),
      },
    });
  });

  it('by the names of the official archive, and by exact versions', () => {
    const folder = folderWith({ 'lib/libtensorflow_framework.so.2.9.1': elfFile('x64'), 'lib/libtensorflow.so.2.9.1': elfFile('x64') });
    const found = findLibrary(folder, LINUX);
    expect(found.ok && found.value.main).toBe(join(folder, 'lib/libtensorflow.so.2.9.1'));
  });

  it('by the short name where both are there, through a link', () => {
    const folder = folderWith({ 'libtensorflow_framework.so.2.9.1': elfFile('x64'), 'libtensorflow.so.2.9.1': elfFile('x64') });
    for (const name of [FRAMEWORK, 'libtensorflow.so.2']) symlinkSync(`${name}.9.1`, join(folder, name));
    const found = findLibrary(folder, LINUX);
    expect(found.ok && [found.value.framework, found.value.main]).toEqual([join(folder, FRAMEWORK), join(folder, 'libtensorflow.so.2')]);
  });

  it('on macOS and on Windows', () => {
    const mac = folderWith({ 'libtensorflow_framework.2.dylib': machOFile('arm64'), 'libtensorflow_cc.2.dylib': machOFile('arm64') });
    expect(findLibrary(mac, { platform: 'darwin', arch: 'arm64' }).ok).toBe(true);
    const windows = folderWith({ 'lib/tensorflow.dll': peFile('x64') });
    const found = findLibrary(windows, { platform: 'win32', arch: 'x64' });
    expect(found.ok && [found.value.framework, found.value.main]).toEqual([null, join(windows, 'lib/tensorflow.dll')]);
  });

  it('in the one part of a jar’s content that is for this machine', () => {
    const other = { [FRAMEWORK]: elfFile('arm64'), [WHEEL]: elfFile('arm64') };
    const arm = Object.fromEntries(
      Object.entries(other).map(([name, bytes]) => [`org/tensorflow/internal/c_api/linux-arm64/${name}`, bytes]),
    );
    const found = findLibrary(folderWith({ ...arm, ...pair('org/tensorflow/internal/c_api/linux-x86_64/') }), LINUX);
    expect(found.ok && found.value.folder.endsWith('linux-x86_64')).toBe(true);
  });
});

describe('a folder is refused in a sentence', () => {
  it('that has nothing of TensorFlow’s', () => {
    expect(reasonOf(folderWith({ 'readme.txt': Buffer.alloc(1) }))).toMatch(
      /looked for .*libtensorflow_cc\.so\.2.*, but the folder has only readme\.txt/,
    );
    expect(reasonOf(temporaryFolder())).toMatch(/has nothing in it/);
    expect(reasonOf(join(temporaryFolder(), 'absent'))).toMatch(/there is no such folder/);
    expect(reasonOf(join(folderWith({ file: Buffer.alloc(1) }), 'file'))).toMatch(/this is a file and not a folder/);
  });

  it('that has one of the two files only', () => {
    expect(reasonOf(folderWith({ [FRAMEWORK]: elfFile('x64') }))).toMatch(/there is only libtensorflow_framework\.so\.2$/);
    expect(reasonOf(folderWith({ [WHEEL]: elfFile('x64') }))).toMatch(/there is only libtensorflow_cc\.so\.2$/);
  });

  it.each([
    ['another architecture', elfFile('arm64'), /must be built for x64, but is built for arm64/],
    ['another system', machOFile('x64'), /must be a library of linux \(ELF\), but is one in Mach-O/],
    ['half a download', elfFile('x64').subarray(0, 2000), /at least 4096 bytes by its own header, but has 2000: it is half a download/],
    ['an empty file', Buffer.alloc(0), /is empty/],
    ['a text', Buffer.from('<!DOCTYPE html>'.repeat(20)), /but is no library/],
  ])('for %s', (_, main, sentence) => {
    expect(reasonOf(folderWith({ ...pair(), [WHEEL]: main }))).toMatch(sentence);
    expect(reasonOf(folderWith({ ...pair(), [FRAMEWORK]: main }))).toMatch(sentence);
  });

  it('for a link that leads nowhere, and for a folder of the name', () => {
    const link = folderWith({ [FRAMEWORK]: elfFile('x64') });
    symlinkSync('gone', join(link, WHEEL));
    expect(reasonOf(link)).toMatch(/libtensorflow_cc\.so\.2 must be a file/);
    const folder = folderWith({ [FRAMEWORK]: elfFile('x64'), [`${WHEEL}/x`]: Buffer.alloc(1) });
    expect(reasonOf(folder)).toMatch(/must be a file, but is a folder/);
  });

  it('on a system that TensorFlow has no library for', () => {
    expect(reasonOf(folderWith(pair()), { platform: 'freebsd', arch: 'x64' })).toBe('TensorFlow has no library for freebsd');
  });
});

describe.runIf(process.platform === 'linux')('what CUDA lacks', () => {
  const names = ['libc.so.6', 'libcudnn.so.9'];

  it('is every library that does not load, with the loader’s reason', () => {
    expect(missingCudaLibraries(temporaryFolder(), names)).toEqual([expect.stringMatching(/^libcudnn\.so\.9: .*No such file/)]);
  });

  it('is also one that lies beside TensorFlow, or in NVIDIA’s wheel beside its own, and is damaged', () => {
    for (const place of ['tensorflow/libcudnn.so.9', 'nvidia/cudnn/lib/libcudnn.so.9']) {
      const folder = folderWith({ [place]: elfFile('x64'), 'tensorflow/x': Buffer.alloc(1) });
      const [reason, ...others] = missingCudaLibraries(join(folder, 'tensorflow'), names);
      expect([reason?.includes(join(folder, place)), others]).toEqual([true, []]);
    }
  });
});
