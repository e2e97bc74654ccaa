import type { ImportItem } from '../../../src-shared/domain/import-report.ts';
import type { ForeignGraph } from './foreign-graph.ts';
import type { ReadModel, ReadWish } from './model-reader.ts';
import { importGraph, type ImportedGraph } from './trace/import-graph.ts';

/** A foreign graph as a model of this program; how it came over stays beside it, for what runs the file itself. */
export function readForeign(foreign: ForeignGraph, wish: ReadWish): Omit<ReadModel, 'reference'> & { readonly imported: ImportedGraph } {
  const imported = importGraph(foreign, wish);
  const { graph, parameters, masks, answer, mapped, notes } = imported;
  const items = mapped.map(({ name, op, layers }): ImportItem => ({
    name,
    op,
    outcome: layers.length > 0 ? 'mapped' : 'folded',
    as: layers,
  }));
  return { graph, parameters, masks, answer, items, notes, card: null, imported };
}
