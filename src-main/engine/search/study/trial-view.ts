import { curveOf, epochsOf, valuesOf, type Trial } from '../../../../src-shared/domain/study.ts';
import type { StudyObjective, TrialRole, TrialState } from '../../../../src-shared/domain/study-report.ts';
import type { Direction, Study as SearchStudy, Trial as SearchTrial, TrialState as SearchState } from '../trial.ts';
import type { StudyPlan } from './study-plan.ts';

/** To a sampler a network that can't be trained is as bad as one that diverges. */
const STATES: { readonly [S in TrialState]: SearchState } = {
  running: 'running',
  paused: 'paused',
  stopped: 'stopped',
  finished: 'finished',
  diverged: 'failed',
  failed: 'failed',
  refused: 'refused',
};

export function directionOf({ direction }: StudyObjective): Direction {
  return direction === 1 ? 'maximise' : 'minimise';
}

/** The trials of one role as samplers and schedulers know them: numbered from 0, with the number in the study beside. */
export function searchTrials(trials: readonly Trial[], role: TrialRole, objectives: readonly StudyObjective[]): readonly SearchTrial[] {
  const own = trials.filter(trial => trial.role === role);
  const places = new Map(own.map(({ number }, place) => [number, place]));
  return own.map((trial, number) => {
    const parent = places.get(trial.origin?.parent ?? -1);
    return {
      number,
      assignment: trial.assignment,
      state: STATES[trial.state],
      curve: historyOf(trial, objectives),
      values: valuesOf(trial, objectives),
      bracket: trial.bracket,
      target: trial.until,
      ...(parent === undefined ? {} : { parent }),
    };
  });
}

/** What samplers are asked about. */
export function samplerStudy(
  { space, objectives }: Pick<StudyPlan, 'space' | 'objectives'>,
  trials: readonly Trial[],
  role: TrialRole,
): SearchStudy {
  return { space, directions: objectives.map(directionOf), trials: searchTrials(trials, role, objectives) };
}

/** The first objective after each epoch; a diverged training ends with NaN. */
function historyOf(trial: Trial, [first]: readonly StudyObjective[]): readonly number[] {
  const curve = curveOf(trial, first?.metric ?? '');
  return trial.state === 'diverged' && epochsOf(trial) < trial.until ? [...curve, NaN] : curve;
}
