import { expect, it } from 'vitest';
import { inputMeaning } from '../../../../src-main/engine/data/input-meaning.ts';
import type { DatasetManifest, PreprocessingStep } from '../../../../src-shared/domain/dataset.ts';

const meaningOf = (step: PreprocessingStep, shape: readonly number[]) =>
  inputMeaning({ preprocessing: [step], input: { shape } } as unknown as DatasetManifest);

it('finds where a column of texts lies among a row’s inputs, and says nothing where they don’t add up', () => {
  const number = { column: 'a', kind: 'number', mean: 0, deviation: 1, missing: 0 } as const;
  const category = { column: 'b', kind: 'category', values: ['x', 'y', 'z'] } as const;
  const step: PreprocessingStep = { kind: 'table', columns: [number, category, number, category] };
  expect(meaningOf(step, [10, 8])).toEqual({
    categories: [
      { first: 1, values: 3 },
      { first: 5, values: 3 },
    ],
  });
  expect(meaningOf(step, [10, 9])).toEqual({ categories: [] });
});

it('counts a text’s tokens with the filling and the unknown', () => {
  const step: PreprocessingStep = {
    ...{ kind: 'tokens', column: 'text', tokeniser: { kind: 'words' }, merges: [], length: 5, keep: 'start' },
    vocabulary: ['a', 'b', 'c'],
  };
  expect(meaningOf(step, [10, 5])).toEqual({ tokens: 5 });
  expect(meaningOf({ kind: 'scale', factor: 1, offset: 0 }, [10, 5])).toEqual({});
});
