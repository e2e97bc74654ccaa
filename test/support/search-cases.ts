import type { Trial } from '../../src-main/engine/search/trial.ts';
import { createCatalog } from '../../src-main/services/catalog.ts';
import { parseFields } from '../../src-shared/domain/params/parse-params.ts';
import type { ParamSpecs } from '../../src-shared/domain/params/param-spec.ts';
import { parseSpace } from '../../src-shared/domain/search/parse-space.ts';
import type { Assignment, Space } from '../../src-shared/domain/search/space.ts';
import { searchedFields } from '../../src-shared/domain/recipe/training-fields.ts';

const catalog = createCatalog();

/** A space over the fields of training. */
function spaceOf(raw: unknown, specs: ParamSpecs = searchedFields): Space {
  const space = parseSpace(raw, specs, { catalog, parseFields });
  if (!space.ok) throw new Error(JSON.stringify(space.error));
  return space.value;
}

/** Spaces of every kind of dimension, by what is special about them. */
export const SEARCH_SPACES: Readonly<Record<string, Space>> = {
  mixed: spaceOf({
    model: { preset: 'mlp', depth: { from: 1, to: 3 }, width: { from: 8, to: 128, scale: 'log' }, dropout: { from: 0, to: 0.5 } },
    optimizer: { kind: 'adam', learningRate: { from: 0.0001, to: 0.03 } },
    batchSize: { choose: [32, 64, 128] },
  }),
  conditional: spaceOf({
    model: { preset: 'mlp', hidden: { repeat: { from: 1, to: 3 }, of: { from: 8, to: 64 } } },
    optimizer: {
      choose: [
        { kind: 'adam', learningRate: { from: 0.0001, to: 0.01 } },
        { kind: 'sgd', learningRate: { from: 0.001, to: 1 }, momentum: { from: 0, to: 0.99 } },
      ],
    },
  }),
  finite: spaceOf({
    model: { preset: 'mlp', hidden: [8], activation: { choose: ['relu', 'tanh', 'sigmoid'] } },
    batchSize: { choose: [32, 64, 128] },
  }),
};

/** A trial that trained to the end, unless told otherwise. */
export function trialOf(number: number, assignment: Assignment, change: Partial<Trial> = {}): Trial {
  return { number, assignment, state: 'finished', curve: [], values: null, bracket: 0, target: 1, ...change };
}

/** Some cost that depends on every value, so that samplers have something to learn. */
export function costOfAssignment(assignment: Assignment): number {
  return Object.entries(assignment).reduce(
    (sum, [name, value], i) => sum + Math.abs(Math.log(1 + Math.abs(value)) - 1 - (name.length % 3) * 0.2) / (i + 1),
    0,
  );
}
