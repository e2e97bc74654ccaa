import { beforeAll, describe, expect, it } from 'vitest';
import { sourceOfFiles } from '../../src-main/engine/formats/format.ts';
import { savedModel } from '../../src-main/engine/formats/saved-model/saved-model.format.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { expectedAnswers, formatCases, randomInputs } from '../support/format-models.ts';
import { hasNative, nativeEngine } from '../support/native-engine.ts';

const ITEMS = 5;

describe.runIf(hasNative)("TensorFlow's own library", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await nativeEngine();
  });

  it.each(formatCases.filter(({ formats }) => formats?.includes(savedModel.id) ?? true))(
    'runs the SavedModel of $title',
    async ({ model }) => {
      const files = await savedModel.write(model, { name: 'sample', params: {} });
      const session = await savedModel.open(sourceOfFiles(files), () => Promise.resolve(engine));
      expect(session.runtime).toMatch(/^TensorFlow \d/);
      const inputs = randomInputs(model, ITEMS, 3);
      const expected = expectedAnswers(engine.tf, model, inputs, ITEMS);
      const answers = await session.predict(inputs, ITEMS);
      await session.close();
      const scale = expected.reduce((highest, value) => Math.max(highest, Math.abs(value)), 1);
      const difference = answers.reduce((highest, value, i) => Math.max(highest, Math.abs(value - (expected[i] ?? NaN))), 0);
      expect(answers.length).toBe(expected.length);
      expect(difference).toBeLessThanOrEqual(1e-5 * scale);
    },
  );

  it('says what it has against a graph', () => {
    const open = (bytes: Uint8Array): unknown => engine.graphs?.open(bytes, { input: 'x', output: 'y' });
    expect(() => open(Uint8Array.of(1, 2, 3))).toThrow(AppFailure);
    expect(() => open(new Uint8Array(0))).toThrow("A graph with a node 'x' is required");
  });
});
