// Stands for `csv-parse` in the page's bundle (scripts/build/build-capsule.mjs).
import { parse as parseStream, type Options, type Parser } from 'csv-parse/browser/esm';

/** The same parser where there is no Node: its streams take text and no plain bytes there. */
export function parse(options: Options): Parser {
  const parser = parseStream(options);
  const decoder = new TextDecoder();
  const write = parser.write.bind(parser) as (text: string, done: () => void) => boolean;
  return Object.assign(parser, { write: (piece: Uint8Array, done: () => void) => write(decoder.decode(piece, { stream: true }), done) });
}
