import { isSigmoid } from '../../src-shared/domain/graph/task.ts';
import type { PredictionPart, StoredPredictions } from '../../src-main/engine/fusion/held-out.ts';
import type { Task } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';

export interface MadeUp {
  readonly task: Task;
  readonly width: number;
  readonly items: number;
  readonly members: number;
  readonly folds: number;
}

/** Members that know the answer the less the higher their number, on folds of equal size. */
export function madeUpPredictions({ task, width, items, members, folds }: MadeUp): StoredPredictions {
  const random = createRandom(11);
  const targets = task === 'classes' ? new Int32Array(items) : new Float32Array(items * width);
  for (let k = 0; k < targets.length; k++) {
    targets[k] = task === 'values' ? random.nextNormal() * 3 : Math.floor(random.next() * (task === 'classes' ? width : 2));
  }
  const outputs = Array.from({ length: members }, (_, m) =>
    Float32Array.from({ length: items * width }, (_, k) => {
      const noise = random.nextNormal() * (1 + m);
      if (task === 'values') return targets[k]! + noise;
      const right = task === 'classes' ? targets[Math.floor(k / width)] === k % width : targets[k] === 1;
      return (right ? 2.5 : 0) - (isSigmoid(task) ? 1.25 : 0) + noise;
    }),
  );
  const each = items / folds;
  const part = (own: Float32Array, fold: number): PredictionPart => ({
    source: 'array',
    items: Uint32Array.from({ length: each }, (_, i) => fold * each + i),
    trainedOn: Uint32Array.from({ length: items - each }, (_, i) => (i < fold * each ? i : i + each)),
    outputs: own.slice(fold * each * width, (fold + 1) * each * width),
  });
  const named = outputs.map((own, m) => ({ name: `m${m}`, parts: Array.from({ length: folds }, (_, fold) => part(own, fold)) }));
  return { task, width, members: named, targets };
}
