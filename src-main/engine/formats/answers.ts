import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';

/**
 * What an exported model answers, from what the graph gives: logits [items, outputs] become probabilities, values of a
 * regression stay. Computed in double precision, so it can serve as the expected side of a comparison.
 */
export function answersFromOutputs(task: Task, outputs: Float32Array, items: number): Float32Array {
  if (task === 'values') return outputs.slice();
  if (task === 'binary') return outputs.map(logit => 1 / (1 + Math.exp(-logit)));
  const width = items === 0 ? 0 : outputs.length / items;
  const answers = new Float32Array(outputs.length);
  for (let item = 0; item < items; item++) {
    const row = outputs.subarray(item * width, (item + 1) * width);
    const highest = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const shares = Array.from(row, logit => Math.exp(logit - highest));
    const sum = shares.reduce((a, b) => a + b, 0);
    answers.set(
      shares.map(share => share / sum),
      item * width,
    );
  }
  return answers;
}
