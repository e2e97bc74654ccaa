/** A layer and those it reads, by name. */
export interface LinkedLayer {
  readonly name: string;
  readonly inputs: readonly string[];
}

/**
 * The layers in the order in which Keras counts them (`model.layers`), by which its files number weights: those furthest
 * from the output first (longest path), and at equal distance as a walk back from the output, inputs left to right,
 * meets them. Expects topological order; layers the output doesn't depend on are left out.
 * Source: Keras 3, what `Function` documents of its `operations`; Keras 2 and TensorFlow.js order alike.
 */
export function kerasOrder<L extends LinkedLayer>(layers: readonly L[], output: string): readonly L[] {
  const byName = new Map(layers.map(layer => [layer.name, layer]));
  const met = walkBack(byName, output);
  const depth = new Map<string, number>();
  for (const { name, inputs } of layers.toReversed()) {
    if (!met.has(name)) continue;
    const own = depth.get(name) ?? 0;
    depth.set(name, own);
    inputs.forEach(input => depth.set(input, Math.max(depth.get(input) ?? 0, own + 1)));
  }
  const rank = (map: ReadonlyMap<string, number>, layer: L): number => map.get(layer.name) ?? 0;
  return layers.filter(layer => met.has(layer.name)).sort((a, b) => rank(depth, b) - rank(depth, a) || rank(met, a) - rank(met, b));
}

/** Place of each layer in a depth-first walk from the output; without recursion, for nets of many layers. */
function walkBack(byName: ReadonlyMap<string, LinkedLayer>, output: string): ReadonlyMap<string, number> {
  const met = new Map<string, number>();
  const ahead = [output];
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (met.has(name)) continue;
    met.set(name, met.size);
    ahead.push(...(byName.get(name)?.inputs ?? []).toReversed());
  }
  return met;
}

/** Classes whose weights Keras keeps in a cell of their own. */
const WITH_CELL: ReadonlySet<string> = new Set(['LSTM', 'GRU']);
/** Of attention, the layers within it in the order of their weights. */
export const HEADS_PARTS = ['query_dense', 'key_dense', 'value_dense', 'output_dense'] as const;

/** Where a weight lies within its layer's group of a `.keras` file, by its number among the layer's `count`. */
export function weightPath(className: string, index: number, count: number): readonly string[] {
  if (WITH_CELL.has(className)) return ['cell', 'vars', String(index)];
  if (className === 'MultiHeadAttention') return [HEADS_PARTS[Math.floor((4 * index) / count)]!, 'vars', String(index % (count / 4))];
  if (className !== 'Bidirectional') return ['vars', String(index)];
  const each = count / 2;
  return [index < each ? 'forward_layer' : 'backward_layer', 'cell', 'vars', String(index % each)];
}

/** Keras's names of weight groups: the class in snake case, counted from the second on: `conv2d`, `conv2d_1`. */
export function weightGroups(layers: readonly { readonly name: string; readonly className: string }[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  return new Map(
    layers.map(({ name, className }) => {
      const group = snakeCase(className);
      const count = counts.get(group) ?? 0;
      counts.set(group, count + 1);
      return [name, count === 0 ? group : `${group}_${count}`];
    }),
  );
}

/** A class as Keras names its groups. */
export function snakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
