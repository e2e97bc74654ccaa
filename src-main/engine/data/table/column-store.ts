/** What a column holds so far: every value as a number where it is one, and as a code into a list of texts while those are few. */
export interface ColumnStore {
  readonly name: string;
  readonly rows: number;
  /** NaN where the value is missing or no number. */
  readonly numbers: Float64Array;
  /** Distinct texts in order of appearance; null once there were too many to keep. */
  readonly texts: readonly string[] | null;
  /** 0: missing; else 1 + place in `texts`. Meaningless once `texts` is null. */
  readonly codes: Uint32Array;
  readonly missing: number;
  /** Values that are neither missing nor numbers, and the first of them. */
  readonly nonNumbers: number;
  readonly firstNonNumber: { readonly text: string; readonly row: number } | null;
}

export interface ColumnBuilder {
  push(text: string): void;
  finish(): ColumnStore;
}

/** Characters that all columns of a table together may keep as distinct texts. */
export interface TextBudget {
  left: number;
}

export const MAX_DISTINCT_TEXTS = 20_000;
const MISSING: ReadonlySet<string> = new Set(['', '?', 'na', 'n/a', 'nan', 'null']);

export function isMissing(text: string): boolean {
  return text.length <= 4 && MISSING.has(text.toLowerCase());
}

export function createColumn(name: string, budget: TextBudget): ColumnBuilder {
  const numbers = growing(size => new Float64Array(size));
  const codes = growing(size => new Uint32Array(size));
  let dictionary: Map<string, number> | null = new Map();
  let missing = 0;
  let nonNumbers = 0;
  let firstNonNumber: ColumnStore['firstNonNumber'] = null;

  function encode(text: string): number {
    if (dictionary === null) return 0;
    const known = dictionary.get(text);
    if (known !== undefined) return known;
    budget.left -= text.length;
    if (dictionary.size >= MAX_DISTINCT_TEXTS || budget.left < 0) {
      dictionary = null;
      return 0;
    }
    const code = dictionary.size + 1;
    dictionary.set(text, code);
    return code;
  }

  return {
    push(text) {
      if (isMissing(text)) {
        missing++;
        numbers.push(NaN);
        if (dictionary !== null) codes.push(0);
        return;
      }
      const value = parseNumber(text);
      if (Number.isNaN(value)) {
        firstNonNumber ??= { text, row: numbers.length() + 1 };
        nonNumbers++;
      }
      numbers.push(value);
      const code = encode(text);
      if (dictionary !== null) codes.push(code);
      else codes.clear();
    },
    finish: () => ({
      name,
      rows: numbers.length(),
      numbers: numbers.values(),
      texts: dictionary === null ? null : [...dictionary.keys()],
      codes: codes.values(),
      missing,
      nonNumbers,
      firstNonNumber,
    }),
  };
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A finite decimal number, else NaN; no hexadecimal, no `Infinity`. */
export function parseNumber(text: string): number {
  if (!NUMBER.test(text)) return NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : NaN;
}

interface Growing<A> {
  push(value: number): void;
  clear(): void;
  length(): number;
  values(): A;
}

function growing<A extends Float64Array | Uint32Array>(make: (size: number) => A): Growing<A> {
  let array = make(256);
  let length = 0;
  return {
    push(value) {
      if (length === array.length) {
        const larger = make(length * 2);
        larger.set(array);
        array = larger;
      }
      array[length++] = value;
    },
    clear() {
      if (array.length > 256) array = make(256);
      length = 0;
    },
    length: () => length,
    values: () => array.subarray(0, length) as A,
  };
}
