import { paretoFronts } from './pareto.ts';
import { bestFirst, costsOf, type Study, type Trial } from './trial.ts';

/** Trials that have been measured, best first: by cost, or by front and, within one, by the room around them. */
export function rankTrials({ trials, directions }: Study): readonly Trial[] {
  const measured = trials.flatMap(trial => {
    const costs = costsOf(trial, directions);
    return costs === null || trial.state === 'running' ? [] : [{ trial, costs }];
  });
  if (directions.length === 1) {
    const costs = new Map(measured.map(({ trial, costs: [cost = 0] }) => [trial.number, cost]));
    return bestFirst(
      measured.map(({ trial }) => trial),
      trial => costs.get(trial.number) ?? null,
    );
  }
  const places = paretoFronts(measured.map(({ costs }) => costs));
  const order = new Map(places.map((place, i) => [measured[i]!.trial.number, place]));
  return bestFirst(
    measured.map(({ trial }) => trial),
    trial => order.get(trial.number) ?? null,
  );
}
