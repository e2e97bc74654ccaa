import { MAX_DISTINCT_TEXTS } from '../table/column-store.ts';
import type { TextPiece } from './table-database.ts';

const SLOTS = 1 << 16;
/** Texts of as many bytes stand in the four words themselves, a longer one by its first four and its place. */
const MOST_INLINE = 12;
const WORDS = 4;

/** Numbers texts from 1 in order of appearance; the empty one is 0. */
export interface TextCodes {
  /** Of the text in this row of a piece; −1 once there are too many. */
  codeOf(piece: TextPiece, row: number): number;
  texts(): readonly string[];
}

/**
 * A hash table over the words in which the database holds short texts: none of them is made a string twice. `earlier`: texts that have
 * their numbers already.
 */
export function createTextCodes(earlier: readonly string[] = []): TextCodes {
  const slots = new Uint32Array(SLOTS);
  const keys = new Uint32Array((MAX_DISTINCT_TEXTS + 1) * WORDS);
  const long = new Map<string, number>();
  const texts: string[] = [];
  const enter = (text: string): number => (texts.length >= MAX_DISTINCT_TEXTS ? -1 : texts.push(text));

  const longCode = (text: string): number => {
    const known = long.get(text);
    if (known !== undefined) return known;
    const code = enter(text);
    if (code > 0) long.set(text, code);
    return code;
  };
  const isAt = (code: number, words: Uint32Array, from: number): boolean => {
    for (let i = 0; i < WORDS; i++) if (keys[code * WORDS + i] !== words[from + i]) return false;
    return true;
  };
  const codeOf: TextCodes['codeOf'] = ({ words, textAt }, row) => {
    const from = row * WORDS;
    const length = words[from]!;
    if (length === 0) return 0;
    if (length > MOST_INLINE) return longCode(textAt(row));
    let slot = slotOf(words, from);
    for (; slots[slot] !== 0; slot = (slot + 1) % SLOTS) if (isAt(slots[slot]!, words, from)) return slots[slot]!;
    const code = enter(textAt(row));
    if (code < 0) return code;
    slots[slot] = code;
    keys.set(words.subarray(from, from + WORDS), code * WORDS);
    return code;
  };
  for (const text of earlier) codeOf(asHeld(text), 0);
  return { codeOf, texts: () => texts };
}

/** A text in the words in which the database holds it. */
function asHeld(text: string): TextPiece {
  const bytes = new TextEncoder().encode(text);
  const words = new Uint32Array(WORDS);
  words[0] = bytes.length;
  new Uint8Array(words.buffer).set(bytes.subarray(0, MOST_INLINE), 4);
  return { words, textAt: () => text };
}

function slotOf(words: Uint32Array, from: number): number {
  let hash = 0;
  for (let i = 0; i < WORDS; i++) {
    hash = Math.imul(hash ^ words[from + i]!, 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return (hash >>> 0) % SLOTS;
}
