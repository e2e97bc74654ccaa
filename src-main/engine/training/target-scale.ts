import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import type { TrainingData } from './training-data.ts';

/** How the amounts of a training part spread, by output; six digits of each. */
export interface TargetScale {
  readonly means: readonly number[];
  /** Standard deviations of the population; 1 where all are alike. */
  readonly deviations: readonly number[];
}

const DIGITS = 6;
const CHUNK = 4096;

/** Null where answers are no amounts, and for none of them. One pass over the targets for each of the two. */
export function targetScale(data: TrainingData): TargetScale | null {
  const count = data.count('train');
  if (data.task !== 'values' || count === 0) return null;
  const sums = (of: (value: number, output: number) => number): number[] => {
    const total = new Array<number>(data.outputs).fill(0);
    for (const targets of targetsOf(data)) targets.forEach((value, i) => (total[i % data.outputs]! += of(value, i % data.outputs)));
    return total.map(sum => sum / count);
  };
  const means = sums(value => value);
  const variances = sums((value, output) => (value - means[output]!) ** 2);
  return { means: means.map(rounded), deviations: variances.map(variance => rounded(Math.sqrt(variance)) || 1) };
}

/** What a scale says is a fact, not a measurement: more digits would only be read. */
function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

function* targetsOf(data: TrainingData): Generator<ArrayLike<number> & { forEach(take: (value: number, i: number) => void): void }> {
  const { stored, outputs } = data;
  const items = stored?.itemsOf('train');
  const count = data.count('train');
  for (let start = 0; start < count; start += CHUNK) {
    const positions = Uint32Array.from({ length: Math.min(CHUNK, count - start) }, (_, i) => start + i);
    if (stored === undefined || items === undefined) {
      yield data.gather('train', positions).targets;
      continue;
    }
    const targets = new Float64Array(positions.length * outputs);
    positions.forEach((position, i) => {
      for (let j = 0; j < outputs; j++) targets[i * outputs + j] = stored.targets[items[position]! * outputs + j]!;
    });
    yield targets;
  }
}

/** Mean of ((o − t)/deviation)² over items and outputs: 1 for the mean as the only answer. As the loss of a training says it. */
export function squaredError(outputs: ArrayLike<number>, targets: ArrayLike<number>, scale: TargetScale | null): number {
  const deviations = scale?.deviations ?? [1];
  let sum = 0;
  for (let i = 0; i < outputs.length; i++) sum += ((outputs[i]! - targets[i]!) / deviations[i % deviations.length]!) ** 2;
  return sum / Math.max(1, outputs.length);
}

const NAME = 'scale';

/** The network with answers of mean 0 and deviation 1 brought to where the targets lie: what it has to learn is of its own size then. */
export function withTargetScale(graph: ModelGraph, scale: TargetScale | null): ModelGraph {
  const [output, ...others] = graph.outputs;
  if (scale === null || output === undefined || others.length > 0) return graph;
  const taken = new Set(graph.nodes.map(({ name }) => name));
  let name = NAME;
  for (let i = 2; taken.has(name); i++) name = `${NAME}${i}`;
  const config = { factor: [...scale.deviations], offset: [...scale.means] };
  return { ...graph, nodes: [...graph.nodes, { name, layer: 'rescale', config, inputs: [output] }], outputs: [name] };
}
