import { describe, expect, it } from 'vitest';
import { answersFromOutputs } from '../../../../src-main/engine/formats/answers.ts';
import type { RuntimeSession } from '../../../../src-main/engine/formats/format.ts';
import { assertVerified, verifyExport, type VerificationRequest } from '../../../../src-main/engine/formats/verify.ts';

/** Answers with what it was fed. */
const echo: RuntimeSession = { runtime: 'echo 1', predict: inputs => Promise.resolve(inputs.slice()), close: () => Promise.resolve() };

function request(
  found: readonly (readonly number[])[],
  expected: readonly number[],
  more: Partial<VerificationRequest> = {},
): VerificationRequest {
  const width = 2;
  const batches = found.map(values => ({ inputs: Float32Array.from(values), items: values.length / width }));
  return {
    session: echo,
    task: 'classes',
    batches,
    expected: Float32Array.from(expected),
    width,
    tolerance: 0.01,
    turn: () => Promise.resolve(),
    ...more,
  };
}

describe('verifyExport', () => {
  it('gives the largest difference over all batches, and counts items with another class', async () => {
    const found = [
      [0.75, 0.25, 0.5, 0.5],
      [0.25, 0.75],
    ];
    const result = await verifyExport(request(found, [0.75, 0.25, 0.375, 0.625, 0.5, 0.5]));
    // Item 2 answers class 0 instead of 1 (off by 0.125), item 3 class 1 instead of 0 (by 0.25).
    expect(result).toEqual({ runtime: 'echo 1', items: 3, tolerance: 0.01, maxDifference: 0.25, disagreements: 2 });
  });

  it('judges one probability by the side of a half', async () => {
    const found = [
      [0.5, 0.4],
      [0.6, 0.2],
    ].map(values => values);
    const result = await verifyExport(
      request(found, [0.49, 0.1, 0.9, 0.3], {
        task: 'binary',
        width: 1,
        batches: [{ inputs: Float32Array.of(0.5, 0.4, 0.6, 0.2), items: 4 }],
      }),
    );
    expect(result.disagreements).toBe(1);
  });

  it('takes the tolerance of values as a share of the largest one', async () => {
    const result = await verifyExport(request([[300, 1.5]], [301, 1], { task: 'values' }));
    expect(result).toMatchObject({ maxDifference: 1, disagreements: 0 });
    expect(result.tolerance).toBeCloseTo(3.01, 10);
    expect((await verifyExport(request([[0.5, 0.2]], [0.5, 0.1], { task: 'values' }))).tolerance).toBe(0.01);
  });

  it('lets a turn pass after every batch, and ends where the turn throws', async () => {
    let turns = 0;
    const turn = (): Promise<void> => (++turns === 2 ? Promise.reject(new Error('cancelled')) : Promise.resolve());
    await expect(
      verifyExport(
        request(
          [
            [1, 0],
            [1, 0],
            [1, 0],
          ],
          [1, 0, 1, 0, 1, 0],
          { turn },
        ),
      ),
    ).rejects.toThrow('cancelled');
    expect(turns).toBe(2);
  });

  it('fails for answers that are no numbers, are too few, or are not for all items', async () => {
    await expect(verifyExport(request([[NaN, 1]], [0, 1]))).rejects.toThrow('verification-failed: echo 1 must answer with numbers');
    const short = { ...echo, predict: () => Promise.resolve(Float32Array.of(1)) };
    await expect(verifyExport(request([[1, 0]], [1, 0], { session: short }))).rejects.toThrow('must give 2 numbers for 1 items, it gave 1');
    await expect(verifyExport(request([[1, 0]], [1, 0, 1, 0]))).rejects.toThrow('2 items must be compared, 1 came');
  });
});

describe('assertVerified', () => {
  const passed = { runtime: 'echo 1', items: 3, tolerance: 0.01, maxDifference: 0.01, disagreements: 0 };

  it('passes at the tolerance and fails above it, with the figures', () => {
    expect(() => assertVerified('m.onnx', passed)).not.toThrow();
    expect(() => assertVerified('m.onnx', { ...passed, maxDifference: 0.02 })).toThrow(
      "verification-failed: Outputs of the exported file must be within 0.01 of the model's; in echo 1 they differ by 0.02 over 3 items",
    );
  });
});

describe('answersFromOutputs', () => {
  it('makes logits of classes a softmax per item, however large they are', () => {
    const answers = answersFromOutputs('classes', Float32Array.of(Math.log(3), 0, 1000, 1000), 2);
    [0.75, 0.25, 0.5, 0.5].forEach((wanted, i) => expect(answers[i]).toBeCloseTo(wanted, 6));
  });

  it('makes one logit a sigmoid, and leaves values alone', () => {
    expect([...answersFromOutputs('binary', Float32Array.of(0, Math.log(4)), 2)].map(p => Math.round(p * 1e6) / 1e6)).toEqual([0.5, 0.8]);
    expect(answersFromOutputs('values', Float32Array.of(-3, 7), 1)).toEqual(Float32Array.of(-3, 7));
  });
});
