import { sharesOf } from '../parallel/shares.ts';
import type { LearnerLayers, LevelOneInput } from './learner.ts';

/** Row-major `[items, width]`. */
export interface Features {
  readonly values: Float32Array;
  readonly width: number;
}

/** The members' probabilities (of a regression, their values) side by side, then the items' own inputs where they are seen. */
export function featuresOf({ task, width, items, outputs, original, originalWidth }: LevelOneInput): Features {
  const own = original === null ? 0 : originalWidth;
  const total = outputs.length * width + own;
  const values = new Float32Array(items * total);
  outputs.forEach((answers, member) => {
    const shares = sharesOf(task, answers, width);
    for (let i = 0; i < items; i++) values.set(shares.subarray(i * width, (i + 1) * width), i * total + member * width);
  });
  if (original !== null)
    for (let i = 0; i < items; i++) values.set(original.subarray(i * own, (i + 1) * own), i * total + outputs.length * width);
  return { values, width: total };
}

/** The same as one node. */
export function featureNode({ tail, ends, input }: LearnerLayers): string {
  const parts = [...ends.map(end => tail.shares(end)), ...(input === null ? [] : [input])];
  const [first = '', ...others] = parts;
  return others.length === 0 ? first : tail.add('features', 'concatenate', {}, parts);
}
