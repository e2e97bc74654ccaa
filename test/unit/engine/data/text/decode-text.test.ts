import { describe, expect, it } from 'vitest';
import { decodeText, detectEncoding } from '../../../../../src-main/engine/data/text/decode-text.ts';
import { decoded, linesOf, unpacked } from '../../../../../src-main/engine/data/text/text-stream.ts';
import { gzipSync } from 'fflate';
import { failureOf } from '../../../../support/failure-of.ts';
import { rejectionOf } from '../../../../support/rejection-of.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, littleEndian: boolean): Uint8Array => {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  [...text].forEach((character, i) => view.setUint16(2 * i, character.charCodeAt(0), littleEndian));
  return new Uint8Array(view.buffer);
};
/** 机器学习 in GB 2312, four characters of two bytes. */
const GB = Uint8Array.of(0xbb, 0xfa, 0xc6, 0xf7, 0xd1, 0xa7, 0xcf, 0xb0);
/** "déjà vu, garçon" in Windows-1252. */
const WESTERN = Uint8Array.from([...'déjà vu, garçon'].map(character => character.charCodeAt(0)));

describe('the encoding of a text', () => {
  it.each([
    ['UTF-8', utf8('机器学习 naïve'), 'utf-8', '机器学习 naïve'],
    ['UTF-8 with a mark', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'utf-8', 'a'],
    ['UTF-16, least byte first', utf16('plain words', true), 'utf-16le', 'plain words'],
    ['UTF-16, greatest byte first', utf16('plain words', false), 'utf-16be', 'plain words'],
    ['UTF-16 with a mark', Uint8Array.of(0xff, 0xfe, 0x3a, 0x67), 'utf-16le', '机'],
    ['GB 2312', GB, 'gb18030', '机器学习'],
    ['Windows-1252', WESTERN, 'windows-1252', 'déjà vu, garçon'],
  ] as const)('is found: %s', (_, bytes, encoding, text) => {
    expect(detectEncoding(bytes)).toBe(encoding);
    expect(decodeText(bytes, 'a.txt', 'auto')).toBe(text);
  });

  it('is taken as it was named, and refused where the bytes are none of it', () => {
    expect(decodeText(GB, 'a.txt', 'gb18030')).toBe('机器学习');
    expect(failureOf(() => decodeText(GB, 'a.txt', 'utf-8'))).toMatchObject({ code: 'invalid-input', path: 'a.txt' });
  });
});

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(bytes: Uint8Array, size: number, file = 'a.jsonl'): Promise<string[]> {
  const lines: string[] = [];
  for await (const batch of linesOf(decoded(unpacked(chunksOf(bytes, size), file), file, 'utf-8'), file)) lines.push(...batch);
  return lines;
}

describe('lines of a stream', () => {
  it.each([1, 3, 1000])('come whole in chunks of %i bytes', async size => {
    expect(await collect(utf8('学习\r\nb\n\nlast'), size)).toEqual(['学习', 'b', '', 'last']);
  });

  it('come out of gzip, and a damaged one is refused', async () => {
    const packed = gzipSync(utf8('a\nb\n'));
    expect(await collect(packed, 5, 'a.jsonl.gz')).toEqual(['a', 'b']);
    expect((await rejectionOf(collect(packed.slice(0, 12), 5, 'a.jsonl.gz'))).message).toContain('gzip');
  });

  it('have an end', async () => {
    expect((await rejectionOf(collect(utf8('x'.repeat(5_000_000)), 1_000_000))).message).toContain('one is longer');
  });
});
