import type { CrossValidationReport } from '../../../src-shared/domain/cross-validation.ts';

/** What a fold table shows of all figures, the one to look at first in front. */
const SHOWN = ['error', 'logLoss', 'macroF1', 'rmse', 'mae', 'r2'];
const SHARES: ReadonlySet<string> = new Set(['accuracy', 'error', 'balancedAccuracy', 'macroF1']);

export function shownFigures({ metrics }: CrossValidationReport): readonly string[] {
  return SHOWN.filter(name => metrics[name] !== undefined);
}

export function isShare(figure: string): boolean {
  return SHARES.has(figure);
}
