import { keyOf } from '../../../../src-shared/domain/search/assignments.ts';
import type { Assignment, Space } from '../../../../src-shared/domain/search/space.ts';
import type { Random } from '../../../../src-shared/lib/random.ts';
import { createParzen, type Observations } from '../parzen.ts';
import { rankTrials } from '../rank-trials.ts';
import { defineSampler } from '../sampler.ts';
import type { Study, Trial } from '../trial.ts';
import { random } from './random.sampler.ts';

/**
 * Tree-structured Parzen estimator, multivariate: draws where good trials lie, and takes the draw at which the density of
 * the good ones is greatest beside that of all others. Trials that still run count among the others ("constant liar"), so
 * that places in parallel don't try the same; so do failed and refused ones.
 */
export const tpe = defineSampler({
  id: 'tpe',
  title: 'TPE',
  help: 'Learns where good trials lie and where the others, and draws where the difference is greatest.',
  source: 'Bergstra et al. 2011; multivariate: Falkner et al. 2018, arXiv:1807.01774',
  params: {
    startup: { kind: 'number', label: 'Trials by lot at first', default: 10, min: 1, max: 1000, integer: true },
    candidates: { kind: 'number', label: 'Draws to choose from', default: 48, min: 1, max: 1000, integer: true },
  },
  revision: 2,
  unfit: () => null,
  suggest({ study, config, shared, random: stream }) {
    const measured = study.trials.filter(({ values }) => values !== null).length;
    if (measured < config.startup) return random.suggest({ study, config: {}, shared, random: stream });
    const ranked = rankTrials(study);
    const good = ranked.slice(0, goodOnes(measured));
    const chosen = new Set(good.map(({ number }) => number));
    const others = study.trials.filter(({ number }) => !chosen.has(number));
    return { assignment: bestDraw(study, { good, others }, config.candidates, stream) };
  },
});

/** A tenth, at most 25. */
function goodOnes(measured: number): number {
  return Math.min(25, Math.ceil(0.1 * measured));
}

interface Split {
  readonly good: readonly Trial[];
  readonly others: readonly Trial[];
}

function bestDraw({ space, trials }: Study, { good, others }: Split, candidates: number, stream: Random): Assignment {
  const l = createParzen(space, observed([...good].sort(byNumber)));
  const g = createParzen(space, observed([...others].sort(byNumber)));
  const tried = new Set(trials.map(({ assignment }) => keyOf(space, assignment)));
  let best: { readonly assignment: Assignment; readonly score: number } | null = null;
  for (let i = 0; i < candidates; i++) {
    const assignment = l.draw(stream);
    const score = l.logDensity(assignment) - g.logDensity(assignment) - repeatPenalty(space, assignment, tried);
    if (best === null || score > best.score) best = { assignment, score };
  }
  return best?.assignment ?? l.draw(stream);
}

/** What was tried already teaches nothing again: taken only when nothing else was drawn. */
function repeatPenalty(space: Space, assignment: Assignment, tried: ReadonlySet<string>): number {
  return tried.has(keyOf(space, assignment)) ? 1e6 : 0;
}

/** The last 25 weigh 1, older ones less the older they are. */
function observed(trials: readonly Trial[]): Observations {
  const n = trials.length;
  const ramp = n - RECENT;
  const weights = trials.map((_, i) => (i >= ramp ? 1 : ramp === 1 ? 1 / n : 1 / n + (i / (ramp - 1)) * (1 - 1 / n)));
  return { assignments: trials.map(({ assignment }) => assignment), weights };
}

const RECENT = 25;

function byNumber(a: Trial, b: Trial): number {
  return a.number - b.number;
}
