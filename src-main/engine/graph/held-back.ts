import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { layers } from './layers/index.ts';

/** What no gradient reaches. */
export interface HeldBack {
  /** Layers that give no gradient. */
  readonly opaque: readonly string[];
  /** Those, and all that lead into one: none of them can be trained, even where another way leads past it. */
  readonly nodes: ReadonlySet<string>;
}

/** A layer that both leads into an opaque one and past it has a part of its gradient only: it stays as it is, too. */
export function heldBack({ nodes }: ModelGraph): HeldBack {
  const opaque = nodes.filter(({ layer }) => layers.require(layer).opaque === true).map(({ name }) => name);
  const held = new Set(opaque);
  // Topological order: whoever reads a node stands behind it.
  for (const { name, inputs } of [...nodes].reverse()) if (held.has(name)) inputs.forEach(input => held.add(input));
  return { opaque, nodes: held };
}
