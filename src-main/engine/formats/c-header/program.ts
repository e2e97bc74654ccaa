/** Memory of values that stay as long as something reads them. */
export interface Storage {
  readonly kind: 'steps' | 'values';
  readonly size: number;
}

/** `input` and `output` are the program's own; null is no memory; texts are names of arrays; `{ float }` is a number with a point. */
export type Argument = number | null | string | Storage | { readonly float: number };

export interface Call {
  /** Of the runtime, without its prefix. */
  readonly name: string;
  readonly arguments: readonly Argument[];
}

/** Of arrays, as C calls them. */
export const C_TYPES = { bytes: 'signed char', whole: 'int', float: 'float' } as const;

export interface ConstantArray {
  readonly name: string;
  readonly type: keyof typeof C_TYPES;
  readonly values: Int8Array | Int32Array | Float32Array;
}

/** What a header holds: calls with places in two static arrays, and constants. */
export interface Program {
  readonly arrays: readonly ConstantArray[];
  readonly calls: readonly { readonly name: string; readonly arguments: readonly string[] }[];
  /** Lengths of the static arrays. */
  readonly steps: number;
  readonly values: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** Gives every storage a place, as soon as what stood there is read for the last time. */
export function placeCalls(calls: readonly Call[]): Pick<Program, 'calls' | 'steps' | 'values'> {
  const lives = new Map<Storage, { first: number; last: number; offset: number }>();
  calls.forEach((call, i) => {
    for (const one of call.arguments) {
      if (!isStorage(one)) continue;
      const life = lives.get(one) ?? { first: i, last: i, offset: 0 };
      lives.set(one, { ...life, last: i });
    }
  });
  const placed: Storage[] = [];
  for (const [storage, life] of lives) {
    const beside = placed.filter(other => other.kind === storage.kind && overlaps(lives.get(other), life));
    life.offset = firstGap(
      beside.map(other => ({ from: lives.get(other)?.offset ?? 0, size: other.size })),
      storage.size,
    );
    placed.push(storage);
  }
  const lengthOf = (kind: Storage['kind']): number =>
    Math.max(1, ...placed.filter(one => one.kind === kind).map(one => (lives.get(one)?.offset ?? 0) + one.size));
  const text = (one: Argument): string => {
    if (one === null) return '0';
    if (typeof one === 'number') return String(one);
    if (typeof one === 'string') return one;
    return isStorage(one) ? `${one.kind} + ${lives.get(one)?.offset ?? 0}` : floatText(one.float);
  };
  return {
    calls: calls.map(call => ({ name: call.name, arguments: call.arguments.map(text) })),
    steps: lengthOf('steps'),
    values: lengthOf('values'),
  };
}

function isStorage(one: Argument): one is Storage {
  return typeof one === 'object' && one !== null && 'kind' in one;
}

interface Life {
  readonly first: number;
  readonly last: number;
}

function overlaps(a: Life | undefined, b: Life): boolean {
  return a !== undefined && a.first <= b.last && b.first <= a.last;
}

function firstGap(taken: readonly { readonly from: number; readonly size: number }[], size: number): number {
  const order = [...taken].sort((a, b) => a.from - b.from);
  return order.reduce((at, one) => (at + size <= one.from ? at : Math.max(at, one.from + one.size)), 0);
}

/** All digits a float32 has. */
export function floatText(value: number): string {
  return `${Math.fround(value).toExponential(8)}f`;
}
