/**
 * Text form of values between the browser and main: JSON, with the numbers JSON lacks as `{"$number":"NaN"}`,
 * `"Infinity"` or `"-Infinity"`. An object that itself has a member `$number` (or `$$number`, …) gets one `$` more on
 * that member, so every JSON-like value comes back as it was. `undefined` members are left out, as in JSON.
 */
export function encodeWire(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member === 'number' && !Number.isFinite(member)) return { [MARK]: String(member) };
    return isPlain(member) && Object.keys(member).some(isEscaped) ? renameKeys(member, key => `$${key}`) : member;
  });
}

/** The inverse. Throws a SyntaxError for what is not JSON, and an Error for an unknown number. */
export function decodeWire(text: string): unknown {
  if (!text.includes('number"')) return JSON.parse(text);
  return JSON.parse(text, (_, member: unknown) => {
    if (!isPlain(member) || !Object.keys(member).some(isEscaped)) return member;
    return MARK in member ? toNumber(member[MARK]) : renameKeys(member, key => key.slice(1));
  });
}

/** One call, one answer, one event. Frames are whole messages of a WebSocket at `/ipc`. */
export interface WireCall {
  /** Counts up per connection; the answer carries it. */
  readonly id: number;
  readonly channel: string;
  readonly payload: unknown;
}
export interface WireAnswer {
  readonly id: number;
  /** `Result<value, AppError>`. */
  readonly result: unknown;
}
export interface WireEvent {
  readonly event: string;
  readonly payload: unknown;
}

/** The server closes with this when the cookie is missing or stale; trying again is pointless. */
export const WIRE_CLOSE_UNAUTHORISED = 4401;

const MARK = '$number';
const NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

type Plain = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is Plain {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isEscaped(key: string): boolean {
  return /^\$+number$/.test(key);
}

function renameKeys(value: Plain, rename: (key: string) => string): Plain {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [isEscaped(key) ? rename(key) : key, member]));
}

function toNumber(name: unknown): number {
  const found = typeof name === 'string' && Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined;
  if (found === undefined) throw new Error(`'${String(name)}' is not a number on the wire: NaN, Infinity or -Infinity is required`);
  return found;
}
