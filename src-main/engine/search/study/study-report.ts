import { totalEnergy } from '../../../../src-shared/domain/energy.ts';
import { valuesOf, type Trial } from '../../../../src-shared/domain/study.ts';
import {
  TRIAL_STATES,
  type ConfirmedTrial,
  type StudyControl,
  type StudyReport,
  type TrialRole,
} from '../../../../src-shared/domain/study-report.ts';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { meets } from '../fit/fit-goal.ts';
import { ranked } from './choose.ts';
import type { StudyResult } from './lane-messages.ts';
import { epochsSpent } from './next-move.ts';
import { noGainState } from './no-gain.ts';
import { exceededLimits } from './propose.ts';
import type { StudyPlan } from './study-plan.ts';
import { confirmedTrials, winnerOf } from './winner.ts';

export interface EndedStudy {
  readonly id: string;
  readonly plan: StudyPlan;
  readonly trials: readonly Trial[];
  readonly elapsedMs: number;
}

/**
 * The winner: the best mean over fresh seeds among the repeated; without repeats the best trial. Its model is the best of those
 * with its configuration; of folds, the one that was trained on all items. Throws where no trial
 * came to an end, with what was in the way.
 */
export function resultOf(study: EndedStudy): StudyResult {
  const { plan, trials } = study;
  const confirmed = confirmedTrials(plan, trials);
  const winner = winnerOf(plan, trials);
  if (winner === undefined) throw nothingFound(study);
  const kept = keptOf(plan, trials, winner);
  if (kept.model === null) throw new Error(`Trial ${kept.number} has left no model`);
  requireQuality(plan, kept);
  return { model: kept.model, report: reportOf(study, { winner, kept, confirmed }) };
}

/** The one whose weights the model has. */
function keptOf(plan: StudyPlan, trials: readonly Trial[], winner: Trial): Trial {
  if (plan.folds === null) {
    const alike = trials.filter(({ number, repeats }) => number === winner.number || repeats === winner.number);
    return ranked(plan, alike).find(({ model }) => model !== null) ?? winner;
  }
  const whole = trials.find(({ onAll }) => onAll === true) ?? winner;
  if (whole.model !== null) return whole;
  const reason = whole.reason ?? 'it did not end';
  throw new AppFailure({
    code: whole.state === 'diverged' ? 'diverged' : 'invalid-input',
    message: `The winner, trial ${winner.number}, could not be trained on all items: ${reason}`,
  });
}

/** The smallest answer is none without the quality that was required. */
function requireQuality({ fit }: StudyPlan, kept: Trial): void {
  const required = fit?.required ?? null;
  if (required === null) return;
  const value = kept.reports.at(-1)?.values[required.metric] ?? NaN;
  if (meets(required, value)) return;
  const words = required.direction === 1 ? 'at least' : 'at most';
  throw new AppFailure({
    code: 'invalid-input',
    message: `A ${required.metric} of ${words} ${required.bound} within the limits is required; the nearest plan, trial ${kept.number}, has ${value.toPrecision(4)}`,
    path: 'quality',
    hint: 'Ask for less quality, allow more size, or give the plans more epochs; the page of the study shows them all.',
  });
}

interface Found {
  readonly winner: Trial;
  readonly kept: Trial;
  readonly confirmed: readonly ConfirmedTrial[];
}

function reportOf({ id, plan, trials, elapsedMs }: EndedStudy, { winner, kept, confirmed }: Found): StudyReport {
  const { direction } = plan.objectives[0]!;
  const optimism = confirmed.map(({ searched, mean }) => direction * (searched - mean));
  const roles: readonly TrialRole[] = ['search', 'control', 'confirm'];
  return {
    study: id,
    objectives: plan.objectives,
    trials: Object.fromEntries(
      TRIAL_STATES.map(state => [state, trials.filter(trial => trial.state === state).length]),
    ) as StudyReport['trials'],
    epochs: Object.fromEntries(roles.map(role => [role, epochsSpent(trials, role)])) as StudyReport['epochs'],
    elapsedMs,
    energy: totalEnergy(trials.map(trial => trial.energy)),
    ...{ winner: winner.number, model: kept.number, winnerFields: winner.fields },
    course: courseOf(plan, trials, 'search'),
    front: frontOf(plan, trials),
    confirmed,
    optimism: optimism.length === 0 ? null : optimism.reduce((sum, one) => sum + one, 0) / optimism.length,
    control: plan.control ? controlOf(plan, trials) : null,
    ...(plan.noGain === null ? {} : { noGain: noGainState(plan.noGain, trials) }),
  };
}

/** The best figure so far against the epochs spent so far, where it became better. */
export function courseOf(plan: Pick<StudyPlan, 'objectives'>, trials: readonly Trial[], role: TrialRole): StudyReport['course'] {
  const { metric, direction } = plan.objectives[0]!;
  let best = -Infinity;
  return trials
    .filter(trial => trial.role === role)
    .flatMap(({ reports }) => reports)
    .sort((a, b) => a.spent - b.spent)
    .flatMap(({ values, spent }) => {
      const value = values[metric] ?? NaN;
      if (!(direction * value > best)) return [];
      best = direction * value;
      return [{ epochs: spent, value }];
    });
}

function frontOf({ objectives }: StudyPlan, trials: readonly Trial[]): StudyReport['front'] {
  const points = trials.flatMap(trial => {
    const values = trial.role !== 'confirm' && trial.state === 'finished' ? valuesOf(trial, objectives) : null;
    return values === null ? [] : [{ trial: trial.number, values }];
  });
  const isBetter = (a: readonly number[], b: readonly number[]): boolean => {
    const gains = objectives.map(({ direction }, i) => direction * (a[i]! - b[i]!));
    return gains.every(gain => gain >= 0) && gains.some(gain => gain > 0);
  };
  return points.filter(point => !points.some(other => isBetter(other.values, point.values)));
}

function controlOf(plan: StudyPlan, trials: readonly Trial[]): StudyControl {
  const own = trials.filter(({ role, state }) => role === 'control' && state !== 'refused');
  const [best] = ranked(plan, own);
  return {
    trials: own.length,
    epochs: epochsSpent(trials, 'control'),
    best: best === undefined ? null : (valuesOf(best, plan.objectives)?.[0] ?? null),
    course: courseOf(plan, trials, 'control'),
  };
}

/** Why there is nothing to yield: one sentence, with what is nearest to a way out. */
export function nothingFound({ plan, trials }: Pick<EndedStudy, 'plan' | 'trials'>): AppFailure {
  const own = trials.filter(({ role }) => role === 'search');
  const refused = own.filter(({ state }) => state === 'refused');
  if (own.length === 0)
    return new AppFailure({ code: 'invalid-input', message: 'At least one trial is required, but the budget allows none', path: 'budget' });
  if (refused.length === own.length) return nothingAllowed(plan, refused);
  const reasons = own.flatMap(({ state, reason }) => (state === 'refused' || reason === null ? [] : [reason]));
  return new AppFailure({
    code: plan.budget.trials > 0 && own.some(({ state }) => state === 'diverged') ? 'diverged' : 'invalid-input',
    message: `At least one trial that can be trained is required, but none of ${own.length - refused.length} was. The last: ${reasons.at(-1) ?? 'it did not end'}`,
    hint: 'Lower the learning rates of the space, or clip the gradient.',
  });
}

/** Every network was refused: which limit keeps out how many, and how far the nearest was from being allowed. */
function nothingAllowed({ budget }: Pick<StudyPlan, 'budget'>, refused: readonly Trial[]): AppFailure {
  const known = refused.flatMap(({ costs, fields, reason }) => (costs === null ? [] : [{ costs, fields, reason: reason ?? '' }]));
  if (known.length === 0) {
    return new AppFailure({
      code: 'invalid-input',
      message: `A network that can be built is required, but none of ${refused.length} that were drawn can be. The last: ${refused.at(-1)?.reason ?? ''}`,
      path: 'space',
      hint: 'Draw smaller kernels or fewer layers, or use a preset that fits the items.',
    });
  }
  const over = known.map(({ costs }) => exceededLimits(costs, budget));
  const excess = over.map(limits => Math.max(0, ...limits.map(({ cost, most }) => cost / most)));
  const nearest = known[excess.indexOf(Math.min(...excess))];
  const words = [...new Set(over.flat().map(limit => limit.words))].sort();
  const counts = words.map(word => `${word} ${over.filter(limits => limits.some(limit => limit.words === word)).length}`);
  return new AppFailure({
    code: 'invalid-input',
    message: `A network within the budget is required, but all ${refused.length} that were drawn are over it${counts.length === 0 ? '' : ` (${counts.join(', ')})`}. The nearest: ${nearest?.reason ?? ''}`,
    path: 'budget',
    hint: `Widen the budget, or the space towards smaller networks; the nearest so far was ${JSON.stringify(nearest?.fields ?? {})}.`,
  });
}
