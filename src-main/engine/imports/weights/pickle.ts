import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

/**
 * Reads a pickle and runs nothing of it: a global is a name, calling one makes a record of the call, and any name that is not
 * allowed is refused. Source: the opcodes of Python's `pickletools`, protocols 0 to 5.
 */
export interface PickleRules {
  /** `module.name` of the globals that may occur. */
  readonly globals: ReadonlySet<string>;
}

export type Pickled =
  null | boolean | number | string | Uint8Array | readonly Pickled[] | Map<Pickled, Pickled> | Called | GlobalName | Persistent;

export interface GlobalName {
  readonly kind: 'global';
  readonly name: string;
}

/** What a global would have been called with. */
export interface Called {
  readonly kind: 'called';
  readonly name: string;
  readonly args: readonly Pickled[];
  /** Items that were added to it: an OrderedDict is called, then filled. */
  readonly items: Map<Pickled, Pickled>;
}

/** A thing outside the pickle, by what names it. */
export interface Persistent {
  readonly kind: 'persistent';
  readonly id: Pickled;
}

type Tagged = GlobalName | Called | Persistent;

/** A value of one of the kinds that stand for something outside. */
export function isTagged<K extends Tagged['kind']>(value: Pickled | undefined, kind: K): value is Extract<Tagged, { kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

const MARK = Symbol('mark');
type Slot = Pickled | typeof MARK;

/** Of the stack, and of the memo. */
const MOST_ITEMS = 2_000_000;
const LONGEST_TEXT = 1_000_000;

interface Machine {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
  readonly stack: Slot[];
  readonly memo: Map<number, Slot>;
  readonly rules: PickleRules;
}

/** The value that starts at `from`, and where it ends. Throws `invalid-input` for anything else, naming what was refused. */
export function readPickle(bytes: Uint8Array, rules: PickleRules, from = 0): { readonly value: Pickled; readonly end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const machine: Machine = { bytes, view, at: from, stack: [], memo: new Map(), rules };
  for (;;) {
    const code = take(machine, 1)[0]!;
    if (code === STOP) return { value: popped(machine), end: machine.at };
    const act = OPCODES[code];
    if (act === undefined) throw damaged(`the code ${code} at ${machine.at - 1} is not one of them`);
    act(machine);
    if (machine.stack.length > MOST_ITEMS || machine.memo.size > MOST_ITEMS)
      throw damaged(`at most ${MOST_ITEMS} things may be on its stack`);
  }
}

function damaged(why: string): Error {
  return invalidInput(`A whole pickle of tensors is required: ${why}`);
}

function take(machine: Machine, count: number): Uint8Array {
  const { bytes, at } = machine;
  if (!(count >= 0 && at + count <= bytes.length)) throw damaged(`${count} bytes at ${at} are needed, the file has ${bytes.length}`);
  machine.at = at + count;
  return bytes.subarray(at, at + count);
}

function line(machine: Machine): string {
  const end = machine.bytes.indexOf(0x0a, machine.at);
  if (end === -1 || end - machine.at > LONGEST_TEXT) throw damaged('a line has no end');
  const found = textOf(take(machine, end - machine.at));
  machine.at++;
  return found;
}

const decoder = new TextDecoder();
const textOf = (bytes: Uint8Array): string => decoder.decode(bytes);

function popped({ stack }: Machine): Pickled {
  const value = stack.pop();
  if (value === undefined || value === MARK) throw damaged('its stack is empty');
  return value;
}

function untilMark({ stack }: Machine): Pickled[] {
  const mark = stack.lastIndexOf(MARK);
  if (mark === -1) throw damaged('a mark is missing');
  const items = stack.splice(mark + 1) as Pickled[];
  stack.pop();
  return items;
}

function top({ stack }: Machine): Pickled {
  const value = stack.at(-1);
  if (value === undefined || value === MARK) throw damaged('its stack is empty');
  return value;
}

const STOP = 0x2e;
type Act = (machine: Machine) => void;

const push =
  (read: (machine: Machine) => Pickled): Act =>
  machine => {
    machine.stack.push(read(machine));
  };

function number(machine: Machine, bytes: number, signed = false): number {
  const at = machine.at;
  take(machine, bytes);
  if (bytes === 1) return machine.view.getUint8(at);
  if (bytes === 2) return machine.view.getUint16(at, true);
  if (bytes === 4) return signed ? machine.view.getInt32(at, true) : machine.view.getUint32(at, true);
  return Number(machine.view.getBigUint64(at, true));
}

/** Little-endian, two's complement; large ones lose digits, which no size has. */
function long(bytes: Uint8Array): number {
  if (bytes.length > 64) throw damaged(`a whole number of ${bytes.length} bytes is too long`);
  let value = 0n;
  bytes.forEach((byte, i) => (value |= BigInt(byte) << BigInt(8 * i)));
  return Number(bytes.length > 0 && (bytes.at(-1) ?? 0) >= 0x80 ? value - (1n << BigInt(8 * bytes.length)) : value);
}

function global(machine: Machine, name: string): GlobalName {
  if (machine.rules.globals.has(name)) return { kind: 'global', name };
  throw invalidInput(
    `A pickle with nothing but tensors is required; this one names '${name.slice(0, 200)}', which could be a program and was not run`,
    {
      path: name.slice(0, 200),
      hint: 'Save the weights alone: torch.save(model.state_dict(), path), or as safetensors.',
    },
  );
}

function called(machine: Machine): Pickled {
  const [args, callable] = [popped(machine), popped(machine)];
  if (!isTagged(callable, 'global') || !Array.isArray(args)) throw damaged('what is called must be a name, with a tuple');
  return { kind: 'called', name: callable.name, args: args as readonly Pickled[], items: new Map() };
}

function setItems(target: Pickled, items: readonly Pickled[]): void {
  const map = isTagged(target, 'called') ? target.items : target;
  if (!(map instanceof Map)) throw damaged('items are set in a dictionary');
  for (let i = 0; i + 1 < items.length; i += 2) map.set(items[i]!, items[i + 1]!);
}

function appendTo(target: Pickled, items: readonly Pickled[]): void {
  if (!Array.isArray(target)) throw damaged('items are appended to a list');
  for (const item of items) target.push(item);
}

function recalled({ memo }: Machine, place: number): Pickled {
  const value = memo.get(place);
  if (value === undefined || value === MARK) throw damaged(`nothing is kept at ${place}`);
  return value;
}

function pairs(items: readonly Pickled[]): Map<Pickled, Pickled> {
  const map = new Map<Pickled, Pickled>();
  setItems(map, items);
  return map;
}

const tuple =
  (count: number): Act =>
  machine => {
    const items = Array.from({ length: count }, () => popped(machine)).reverse();
    machine.stack.push(items);
  };

const code = (letter: string): number => letter.charCodeAt(0);

const OPCODES: Readonly<Record<number, Act>> = {
  0x80: machine => void take(machine, 1),
  0x95: machine => void take(machine, 8),
  [code('(')]: ({ stack }) => void stack.push(MARK),
  [code('0')]: machine => void popped(machine),
  [code('1')]: machine => void untilMark(machine),
  [code('2')]: push(top),
  [code('N')]: push(() => null),
  0x88: push(() => true),
  0x89: push(() => false),
  [code('I')]: push(machine => wordOf(line(machine))),
  [code('J')]: push(machine => number(machine, 4, true)),
  [code('K')]: push(machine => number(machine, 1)),
  [code('M')]: push(machine => number(machine, 2)),
  [code('L')]: push(machine => Number(line(machine).replace(/L$/, ''))),
  0x8a: push(machine => long(take(machine, number(machine, 1)))),
  0x8b: push(machine => long(take(machine, number(machine, 4)))),
  [code('F')]: push(machine => Number(line(machine))),
  [code('G')]: push(machine => {
    const at = machine.at;
    take(machine, 8);
    return machine.view.getFloat64(at, false);
  }),
  [code('X')]: push(machine => textOf(take(machine, number(machine, 4)))),
  0x8c: push(machine => textOf(take(machine, number(machine, 1)))),
  0x8d: push(machine => textOf(take(machine, number(machine, 8)))),
  [code('V')]: push(line),
  [code('S')]: push(machine => line(machine).replace(/^(['"])(.*)\1$/, '$2')),
  [code('T')]: push(machine => textOf(take(machine, number(machine, 4)))),
  [code('U')]: push(machine => textOf(take(machine, number(machine, 1)))),
  [code('B')]: push(machine => take(machine, number(machine, 4))),
  [code('C')]: push(machine => take(machine, number(machine, 1))),
  0x8e: push(machine => take(machine, number(machine, 8))),
  [code(']')]: push(() => []),
  [code('l')]: push(untilMark),
  [code(')')]: push(() => []),
  [code('t')]: push(untilMark),
  0x85: tuple(1),
  0x86: tuple(2),
  0x87: tuple(3),
  [code('}')]: push(() => new Map<Pickled, Pickled>()),
  [code('d')]: push(machine => pairs(untilMark(machine))),
  [code('a')]: machine => {
    const item = popped(machine);
    appendTo(top(machine), [item]);
  },
  [code('e')]: machine => {
    const items = untilMark(machine);
    appendTo(top(machine), items);
  },
  [code('s')]: machine => {
    const [value, key] = [popped(machine), popped(machine)];
    setItems(top(machine), [key, value]);
  },
  [code('u')]: machine => {
    const items = untilMark(machine);
    setItems(top(machine), items);
  },
  [code('p')]: machine => void machine.memo.set(Number(line(machine)), top(machine)),
  [code('q')]: machine => void machine.memo.set(number(machine, 1), top(machine)),
  [code('r')]: machine => void machine.memo.set(number(machine, 4), top(machine)),
  0x94: machine => void machine.memo.set(machine.memo.size, top(machine)),
  [code('g')]: push(machine => recalled(machine, Number(line(machine)))),
  [code('h')]: push(machine => recalled(machine, number(machine, 1))),
  [code('j')]: push(machine => recalled(machine, number(machine, 4))),
  [code('c')]: push(machine => global(machine, `${line(machine)}.${line(machine)}`)),
  0x93: push(machine => {
    const [name, module] = [popped(machine), popped(machine)];
    return global(machine, `${String(module)}.${String(name)}`);
  }),
  [code('R')]: push(called),
  0x81: push(called),
  // The state of an object: of an OrderedDict its version notes, of no use here.
  [code('b')]: machine => void popped(machine),
  [code('Q')]: push(machine => ({ kind: 'persistent', id: popped(machine) })),
  [code('P')]: push(machine => ({ kind: 'persistent', id: line(machine) })),
};

/** `I01` and `I00` are truth values. */
function wordOf(text: string): Pickled {
  return text === '01' ? true : text === '00' ? false : Number(text);
}
