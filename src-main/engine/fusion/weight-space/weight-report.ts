import type {
  BarrierCurve,
  FusedMember,
  FusionReport,
  JudgedFusion,
  JudgedMethod,
  SelectionStep,
} from '../../../../src-shared/domain/fusion-report.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import type { SplitAnswers } from '../../evaluation/predict.ts';
import type { HeldOutPredictions, StoredPredictions } from '../held-out.ts';
import { defaultsOf, judgeFusion } from '../judge-fusion.ts';
import { figuresOf, intervalOf, itemLosses, matchedOf } from '../judge-outputs.ts';
import { memberFigures } from '../member-figures.ts';
import type { FusionCall } from '../method.ts';
import { provenOrWhyNot } from '../predict-members.ts';
import { encodePredictions } from '../predictions-file.ts';

export interface WeightAverage {
  readonly method: string;
  /** Of the members; null where they are not what is averaged. */
  readonly weights: readonly number[] | null;
  /** Of the averaged network, on the validation part. */
  readonly answers: SplitAnswers;
  /** Whether members were chosen by the validation part. */
  readonly isFitted: boolean;
  readonly barriers: readonly BarrierCurve[];
  readonly selection: readonly SelectionStep[];
}

/**
 * The averaged network beside the members, and beside what averaging their answers would have given at their whole cost. `stored`:
 * the members' answers; null without a validation part.
 */
export async function weightReport(
  call: FusionCall<unknown>,
  stored: StoredPredictions | null,
  average: WeightAverage,
): Promise<FusionReport> {
  const { members, data } = call;
  const proven = stored === null ? null : provenOrWhyNot(stored);
  const bytes = stored === null ? null : encodePredictions(stored);
  const skipped = members.filter((_, i) => average.weights?.[i] === 0).map(({ name }) => `'${name}' is no part of the average`);
  return {
    method: average.method,
    members: members.map((member, i): FusedMember => {
      const { name, replicate, modelId } = member;
      return { name, replicate, modelId, weight: average.weights?.[i] ?? null, ...memberFigures(member) };
    }),
    fittedOn: average.isFitted ? { split: 'validation', items: data.count('validation') } : null,
    ...(average.selection.length === 0 ? {} : { selection: average.selection }),
    ...(average.barriers.length === 0 ? {} : { barriers: average.barriers }),
    judged: proven === null || proven instanceof Error ? null : judgedWith(proven, call, average),
    predictions: bytes === null ? null : await call.keep(bytes),
    warnings: [...skipped, ...(proven instanceof Error ? [proven.message] : [])],
  };
}

function judgedWith(predictions: HeldOutPredictions, { members, seed }: FusionCall<unknown>, average: WeightAverage): JudgedFusion {
  const costs = members.map(memberFigures);
  const judged = judgeFusion({ predictions, costs, chosen: null, defaultsOf, random: createRandom(seed) });
  const { outputs } = average.answers;
  const losses = itemLosses(predictions, outputs);
  const best = itemLosses(predictions, predictions.outputs[judged.controls.best]!);
  const own: JudgedMethod = {
    ...{ id: average.method, isChosen: true, isFitted: average.isFitted },
    figures: figuresOf(predictions, outputs, losses),
    interval: intervalOf(predictions.task, losses),
    againstBest: matchedOf(predictions.task, losses, best),
    weights: average.weights,
    multiplyAdds: costs[0]?.multiplyAdds ?? 0,
    bytes: costs[0]?.bytes ?? 0,
  };
  return { ...judged, methods: [own, ...judged.methods] };
}
