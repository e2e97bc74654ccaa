import { canonicalJson } from '../../../../src-shared/lib/json.ts';
import { encodeTexts, type TextEncoding } from '../text/encode-texts.ts';
import type { Originals } from '../reader.ts';
import { ORIGINALS_KIND, type OriginalsFormat } from './originals.ts';

const ID = 'texts';

/** Texts, from which a vocabulary is learned. */
export function textOriginals(texts: readonly string[], encoding: TextEncoding): Originals {
  return {
    // A character is one to three bytes of UTF-8.
    bytes: texts.reduce((sum, text) => sum + 3 * text.length + 8, 0),
    take: items =>
      textOriginals(
        Array.from(items, item => texts[item]!),
        encoding,
      ),
    encode: train => encodeTexts(texts, encoding, train),
    toFile() {
      const encoder = new TextEncoder();
      const encoded = texts.map(text => encoder.encode(text));
      const ends = new Float64Array(texts.length);
      const bytes = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      encoded.forEach((text, i) => {
        bytes.set(text, at);
        ends[i] = at += text.length;
      });
      return {
        metadata: { [ORIGINALS_KIND]: ID, encoding: canonicalJson(encoding) },
        tensors: { texts: { shape: [bytes.length], values: bytes }, ends: { shape: [ends.length], values: ends } },
      };
    },
  };
}

export const textFormat: OriginalsFormat = {
  id: ID,
  fromFile({ metadata, tensors }) {
    const [bytes, ends] = [tensors['texts']?.values, tensors['ends']?.values];
    if (!(bytes instanceof Uint8Array) || !(ends instanceof Float64Array) || (ends.at(-1) ?? 0) !== bytes.length)
      throw new Error('A file of texts and their ends is required');
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const texts = Array.from(ends, (end, i) => decoder.decode(bytes.subarray(i === 0 ? 0 : ends[i - 1], end)));
    return textOriginals(texts, JSON.parse(metadata['encoding'] ?? '') as TextEncoding);
  },
};
