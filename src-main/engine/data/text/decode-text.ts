import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

/** What a person may say of a text; `auto` looks at its bytes. */
export const ENCODINGS = ['auto', 'utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const LOOKED_AT = 65_536;

/** The text of some bytes. Throws `invalid-input` where they are none in the encoding that was named or found. */
export function decodeText(bytes: Uint8Array, file: string, encoding: Encoding): string {
  const found = encoding === 'auto' ? detectEncoding(bytes) : encoding;
  try {
    return new TextDecoder(found, { fatal: true }).decode(bytes);
  } catch {
    throw invalidInput(`Text in ${found} is required, but some bytes are none`, {
      path: file,
      hint: 'Name the encoding of the files: encoding.',
    });
  }
}

/**
 * By the mark at the start; by zero bytes in every second place (UTF-16); by being UTF-8; by pairs of bytes as Chinese text has
 * them (GB18030); else Windows-1252, in which every byte is something.
 */
export function detectEncoding(bytes: Uint8Array): Exclude<Encoding, 'auto'> {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return 'utf-8';
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be';
  const head = bytes.subarray(0, LOOKED_AT);
  const [even, odd] = zerosByPlace(head);
  if (even + odd > head.length / 8) return odd >= even ? 'utf-16le' : 'utf-16be';
  // The last bytes may be the start of a character that goes on behind what is looked at.
  if (fits(head, 'utf-8')) return 'utf-8';
  return looksChinese(head) && fits(head, 'gb18030') ? 'gb18030' : 'windows-1252';
}

function startsWith(bytes: Uint8Array, ...mark: readonly number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte);
}

function zerosByPlace(bytes: Uint8Array): [number, number] {
  const zeros: [number, number] = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i % 2 === 0 ? 0 : 1]++;
  return zeros;
}

function fits(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Characters of GB 2312 are two high bytes each; in Western texts a high byte mostly stands alone. */
function looksChinese(bytes: Uint8Array): boolean {
  let [pairs, high] = [0, 0];
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! < 0x80) continue;
    const isPair = bytes[i]! >= 0xa1 && (bytes[i + 1] ?? 0) >= 0xa1;
    high += isPair ? 2 : 1;
    if (isPair) {
      pairs += 2;
      i++;
    }
  }
  return pairs >= 0.8 * high;
}
