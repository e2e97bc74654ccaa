import type { MetricPoint } from '../../../src-shared/domain/job-state.ts';
import type { Keep } from '../../../src-shared/domain/recipe/common-fields.ts';
import { evaluateSplit } from './evaluate-split.ts';
import type { EarlyStopping, SplitFigures } from './loop-plan.ts';
import type { Position } from './loop-state.ts';
import { divergedFailure } from './loss-window.ts';
import { pacedTurn, type Run } from './run.ts';

/**
 * Measures the epoch that just ended on the validation part, remembers the best one (see `Keep`; the earlier of
 * equals) and decides whether to go on. `again`: the masks changed after the last step, so the last epoch is judged anew.
 */
export async function judgeEpoch(run: Run, times: 'once' | 'again' = 'once'): Promise<void> {
  const { plan, state, hooks, runner } = run;
  const { done, judged: before } = state.position;
  const judged = times === 'once' ? before + 1 : before;
  const figures = await evaluateSplit(runner, plan, 'validation', () => pacedTurn(run));
  if (figures !== null) {
    hooks.measure(pointsOf(figures, done));
    if (!Number.isFinite(figures.loss)) throw divergedFailure('validation loss', figures.loss, { done, epoch: judged });
  }
  const isBest = figures !== null && isCandidate(run, times) && beats(figures, state.position.best?.figures ?? null, plan.keep);
  if (isBest) state.best = await runner.readParameters();
  const watch = watched(state.position, plan.earlyStopping, figures);
  state.position = {
    ...state.position,
    judged,
    last: figures,
    best: isBest ? { epoch: judged, figures } : state.position.best,
    watch,
    stopped: plan.earlyStopping !== null && watch.since >= plan.earlyStopping.patience,
  };
}

/** Epochs that ended before the last change of the masks are other models than the one asked for. */
function isCandidate({ plan, state }: Run, times: 'once' | 'again'): boolean {
  return plan.maskPlan === null || state.position.done > plan.maskPlan.finalAt || times === 'again';
}

function beats(figures: SplitFigures, best: SplitFigures | null, keep: Keep): boolean {
  if (keep === 'last') return false;
  if (best === null) return true;
  const gain = keep === 'most-accurate' ? (figures.accuracy ?? 0) - (best.accuracy ?? 0) : 0;
  return gain === 0 ? figures.loss < best.loss : gain > 0;
}

function watched({ watch }: Position, rule: EarlyStopping | null, figures: SplitFigures | null): Position['watch'] {
  if (rule === null || figures === null) return watch;
  const value = rule.metric === 'validation.loss' ? -figures.loss : (figures.accuracy ?? 0);
  const better = watch.best === null || value > watch.best + rule.minimumChange;
  return better ? { best: value, since: 0 } : { best: watch.best, since: watch.since + 1 };
}

function pointsOf(figures: SplitFigures, step: number): MetricPoint[] {
  const loss = { name: 'validation.loss', step, value: figures.loss };
  return figures.accuracy === undefined ? [loss] : [loss, { name: 'validation.accuracy', step, value: figures.accuracy }];
}
