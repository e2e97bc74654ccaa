import { describe, expect, it } from 'vitest';
import { foldWarnings } from '../../../../../src-main/engine/evaluation/cross-validation/fold-warnings.ts';
import { labelRows } from '../../../../../src-main/engine/data/label-rows.ts';

const fold = (number: number, trained: readonly number[], heldOut: readonly number[], repeat = 0) =>
  ({ repeat, fold: number, trained: Uint32Array.from(trained), heldOut: Uint32Array.from(heldOut) }) as never;
const classes = ['ant', 'bee', 'cat'];

describe('a class that a fold lacks', () => {
  // Items 0 to 5; the only cat is item 5.
  const classOf = [0, 1, 0, 1, 0, 2];

  it('is named, whether it can not be taught or not be judged there', () => {
    const folds = [fold(0, [2, 3, 4, 5], [0, 1]), fold(1, [0, 1, 2, 3], [4, 5], 1)];
    expect(foldWarnings(folds, { classes, classOf, labels: null })).toEqual([
      "Fold 1 holds out no item of class 'cat'.",
      "Fold 2 of round 2: its member never sees class 'cat'.",
      "Fold 2 of round 2 holds out no item of class 'bee'.",
    ]);
  });

  it('is no news where every fold has all, nor where there are no classes', () => {
    expect(foldWarnings([fold(0, [0, 1], [2, 3]), fold(1, [2, 3], [0, 1])], { classes, classOf, labels: null })).toEqual([]);
    expect(foldWarnings([fold(0, [0], [1])], { classes: [], classOf: null, labels: null })).toEqual([]);
  });

  it('leaves nothing to learn where it is all but one', () => {
    expect(() => foldWarnings([fold(0, [0, 2, 4], [1, 3, 5])], { classes, classOf, labels: null })).toThrow(
      /At least two classes are required to learn from, but fold 1 leaves 1/,
    );
  });

  it('may be a label, of which an item has several', () => {
    const labels = labelRows(Uint8Array.of(1, 0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 0), 3);
    expect(foldWarnings([fold(0, [0, 1], [2])], { classes, classOf: null, labels })).toEqual(["Fold 1 holds out no item of label 'ant'."]);
    expect(() => foldWarnings([fold(0, [3], [0])], { classes, classOf: null, labels })).toThrow(/At least one label is required/);
  });
});
