import { invalidInput } from '../../../src-shared/lib/app-error.ts';

/**
 * Checks text as its bytes stream by: valid UTF-8 without NUL bytes. Feed every chunk in order, then call `end`.
 * Throws `invalid-input` with the line and the byte of the first fault.
 */
export interface TextCheck {
  check(chunk: Uint8Array): void;
  end(): void;
}

export function createTextCheck(file: string): TextCheck {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let carried: Uint8Array = new Uint8Array(0);
  let bytesBefore = 0;
  let linesBefore = 0;

  function check(chunk: Uint8Array): void {
    const bytes = carried.length === 0 ? chunk : concatenate(carried, chunk);
    const whole = bytes.subarray(0, bytes.length - unfinished(bytes));
    checkWhole(whole);
    bytesBefore += whole.length;
    linesBefore += countLines(whole);
    carried = bytes.slice(whole.length);
  }

  function checkWhole(bytes: Uint8Array): void {
    const nul = bytes.indexOf(0);
    if (nul >= 0) fail('A text file has no NUL bytes', bytes, nul, 'Is it a spreadsheet or UTF-16? Save it as CSV in UTF-8.');
    try {
      decoder.decode(bytes);
    } catch {
      fail('UTF-8 text is required', bytes, firstBadByte(bytes), 'Save the file again as UTF-8.');
    }
  }

  function fail(what: string, bytes: Uint8Array, at: number, hint: string): never {
    const line = linesBefore + countLines(bytes.subarray(0, at)) + 1;
    const shown = `0x${(bytes[at] ?? 0).toString(16).padStart(2, '0')}`;
    throw invalidInput(`${what}, but byte ${bytesBefore + at} in line ${line} is ${shown}`, { path: `${file}:${line}`, hint });
  }

  return {
    check,
    end() {
      if (carried.length > 0) fail('UTF-8 text is required', carried, 0, 'The file ends in the middle of a character: it may be cut off.');
    },
  };
}

/** Length of a sequence that starts near the end and isn't complete yet, at most 3. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}

/** By bisection over prefixes: the native decoder says whether a prefix is faulty. */
function firstBadByte(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isValid(bytes.subarray(0, middle - unfinished(bytes.subarray(0, middle))))) good = middle;
    else bad = middle;
  }
  const at = Math.max(0, bad - 1);
  // A sequence that is not gone on with is shown from its first byte.
  return at - unfinished(bytes.subarray(0, at));
}

function isValid(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}

export function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
