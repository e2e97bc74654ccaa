import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import type { LazyInputs } from '../graph/layer.ts';
import { layers } from '../graph/layers/index.ts';
import { sizeOf } from '../graph/shape-checks.ts';
import { partOf } from '../graph/subgraph.ts';
import type { Predictor, PredictorSource } from './predictor-source.ts';

/** A graph whose answer asks for its inputs one by one. */
export interface LazyGraph {
  readonly lazy: LazyInputs<ParamValues<ParamSpecs>>;
  readonly config: ParamValues<ParamSpecs>;
  /** Names of the nodes the answer is taken from. */
  readonly inputs: readonly string[];
}

/** Null for a graph that is computed whole. */
export function lazyGraphOf({ nodes, inputs, outputs }: ModelGraph): LazyGraph | null {
  const answer = nodes.find(node => node.name === outputs[0]);
  if (answer === undefined || inputs.length !== 1 || outputs.length !== 1) return null;
  const { lazy } = layers.require(answer.layer);
  return lazy === undefined ? null : { lazy, config: answer.config, inputs: answer.inputs };
}

/** A function is compiled for every number of items: few numbers, at most a third more than asked for. */
const BATCH_SIZES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256];

/**
 * Computes what each item needs and no more: its answer's inputs in their order, each for the items that ask for it, as one
 * batch. What two inputs share below is computed for both.
 */
export function createLazyPredictor(
  source: PredictorSource,
  { lazy, config, inputs: names }: LazyGraph,
  create: (source: PredictorSource) => Predictor,
): Predictor {
  const width = sizeOf(source.inputShape);
  const parts = names.map(name => create({ ...source, ...partOf(source, name) }));
  const paddedTo = (items: number): number => (source.engine.compiler === null ? items : (BATCH_SIZES.find(n => n >= items) ?? items));

  /** One row of values for each of the items that ask. */
  async function rowsOf(part: Predictor, inputs: Float32Array, asking: readonly number[]): Promise<readonly Float32Array[]> {
    const everyone = asking.length * width === inputs.length;
    const given = everyone ? inputs : new Float32Array(paddedTo(asking.length) * width);
    if (!everyone) asking.forEach((item, i) => given.set(inputs.subarray(item * width, (item + 1) * width), i * width));
    const items = given.length / width;
    const values = await part.answer(given, items);
    const size = values.length / items;
    return asking.map((_, i) => values.subarray(i * size, (i + 1) * size));
  }

  return {
    async answer(inputs, items) {
      const rows = Array.from({ length: items }, () => names.map((): Float32Array | undefined => undefined));
      for (;;) {
        const askers = groupedBy(rows, row => lazy.next(config, row));
        if (askers.size === 0) return joined(rows.map(row => lazy.result(config, row)));
        for (const [input, asking] of askers) {
          const values = await rowsOf(parts[input]!, inputs, asking);
          asking.forEach((item, i) => (rows[item]![input] = values[i]!));
        }
      }
    },
    dispose() {
      for (const part of parts) part.dispose();
    },
  };
}

/** Item numbers by the input they ask for; those that ask for none are left out. */
function groupedBy<Row>(rows: readonly Row[], next: (row: Row) => number | null): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  rows.forEach((row, item) => {
    const input = next(row);
    if (input === null) return;
    const group = groups.get(input);
    if (group === undefined) groups.set(input, [item]);
    else group.push(item);
  });
  return groups;
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const width = rows[0]?.length ?? 0;
  const all = new Float32Array(rows.length * width);
  rows.forEach((row, i) => all.set(row, i * width));
  return all;
}
