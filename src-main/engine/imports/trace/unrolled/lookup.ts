import type { ForeignGraph, ForeignNode, ForeignTensor } from '../../foreign-graph.ts';

/** A value by its name, or a constant that is this one number everywhere; null for one that was not found. */
export type Sought = string | number | null;

/** Finds values of a graph by how they are computed. What is asked of a value that was not found is not found. */
export interface Lookup {
  /** What this operator gives of these; of a sum or a product in either order. */
  of(op: string, ...inputs: readonly Sought[]): string | null;
  /** The node that makes a value, if it is of this operator. */
  made(value: string | null | undefined, op: string): ForeignNode | null;
  readers(value: string | null): readonly ForeignNode[];
  constant(value: string | undefined): ForeignTensor | null;
  isNumber(value: string | undefined, wanted: number): boolean;
}

const EITHER_ORDER: ReadonlySet<string> = new Set(['Add', 'Mul']);

export function createLookup({ nodes, constants }: ForeignGraph): Lookup {
  const producers = new Map(nodes.flatMap(node => node.outputs.map(output => [output, node] as const)));
  const readers = new Map<string, ForeignNode[]>();
  for (const node of nodes)
    for (const input of new Set(node.inputs)) {
      const known = readers.get(input);
      if (known === undefined) readers.set(input, [node]);
      else known.push(node);
    }
  const constant = (value = ''): ForeignTensor | null => constants.get(value) ?? null;
  const isNumber = (value: string | undefined, wanted: number): boolean =>
    constant(value)?.values.every(one => Math.abs(one - wanted) <= 1e-6 * Math.abs(wanted)) ?? false;
  const fits = (inputs: readonly string[], sought: readonly Sought[]): boolean =>
    inputs.length >= sought.length && sought.every((one, i) => (typeof one === 'number' ? isNumber(inputs[i], one) : inputs[i] === one));
  const of = (op: string, ...sought: readonly Sought[]): string | null => {
    if (sought.includes(null)) return null;
    const known = sought.find(one => typeof one === 'string') as string | undefined;
    const found = readers
      .get(known ?? '')
      ?.find(node => node.op === op && (fits(node.inputs, sought) || (EITHER_ORDER.has(op) && fits(node.inputs.toReversed(), sought))));
    return found?.outputs[0] ?? null;
  };
  return {
    of,
    constant,
    isNumber,
    made(value, op) {
      const node = producers.get(value ?? '');
      return node?.op === op ? node : null;
    },
    readers: value => readers.get(value ?? '') ?? [],
  };
}

/** Of a value [N, size] that is cut into equal parts, those; as many as were not found where it is not cut so. */
export function equalParts(look: Lookup, value: string | null, count: number): readonly (string | null)[] {
  const isCut = ({ op, outputs, attributes, inputs }: ForeignNode): boolean =>
    op === 'Split' && outputs.length === count && isLast(attributes['axis'], 2) && inputs.length === 1;
  const found = look.readers(value).find(isCut);
  return found?.outputs ?? Array.from({ length: count }, () => null);
}

/** From a place on so many numbers of a value [N, size]. */
export function partOf(
  look: Lookup,
  value: string | null,
  { start, size }: { readonly start: number; readonly size: number },
): string | null {
  const numbers = (node: ForeignNode, place: number): readonly number[] => [...(look.constant(node.inputs[place])?.values ?? [])];
  const found = look.readers(value).find(node => {
    if (node.op !== 'Slice' || node.inputs[0] !== value) return false;
    const [starts, ends, axes, steps] = [numbers(node, 1), numbers(node, 2), numbers(node, 3), numbers(node, 4)];
    const isWhole = starts[0] === 0 && (ends[0] ?? 0) >= FAR && axes.join() === '0,1' && steps.every(step => step === 1);
    return isWhole && starts[1] === start && ends[1] === start + size;
  });
  return found?.outputs[0] ?? null;
}

/** From here on a place is behind the end of everything. */
const FAR = 2 ** 31 - 1;

/** The steps of a series [N, T, …]; none where it is not read step by step. */
export function stepsOf(look: Lookup, series: string | null): readonly string[] {
  return look.readers(series).find(({ op, attributes }) => op === 'Unstack' && attributes['axis'] === 1)?.outputs ?? [];
}

/** Steps [N, …] side by side as a series; null where they are not. */
export function stackOf(look: Lookup, steps: readonly string[]): string | null {
  const apart = steps.map(step => look.of('Unsqueeze', step));
  const hasAxis = (name: 'axis' | 'axes', value: string | null, op: string): boolean =>
    [look.made(value, op)?.attributes[name]].flat()[0] === 1;
  const whole = look.of('Concat', ...apart);
  const isWhole = hasAxis('axis', whole, 'Concat') && look.made(whole, 'Concat')?.inputs.length === steps.length;
  return isWhole && apart.every(one => hasAxis('axes', one, 'Unsqueeze')) ? whole : null;
}

export function isLast(axis: unknown, rank: number): boolean {
  return axis === -1 || axis === rank - 1;
}
