import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

const FOOTER_BYTES = 48;
const MAGIC = 0xdb4775248b80fb57n;
const TRAILER_BYTES = 5;
const MOST_ENTRIES = 1_000_000;
/** Of all keys and values together, beyond the bytes of the file: keys share their beginnings. */
const MOST_BYTES = 2 ** 28;

/**
 * Keys and values of an index of TensorFlow's variables, in their order. Source: LevelDB's table format, as TensorFlow writes it.
 * Throws `invalid-input` for damaged ones, and for compressed blocks, which TensorFlow doesn't write here.
 */
export function readTable(bytes: Uint8Array): readonly (readonly [key: string, value: Uint8Array])[] {
  const footer = bytes.subarray(Math.max(0, bytes.length - FOOTER_BYTES));
  const isTable = footer.length === FOOTER_BYTES && new DataView(footer.buffer, footer.byteOffset + 40).getBigUint64(0, true) === MAGIC;
  if (!isTable) throw invalidInput(`An index of variables is required, this file of ${bytes.length} bytes is none`);
  const cursor = cursorOf(footer);
  handleAt(cursor); // of what describes the table itself
  const blocks = entriesOf(blockAt(bytes, handleAt(cursor)));
  const found: (readonly [string, Uint8Array])[] = [];
  let taken = 0;
  for (const [, handle] of blocks) {
    for (const entry of entriesOf(blockAt(bytes, handleAt(cursorOf(handle))))) {
      taken += entry[0].length + entry[1].length;
      if (found.length >= MOST_ENTRIES || taken > MOST_BYTES)
        throw invalidInput(`An index of at most ${MOST_ENTRIES} variables and ${MOST_BYTES} bytes is required`);
      found.push(entry);
    }
  }
  return found;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

function cursorOf(bytes: Uint8Array): Cursor {
  return { bytes, at: 0 };
}

/** Seven bits a byte, the lowest first. */
function varint(cursor: Cursor): number {
  let value = 0;
  for (let factor = 1; factor < 2 ** 53; factor *= 128) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) break;
    value += (byte & 127) * factor;
    if (byte < 128) return value;
  }
  throw damaged('a number ends too late');
}

interface Handle {
  readonly offset: number;
  readonly size: number;
}

function handleAt(cursor: Cursor): Handle {
  return { offset: varint(cursor), size: varint(cursor) };
}

function blockAt(bytes: Uint8Array, { offset, size }: Handle): Uint8Array {
  if (offset + size + TRAILER_BYTES > bytes.length) throw damaged(`a block lies from ${offset} to ${offset + size}`);
  const compression = bytes[offset + size];
  if (compression !== 0) throw damaged(`a block is compressed (${compression ?? 'unknown'})`);
  return bytes.subarray(offset, offset + size);
}

/** A key has so many characters of the one before it, then its own. The places where none is shared stand at the end. */
function entriesOf(block: Uint8Array): readonly (readonly [key: string, value: Uint8Array])[] {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const restarts = block.length >= 4 ? view.getUint32(block.length - 4, true) : 0;
  const end = block.length - 4 - 4 * restarts;
  if (end < 0) throw damaged(`a block of ${block.length} bytes has ${restarts} places to begin at`);
  const cursor = cursorOf(block.subarray(0, end));
  const entries: (readonly [string, Uint8Array])[] = [];
  const decoder = new TextDecoder('latin1');
  let key = '';
  while (cursor.at < end) {
    const [shared, own, size] = [varint(cursor), varint(cursor), varint(cursor)];
    if (shared > key.length || cursor.at + own + size > end) throw damaged('an entry reaches out of its block');
    key = key.slice(0, shared) + decoder.decode(block.subarray(cursor.at, cursor.at + own));
    entries.push([key, block.subarray(cursor.at + own, cursor.at + own + size)]);
    cursor.at += own + size;
  }
  return entries;
}

function damaged(what: string) {
  return invalidInput(`The index of the variables is damaged: ${what}`);
}
