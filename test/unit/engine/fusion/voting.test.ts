import { describe, expect, it } from 'vitest';
import { combiners } from '../../../../src-main/engine/fusion/parallel/index.ts';
import { sharesOf } from '../../../../src-main/engine/fusion/parallel/shares.ts';
import { GOLDEN } from '../../../golden/voting/golden.ts';

const { weights } = GOLDEN;
const equal = weights.map(() => 1 / weights.length);

function floatsOf(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

const answersOf = (values: Float32Array, width: number): number[] =>
  Array.from({ length: values.length / width }, (_, i) => {
    const row = values.subarray(i * width, (i + 1) * width);
    return row.indexOf(row.reduce((a, b) => Math.max(a, b)));
  });

describe.each(['digits', 'cancer'] as const)("scikit-learn's VotingClassifier on %s", name => {
  const { classes: width, members, soft, weighted, hard, weightedHard, targets } = GOLDEN[name];
  // Logits whose softmax is the member's probabilities again, zeros but for what float32 holds.
  const outputs = members.map(member => floatsOf(member).map(share => Math.log(Math.max(share, 1e-30))));
  const combined = (id: string, by: readonly number[]): Float32Array =>
    combiners.require(id).combine({ task: 'classes', width, outputs, weights: by });

  it.each([
    ['average', equal, soft],
    ['weighted-average', weights, weighted],
  ])('gives the probabilities of %s', (id, by, expected) => {
    const shares = sharesOf('classes', combined(id, by), width);
    floatsOf(expected).forEach((share, k) => expect(shares[k]).toBeCloseTo(share, 5));
  });

  it.each([
    ['vote', equal, hard],
    ['weighted-vote', weights, weightedHard],
  ])(
    'gives the answers of %s, but where votes are even: there the mean probability decides, not the number of the class',
    (id, by, expected) => {
      const votes = outputs.map(own => answersOf(own, width));
      const came = answersOf(combined(id, by), width);
      let even = 0;
      expected.forEach((answer, i) => {
        const counts = new Array<number>(width).fill(0);
        votes.forEach((own, m) => (counts[own[i]!]! += by[m]!));
        const most = Math.max(...counts);
        const winners = counts.flatMap((count, c) => (count > most - 1e-9 ? [c] : []));
        if (winners.length === 1) expect(came[i]).toBe(answer);
        else {
          even += 1;
          expect(winners).toContain(came[i]);
        }
      });
      expect(even).toBeLessThan(0.1 * targets.length);
    },
  );
});
