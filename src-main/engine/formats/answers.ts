import { isSigmoid } from '../../../src-shared/domain/graph/task.ts';
import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';

/**
 * What an exported model answers, from what the graph gives: logits [items, outputs] become probabilities, values of a
 * regression stay. Computed in double precision, so it can serve as the expected side of a comparison.
 */
export function answersFromOutputs(task: Task, outputs: Float32Array, items: number): Float32Array {
  if (task === 'values') return outputs.slice();
  if (isSigmoid(task)) return outputs.map(logit => 1 / (1 + Math.exp(-logit)));
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

/** The least share a logarithm is taken of: float32 probabilities end at 0. */
const LEAST = 1e-38;

/**
 * Logits that give these answers of a file: the inverse of `answersFromOutputs`, up to a constant a row that changes nothing.
 * A probability of 0 counts as 1e-38, so that every logit is finite.
 */
export function outputsFromAnswers(task: Task, answers: Float32Array): Float32Array {
  if (task === 'values') return answers.slice();
  const logarithm = (share: number): number => Math.log(Math.max(share, LEAST));
  if (isSigmoid(task)) return answers.map(share => logarithm(share) - logarithm(1 - share));
  return answers.map(logarithm);
}
