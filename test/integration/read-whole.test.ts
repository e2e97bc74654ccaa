import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readWhole } from '../../src-main/platform/read-whole.ts';
import { createSha256, sha256 } from '../../src-main/platform/sha256.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'espalier-read-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('gives the bytes of a file, and none of an empty one', async () => {
  const file = join(folder, 'small');
  for (const bytes of [Uint8Array.of(1, 2, 250), new Uint8Array(0)]) {
    writeFileSync(file, bytes);
    expect(await readWhole(file)).toEqual(bytes);
  }
});

it('gives a file of more than 2 GiB, and its hash', { timeout: 120_000 }, async () => {
  const file = join(folder, 'large');
  const size = 2 ** 31 + 10;
  // Zeros that take no room on the disk, between two numbers.
  writeFileSync(file, Uint8Array.of(7));
  truncateSync(file, size - 1);
  writeFileSync(file, Uint8Array.of(9), { flag: 'a' });
  const bytes = await readWhole(file);
  expect([bytes.length, bytes[0], bytes[1], bytes[2 ** 30], bytes.at(-1)]).toEqual([size, 7, 0, 0, 9]);
  const hash = createSha256();
  for (let from = 0; from < size; from += 2 ** 28) hash.update(bytes.subarray(from, from + 2 ** 28));
  expect(sha256(bytes)).toBe(hash.digest());
});
