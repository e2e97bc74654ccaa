import type { Space } from '../../../../src-shared/domain/search/space.ts';
import type { Trial } from '../../../../src-shared/domain/study.ts';
import type { NoGainRule, NoGainState, StudyObjective } from '../../../../src-shared/domain/study-report.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Random } from '../../../../src-shared/lib/random.ts';
import { mostPromising, MOST_DIMENSIONS } from '../expected-improvement.ts';
import { samplerStudy } from './trial-view.ts';

/** Measured trials before a Gaussian process is asked. */
const STARTUP = 10;
const CANDIDATES = 200;

/** The rule as a recipe has it. Throws `invalid-input` for a space in which no gain can be foretold. */
export function noGainRule(
  { noGain, structure }: { readonly noGain?: NoGainRule | undefined; readonly structure?: unknown },
  { dimensions }: Space,
): NoGainRule | null {
  if (noGain === undefined) return null;
  if (structure !== undefined) {
    throw invalidInput('A space says what a gain could come of, but where a model is varied its structure is in none', {
      path: 'noGain',
      hint: "Write 'patience: 20' instead: it counts trials that were not better.",
    });
  }
  if (dimensions.length > MOST_DIMENSIONS) {
    throw invalidInput(`a space of at most ${MOST_DIMENSIONS} ranges is required, got ${dimensions.length}`, {
      path: 'noGain',
      hint: "Write 'patience: 20' instead: it counts trials that were not better.",
    });
  }
  return noGain;
}

interface Asked {
  readonly space: Space;
  readonly objectives: readonly StudyObjective[];
  readonly trials: readonly Trial[];
}

/**
 * What the next trial of the search may be expected to gain at best; null with too few trials. Departure from the source: the
 * Gaussian process is fitted anew each time, also beside other samplers, and the greatest value is that of draws and a climb.
 */
export function expectedGain({ space, objectives, trials }: Asked, random: Random): number | null {
  const study = samplerStudy({ space, objectives: objectives.slice(0, 1) }, trials, 'search');
  return mostPromising(study, { startup: STARTUP, candidates: CANDIDATES }, random)?.gain ?? null;
}

/** How the rule stands: each trial keeps what was expected before it, so that a study that is opened again knows. */
export function noGainState(rule: NoGainRule, trials: readonly Trial[]): NoGainState {
  const begun = trials.filter(({ role, state }) => role === 'search' && state !== 'refused').map(trial => trial.expectedGain ?? null);
  const lastAbove = begun.findLastIndex(gain => gain === null || gain >= rule.expected);
  return { ...rule, latest: begun.at(-1) ?? null, inARow: begun.length - 1 - lastAbove };
}

export function isGainUnlikely(state: NoGainState): boolean {
  return state.inARow >= state.trials;
}
