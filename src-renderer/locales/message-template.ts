/** An English template and what it is in another language. Numbers name the values: `a value in {1} is required, got {2}`. */
export interface MessageTemplate {
  /** What stands before, between and behind the values. */
  readonly literals: readonly string[];
  /** Letters that are not values: of two templates that fit, the one with more of them is meant. */
  readonly weight: number;
  /** Whether a value stands in quotes, and so is a name or a text of the user's. */
  readonly quoted: readonly boolean[];
  /** The other language's text: literals and numbers of values, by turns. */
  readonly translation: readonly (string | number)[];
}

/** Below this, a template like `{1} to {2}` would fit half of all sentences. */
const WEAK = 8;
/** A quotation mark before the value, and the same one right behind it or behind a mark: `'{1}'`, `'{1}:'`, `'/{2}'`. */
const OPENS = /(['"`])[^\w\s]?$/;

export function compileTemplate(english: string, translation: string): MessageTemplate {
  const literals = english.split(/\{\d+\}/);
  const quoted = literals.slice(1).map((next, i) => isQuoted(literals[i] ?? '', next));
  const parts = translation.split(/\{(\d+)\}/).map((part, i) => (i % 2 === 1 ? Number(part) - 1 : part));
  return { literals, weight: literals.join('').replace(/[^\p{L}]/gu, '').length, quoted, translation: parts };
}

function isQuoted(before: string, behind: string): boolean {
  const mark = OPENS.exec(before)?.[1];
  return mark !== undefined && behind.slice(0, 2).includes(mark);
}

/**
 * The values of a text that was made from this template; null for any other text. Literals are looked for from the left, so
 * the time grows with the text's length and never with the ways to split it.
 */
export function valuesIn(text: string, { literals, weight }: MessageTemplate): readonly string[] | null {
  const prefix = literals[0] ?? '';
  const suffix = literals.at(-1) ?? '';
  const end = text.length - suffix.length;
  if (end < prefix.length || !text.startsWith(prefix) || !text.endsWith(suffix)) return null;
  const values: string[] = [];
  let position = prefix.length;
  for (const literal of literals.slice(1, -1)) {
    const at = text.indexOf(literal, position);
    if (at < 0 || at + literal.length > end) return null;
    values.push(text.slice(position, at));
    position = at + literal.length;
  }
  values.push(text.slice(position, end));
  return weight >= WEAK || values.every(value => !/\s/.test(value)) ? values : null;
}

const HAN = /^\p{Script=Han}$/u;
const LATIN = /^[A-Za-z0-9[\]]$/;

/** Joins pieces as Chinese is set: a space between Han and Latin, and none between Han and Han. */
export function joinPieces(pieces: readonly string[]): string {
  return pieces.reduce((text, piece) => {
    if (piece === '') return text;
    const [last, first] = [text.slice(-1), piece.slice(0, 1)];
    if ((HAN.test(last) && LATIN.test(first)) || (LATIN.test(last) && HAN.test(first))) return `${text} ${piece}`;
    if (last === ' ' && /^[\p{Script=Han}，。；：、（]/u.test(piece)) return text.trimEnd() + piece;
    if (first === ' ' && /[\p{Script=Han}，。；：、）]$/u.test(text)) return text + leadingSpaceKept(piece);
    return text + piece;
  }, '');
}

/** A literal's space before Latin stays; before Han it was there for a value that was expected to be Latin. */
function leadingSpaceKept(piece: string): string {
  return HAN.test(piece.trimStart().slice(0, 1)) ? piece.trimStart() : piece;
}
