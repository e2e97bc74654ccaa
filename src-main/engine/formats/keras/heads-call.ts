import { isObject, shown } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

/** Of Keras's attention, in the order in which it takes them. */
const ARGUMENTS = ['query', 'value', 'key', 'query_mask', 'value_mask', 'key_mask', 'attention_mask'] as const;
const READ: ReadonlySet<string> = new Set(['query', 'value', 'key', 'attention_mask']);

/**
 * What a call of Keras's attention reads, as the file has it: queries, keys (the values where it says none), values and, where it has
 * one, the mask. Throws `invalid-input` for calls that have more to them, naming the layer.
 */
export function headsArguments(call: unknown, layer: string): readonly unknown[] {
  const given = isObject(call) && Array.isArray(call['args']) ? byName(call['args'], call['kwargs']) : legacyByName(call);
  const odd = Object.entries(given).find(([name, value]) => !READ.has(name) && value !== null && value !== false);
  if (odd !== undefined)
    throw invalidInput(`an attention of queries, values, keys and a mask of the keys is read, this one is called with '${odd[0]}'`, {
      path: layer,
    });
  const { query, value, key, attention_mask: mask } = given;
  if (query === undefined || value === undefined)
    throw invalidInput(`an attention of queries and values is read, got ${shown(call)}`, { path: layer });
  return [query, key ?? value, value, ...(mask === undefined || mask === null ? [] : [mask])];
}

type Arguments = Readonly<Record<string, unknown>>;

function byName(args: readonly unknown[], kwargs: unknown): Arguments {
  const inPlace = args.map((value, i) => [ARGUMENTS[i] ?? `argument ${i + 1}`, value] as const);
  return { ...Object.fromEntries(inPlace), ...(isObject(kwargs) ? kwargs : {}) };
}

/** Keras 2: the first argument's layer with the others' by their names behind it. */
function legacyByName(call: unknown): Arguments {
  const first: unknown = Array.isArray(call) ? call[0] : undefined;
  if (!Array.isArray(first)) return {};
  const others: unknown = first[3];
  return { query: first.slice(0, 3), ...(isObject(others) ? others : {}) };
}
