import { valuesOf, type Trial } from '../../../../src-shared/domain/study.ts';
import type { ConfirmedTrial } from '../../../../src-shared/domain/study-report.ts';
import { ranked } from './choose.ts';
import type { StudyPlan } from './study-plan.ts';

/** Those that were trained again, best mean first. */
export function confirmedTrials(plan: Pick<StudyPlan, 'objectives'>, trials: readonly Trial[]): readonly ConfirmedTrial[] {
  const { direction } = plan.objectives[0]!;
  const firstOf = (trial: Trial): number | undefined => (trial.state === 'finished' ? valuesOf(trial, plan.objectives)?.[0] : undefined);
  const again = trials.filter(({ onAll }) => onAll !== true);
  const numbers = [...new Set(again.flatMap(({ repeats }) => repeats ?? []))];
  return numbers
    .flatMap(number => {
      const values = again.filter(({ repeats }) => repeats === number).flatMap(trial => firstOf(trial) ?? []);
      const own = trials.find(trial => trial.number === number);
      const searched = own === undefined ? undefined : firstOf(own);
      if (values.length === 0 || own === undefined || searched === undefined) return [];
      const role: ConfirmedTrial['role'] = own.role === 'control' ? 'control' : 'search';
      return [{ trial: number, role, searched, values, mean: mean(values), deviation: deviationOf(values) }];
    })
    .sort((a, b) => direction * (b.mean - a.mean) || a.trial - b.trial);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** The best mean over fresh seeds; without repeats, the best trial of the search and its control. */
export function winnerOf(plan: StudyPlan, trials: readonly Trial[]): Trial | undefined {
  const [confirmed] = confirmedTrials(plan, trials);
  if (confirmed !== undefined) return trials.find(({ number }) => number === confirmed.trial);
  return ranked(
    plan,
    trials.filter(({ role }) => role !== 'confirm'),
  )[0];
}

/** The winner once more, on all items, where trials were judged on folds; null where it was trained so, or there is none. */
export function wholeWanted(plan: StudyPlan, trials: readonly Trial[]): Trial | null {
  const winner = plan.folds === null || trials.some(({ onAll }) => onAll === true) ? undefined : winnerOf(plan, trials);
  if (winner === undefined) return null;
  const { folds: _folds, energy: _energy, ...alone } = winner;
  return {
    ...alone,
    ...{ number: trials.length + 1, role: 'confirm', onAll: true, state: 'running', lane: null, until: plan.budget.epochs, losses: 0 },
    ...{ reports: [], checkpoint: null, model: null, repeats: winner.number, reason: null, trainingMs: 0 },
  };
}
