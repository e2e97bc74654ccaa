import type { CrossValidationReport } from '../../../src-shared/domain/cross-validation.ts';

/** What a fold table shows of all figures, the one to look at first in front. */
const SHOWN = ['hammingLoss', 'error', 'microF1', 'logLoss', 'macroF1', 'rmse', 'mae', 'r2'];

export function shownFigures({ metrics }: CrossValidationReport): readonly string[] {
  return SHOWN.filter(name => metrics[name] !== undefined);
}
