import { describe, expect, it } from 'vitest';
import { describeHeader } from '../../../../src-main/engine/backends/libtensorflow/native-file.ts';
import { elfFile, machOFile, peFile, universalFile } from '../../../support/native-files.ts';

describe('the header of a library file', () => {
  it.each([
    ['ELF', 'x64', elfFile('x64')],
    ['ELF', 'arm64', elfFile('arm64')],
    ['ELF', 'ia32', elfFile('ia32')],
    ['Mach-O', 'x64', machOFile('x64')],
    ['Mach-O', 'arm64', machOFile('arm64')],
    ['PE', 'x64', peFile('x64')],
    ['PE', 'arm64', peFile('arm64')],
  ])('says %s and %s, and how long the whole file is', (kind, arch, file) => {
    expect(describeHeader(file)).toEqual({ kind, architectures: [arch], wholeBytes: 4096 });
  });

  it('lists every part of a universal file', () => {
    // The second part begins at 2048 and has 2048 bytes.
    expect(describeHeader(universalFile())).toEqual({ kind: 'Mach-O', architectures: ['x64', 'arm64'], wholeBytes: 4096 });
  });

  it('knows the whole length from the first kilobyte alone', () => {
    for (const file of [elfFile('x64'), machOFile('arm64'), universalFile(), peFile('x64')])
      expect(describeHeader(file.subarray(0, 1024)).wholeBytes).toBe(4096);
  });

  it('is none of a text, of nothing, and of a page that a proxy sent instead', () => {
    for (const text of ['', 'version https://git-lfs', '<!DOCTYPE html>', 'MZ']) expect(describeHeader(Buffer.from(text)).kind).toBeNull();
  });

  it('names a machine that Node does not run on by its number', () => {
    const file = elfFile('x64');
    file.writeUInt16LE(2, 18);
    expect(describeHeader(file).architectures).toEqual(['machine 2']);
  });
});
