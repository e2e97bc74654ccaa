import type { Task, Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { BarrierCurve } from '../../../../src-shared/domain/fusion-report.ts';
import { invalidInput, type AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { formatNumber } from '../../../../src-shared/lib/units.ts';
import { averageParameters } from './average-parameters.ts';
import type { WeightJudge } from './weight-judge.ts';

/** One end of a line through the space of weights. */
export interface LineEnd {
  readonly name: string;
  readonly parameters: Parameters;
}

/**
 * The error (rmse) on validation items along the straight line between two models, statistics measured anew at each point,
 * and by how much it rises above the line between the ends; of values as a share of the ends' mean. Two models that a ridge
 * divides are worse than either when averaged. Source: Frankle et al. 2020, arXiv:1912.05671.
 */
export async function barrierBetween(
  judge: WeightJudge,
  [a, b]: readonly [LineEnd, LineEnd],
  { points, task }: { readonly points: number; readonly task: Task },
): Promise<BarrierCurve> {
  const curve: { at: number; measure: number }[] = [];
  for (let i = 0; i < points; i++) {
    const at = i / (points - 1);
    const isEnd = i === 0 || i === points - 1;
    const mixed = averageParameters([a.parameters, b.parameters], [1 - at, at]);
    curve.push({ at, measure: await judge.measure(isEnd ? mixed : await judge.settled(mixed)) });
  }
  const [first, last] = [curve[0]!.measure, curve[points - 1]!.measure];
  const rise = Math.max(0, ...curve.map(({ at, measure }) => measure - ((1 - at) * first + at * last)));
  return { from: a.name, to: b.name, points: curve, height: task === 'values' ? rise / Math.max(1e-12, (first + last) / 2) : rise };
}

/** The highest curve as a sentence, and all of them as a picture. `measure`: what rises along them. */
export function refusedByBarrier(barriers: readonly BarrierCurve[], most: number, measure: string): AppFailure {
  const { from, to, points, height } = barriers.reduce((highest, curve) => (curve.height > highest.height ? curve : highest));
  const values = points.map(({ at, measure }) => `${formatNumber(measure, 'en', 4)} at ${formatNumber(at, 'en', 2)}`).join(', ');
  return invalidInput(
    `Weights of one valley are required: a barrier of at most ${most}, but between '${from}' and '${to}' it is ${formatNumber(height, 'en', 3)} (error ${values})`,
    {
      path: 'members',
      // Of a member that diverged there is no line to draw.
      picture: { measure, barriers: barriers.filter(curve => Number.isFinite(curve.height)) },
      hint: "Average models that were fine-tuned from one start, or average the members' answers: method 'average'.",
    },
  );
}
