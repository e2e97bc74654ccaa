import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Catalog, ParamSpecs } from '../../../src-shared/domain/params/param-spec.ts';
import { parseFields } from '../../../src-shared/domain/params/parse-params.ts';
import { assign } from '../../../src-shared/domain/search/assignments.ts';
import { valueAt } from '../../../src-shared/domain/search/domains.ts';
import { parseSpace } from '../../../src-shared/domain/search/parse-space.ts';
import { resolveSpace } from '../../../src-shared/domain/search/resolve-space.ts';
import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { costsOf } from '../../engine/graph/costs.ts';
import { newGraph, type NewNetwork } from '../../jobs/new-network.ts';
import { wordsOf } from '../studies/problem-words.ts';
import type { DataOutlook } from './outlook.ts';

/** A network of a search's space, and the settings it would be trained with. */
export interface DrawnTraining {
  readonly graph: ModelGraph;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What of a search says which trainings there may be. */
export interface TrainingSpace {
  /** As in a recipe. */
  readonly raw: unknown;
  readonly fields: ParamSpecs;
}

/** Of so many the one in the middle stands for all. */
const TYPICAL_OF = 15;

/**
 * Draws from a space by lot, the same for the same number; a reason where what was drawn can't be built. Throws `invalid-input` for
 * what is no space.
 */
export function drawingFrom(
  { raw, fields }: TrainingSpace,
  data: DataOutlook,
  catalog: Catalog,
): (number: number) => DrawnTraining | { readonly reason: string } {
  const parsed = parseSpace(raw, fields, { catalog, parseFields });
  if (!parsed.ok) throw invalidInput(wordsOf(parsed.error), { path: 'space' });
  const space = parsed.value;
  return number => {
    const random = createRandom(0).split('space').split(number);
    const drawn = assign(space, ({ domain }) => valueAt(domain, random.next()));
    const resolved = parseFields(fields, resolveSpace(space, drawn), catalog);
    if (!resolved.ok) return { reason: wordsOf(resolved.error) };
    const values = resolved.value as DrawnTraining['values'];
    try {
      return { graph: newGraph(values['model'] as NewNetwork, data), values };
    } catch (thrown) {
      if (thrown instanceof AppFailure && thrown.error.code === 'invalid-input') return { reason: thrown.error.message };
      throw thrown;
    }
  };
}

/** The one with the median multiply-adds of some drawn by lot; null where none can be built. */
export function typicalTraining(space: TrainingSpace, data: DataOutlook, catalog: Catalog): DrawnTraining | null {
  const draw = drawingFrom(space, data, catalog);
  const drawn = Array.from({ length: TYPICAL_OF }, (_, number) => draw(number)).filter(one => 'graph' in one);
  const multiplyAdds = (one: DrawnTraining): number => costsOf(one.graph).total.multiplyAdds;
  return drawn.toSorted((a, b) => multiplyAdds(a) - multiplyAdds(b))[Math.floor(drawn.length / 2)] ?? null;
}
