import type { FoldFigures, FoldSpread } from '../../../../src-shared/domain/cross-validation.ts';

/** Every figure over the folds it is defined in, in the order of the first fold's. `k`: folds of one round. */
export function spreadOfFolds(members: readonly Pick<FoldFigures, 'metrics'>[], k: number): Readonly<Record<string, FoldSpread>> {
  const names = new Set(members.flatMap(({ metrics }) => Object.keys(metrics)));
  return Object.fromEntries(
    [...names].map(name => {
      const values = members.flatMap(({ metrics }) => metrics[name] ?? []);
      return [name, spreadOf(values, Math.min(k, values.length))];
    }),
  );
}

function spreadOf(values: readonly number[], k: number): FoldSpread {
  const folds = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / folds;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = folds < 2 ? 0 : Math.sqrt(squares / (folds - 1));
  return { mean, deviation, standardError: deviation / Math.sqrt(k), folds };
}
