import { parseDate } from './parse-date.ts';

/** What a column holds so far: every value as a number where it is one, and as a code into a list of texts while those are few. */
export interface ColumnStore {
  readonly name: string;
  readonly rows: number;
  /** NaN where the value is missing or no number; for a date, while the column has nothing else, its seconds since 1970. */
  readonly numbers: Float64Array;
  /** Distinct texts in order of appearance; null once there were too many to keep. */
  readonly texts: readonly string[] | null;
  /** 0: missing; else 1 + place in `texts`. Meaningless once `texts` is null. */
  readonly codes: Uint32Array;
  readonly missing: number;
  /** Values that are neither missing nor numbers, and the first of them. */
  readonly nonNumbers: number;
  readonly firstNonNumber: { readonly text: string; readonly row: number } | null;
  /** All its values are dates. */
  readonly areDates: boolean;
  /** Distinct values where they have been counted, about right where there are very many. */
  readonly distinct?: number;
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
  const dictionary = createDictionary(budget);
  let missing = 0;
  let nonNumbers = 0;
  let firstNonNumber: ColumnStore['firstNonNumber'] = null;
  let areDates = true;

  return {
    push(text) {
      if (isMissing(text)) {
        missing++;
        numbers.push(NaN);
        if (!dictionary.isFull()) codes.push(0);
        return;
      }
      const value = parseNumber(text);
      if (Number.isNaN(value)) {
        firstNonNumber ??= { text, row: numbers.length() + 1 };
        nonNumbers++;
      }
      const date = areDates && Number.isNaN(value) ? parseDate(text) : NaN;
      areDates &&= !Number.isNaN(date);
      numbers.push(areDates ? date : value);
      const code = dictionary.codeOf(text);
      if (dictionary.isFull()) codes.clear();
      else codes.push(code);
    },
    finish: () => ({
      name,
      rows: numbers.length(),
      numbers: numbers.values(),
      texts: dictionary.texts(),
      codes: codes.values(),
      missing,
      nonNumbers,
      firstNonNumber,
      areDates: areDates && nonNumbers > 0,
    }),
  };
}

interface Dictionary {
  /** From 1, in order of appearance; 0 once it is full. */
  codeOf(text: string): number;
  isFull(): boolean;
  texts(): readonly string[] | null;
}

/** Forgets everything once there are too many texts. */
function createDictionary(budget: TextBudget): Dictionary {
  let known: Map<string, number> | null = new Map();
  return {
    codeOf(text) {
      if (known === null) return 0;
      const there = known.get(text);
      if (there !== undefined) return there;
      budget.left -= text.length;
      if (known.size >= MAX_DISTINCT_TEXTS || budget.left < 0) {
        known = null;
        return 0;
      }
      const code = known.size + 1;
      known.set(text, code);
      return code;
    },
    isFull: () => known === null,
    texts: () => (known === null ? null : [...known.keys()]),
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
