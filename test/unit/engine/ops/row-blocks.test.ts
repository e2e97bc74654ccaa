import { afterEach, beforeAll, expect, it } from 'vitest';
import { createEngine } from '../../../../src-main/engine/backends/ladder.ts';
import { gruSequence } from '../../../../src-main/engine/ops/gru-sequence.ts';
import { lstmSequence } from '../../../../src-main/engine/ops/lstm-sequence.ts';
import { allowRowBlocks, inRowBlocks } from '../../../../src-main/engine/ops/row-blocks.ts';
import type { Tensor, TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  ({ tf } = await createEngine('wasm'));
});
afterEach(() => allowRowBlocks(tf, 1));

function sizesOf(rows: number): readonly number[] {
  const sizes: number[] = [];
  tf.tidy(() => {
    inRowBlocks(tf, [tf.zeros([rows, 2])], block => {
      sizes.push(block.shape[0]!);
      return block;
    });
  });
  return sizes;
}

it('cuts nothing for an engine that was not allowed to', () => {
  expect(sizesOf(512)).toEqual([512]);
});

it('cuts into as many blocks as were allowed, none of fewer than 32 rows, equal but for one row', () => {
  allowRowBlocks(tf, 3);
  expect(sizesOf(200)).toEqual([66, 67, 67]);
  expect(sizesOf(95)).toEqual([47, 48]);
  expect(sizesOf(63)).toEqual([63]);
});

it.each([
  ['LSTM', lstmSequence, 4],
  ['GRU', gruSequence, 3],
] as const)('an %s in blocks has the states and gradients of the whole, each row under its own mask', (_title, sequence, gates) => {
  const draw = (shape: readonly number[], seed: number): Tensor => tf.randomUniform([...shape], -1, 1, 'float32', seed);
  const run = (): number[][] =>
    tf.tidy(() => {
      const given = [draw([70, 4, 3], 1), draw([3, 2 * gates], 2), draw([2, 2 * gates], 3), draw([2 * gates], 4)];
      const mask = tf.cast(tf.greater(draw([70, 4, 1], 6), 0), 'float32');
      const statesOf = (x: Tensor, kernel: Tensor, recurrent: Tensor, bias: Tensor): Tensor =>
        inRowBlocks(tf, [x, mask], (block, beside) => sequence(tf, block, { kernel, recurrent, bias }, { mask: beside }));
      const seen = draw([70, 4, 2], 5);
      const gradients = tf.grads((x, k, r, b) => tf.sum(tf.mul(statesOf(x!, k!, r!, b!), seen)))(given);
      return [statesOf(given[0]!, given[1]!, given[2]!, given[3]!), ...gradients].map(tensor => [...tensor.dataSync()]);
    });
  const whole = run();
  allowRowBlocks(tf, 2);
  const parts = run();
  whole.forEach((values, i) => values.forEach((value, j) => expect(Math.abs(parts[i]![j]! - value)).toBeLessThan(2e-5)));
});
