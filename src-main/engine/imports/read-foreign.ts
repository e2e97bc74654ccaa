import type { ImportItem } from '../../../src-shared/domain/import-report.ts';
import type { ForeignGraph } from './foreign-graph.ts';
import type { ReadModel, ReadWish } from './model-reader.ts';
import { importGraph, type ImportedGraph, type Keep, type MappedNode } from './trace/import-graph.ts';

/**
 * A foreign graph as a model of this program; how it came over stays beside it, for what runs the file itself. `keep`: for operators that
 * have no counterpart, where something here runs them.
 */
export function readForeign(
  foreign: ForeignGraph,
  wish: ReadWish,
  keep?: Keep,
): Omit<ReadModel, 'reference'> & { readonly imported: ImportedGraph } {
  const imported = importGraph(foreign, { ...wish, keep });
  const { graph, parameters, masks, answer, mapped, notes } = imported;
  const items = mapped.map((node): ImportItem => ({ name: node.name, op: node.op, outcome: outcomeOf(node), as: node.layers }));
  return { graph, parameters, masks, answer, items, notes, card: null, imported };
}

function outcomeOf({ layers, isKept }: MappedNode): ImportItem['outcome'] {
  if (isKept) return 'opaque';
  return layers.length > 0 ? 'mapped' : 'folded';
}
