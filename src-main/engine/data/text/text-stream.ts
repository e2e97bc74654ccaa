import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { detectEncoding, type Encoding } from './decode-text.ts';

/** A line longer than this is no line. */
const MAX_LINE = 4_194_304;

/** Unpacks gzip as it streams by; a bomb fills nothing, because what follows counts what it keeps. */
export async function* unpacked(chunks: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  if (!file.endsWith('.gz')) {
    yield* chunks;
    return;
  }
  const stream = ReadableStream.from(copies(chunks)).pipeThrough(new DecompressionStream('gzip'));
  try {
    for await (const chunk of stream) yield chunk;
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    throw invalidInput(`A whole gzip file is required, but it can't be unpacked: ${thrown.message}`, { path: file });
  }
}

/** What is handed to a stream belongs to it. */
async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const chunk of chunks) yield new Uint8Array(chunk);
}

/** Text in the encoding that is named, or that the first bytes show. Throws `invalid-input` where some bytes are none. */
export async function* decoded(chunks: AsyncIterable<Uint8Array>, file: string, encoding: Encoding): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  const part = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? (decoder?.decode() ?? '') : (decoder?.decode(bytes, { stream: true }) ?? '');
    } catch {
      throw invalidInput(`Text in ${decoder?.encoding ?? encoding} is required, but some bytes are none`, {
        path: file,
        hint: 'Name the encoding of the files: encoding.',
      });
    }
  };
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encoding === 'auto' ? detectEncoding(chunk) : encoding, { fatal: true });
    yield part(chunk);
  }
  yield part();
}

/** The same text as UTF-8. */
export async function* asUtf8(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) if (text !== '') yield encoder.encode(text);
}

/** Lines without their ends, in batches. Throws `invalid-input` for one that never ends. */
export async function* linesOf(texts: AsyncIterable<string>, file: string): AsyncGenerator<readonly string[]> {
  let rest = '';
  for await (const text of texts) {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE)
      throw invalidInput(`A line may have at most ${MAX_LINE} characters, but one is longer`, {
        path: file,
        hint: 'Is it one JSON object a line?',
      });
    yield lines;
  }
  if (rest !== '') yield [rest];
}
