import type { Matched } from '../../../../src-shared/domain/fusion-figures.ts';
import type { FusedMember, FusionReport } from '../../../../src-shared/domain/fusion-report.ts';
import type { PlacedFigures, SerialReport } from '../../../../src-shared/domain/serial-fusion.ts';
import { predictSplit } from '../../evaluation/predict.ts';
import { rowProbabilities } from '../../graph/confidence.ts';
import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { figuresOf, itemLosses, matchedOf, measureOf, type Truth } from '../judge-outputs.ts';
import { memberFigures } from '../member-figures.ts';
import type { FusionCall, SourceMember } from '../method.ts';

/** Members as a report names them; in a row they have no weights. */
export function reportedMembers(members: readonly SourceMember[]): readonly FusedMember[] {
  return members.map(member => {
    const { name, replicate, modelId } = member;
    return { name, replicate, modelId, weight: null, ...memberFigures(member) };
  });
}

/** A report of a method whose members can't all be judged as they are. */
export function serialReport(
  method: string,
  members: readonly SourceMember[],
  { serial, warnings = [] }: { readonly serial: SerialReport; readonly warnings?: readonly string[] },
): FusionReport {
  return { method, members: reportedMembers(members), fittedOn: null, judged: null, predictions: null, serial, warnings };
}

/** Answers of a model to the validation part. */
export async function validationAnswers(
  call: Pick<FusionCall<unknown>, 'data' | 'engine' | 'hooks'>,
  { graph, parameters, card }: Model,
): Promise<{ readonly outputs: Float32Array; readonly truth: Truth }> {
  const { data, hooks } = call;
  const engine = await call.engine({ graph, data, training: null });
  // A member of other classes answers with another number of them than the data has.
  const own = { ...data, outputs: card.task === 'classes' ? card.classes.length : data.outputs };
  const { outputs, targets } = await predictSplit({ engine, graph, parameters, data: own, split: 'validation', turn: () => hooks.turn() });
  return { outputs, truth: { task: data.task, width: data.outputs, targets } };
}

/** How the fused model and its members do on the validation part, each member's answers placed among the data's. */
export async function placedFigures(
  call: Pick<FusionCall<unknown>, 'members' | 'data' | 'engine' | 'hooks'>,
  fused: Model,
  answerOf: readonly (readonly (number | null)[])[],
): Promise<PlacedFigures | null> {
  if (call.data.count('validation') === 0 || call.data.task !== 'classes') return null;
  const { outputs, truth } = await validationAnswers(call, fused);
  const placed: Float32Array[] = [];
  for (const [i, member] of call.members.entries()) {
    placed.push(placedShares((await validationAnswers(call, member.model)).outputs, answerOf[i]!, truth.width));
  }
  const uniform = logarithms(meanOf(placed));
  const logits = placed.map(logarithms);
  const losses = logits.map(own => itemLosses(truth, own));
  const measures = losses.map(own => measureOf(truth.task, own));
  const best = measures.indexOf(Math.min(...measures));
  return {
    figures: figuresOf(truth, outputs),
    againstBest: againstBest(truth, outputs, losses[best]!),
    members: logits.map((own, i) => figuresOf(truth, own, losses[i])),
    best,
    uniform: figuresOf(truth, uniform),
  };
}

function againstBest(truth: Truth, outputs: Float32Array, best: Float64Array): Matched {
  return matchedOf(truth.task, itemLosses(truth, outputs), best);
}

/** Probabilities `[items, width]` of the data's answers; of those the member doesn't know 0. */
function placedShares(outputs: Float32Array, answerOf: readonly (number | null)[], width: number): Float32Array {
  const own = answerOf.length;
  const items = outputs.length / own;
  const shares = new Float32Array(items * width);
  for (let item = 0; item < items; item++) {
    const row = rowProbabilities(outputs.subarray(item * own, (item + 1) * own), 1);
    answerOf.forEach((answer, i) => {
      if (answer !== null) shares[item * width + answer]! += row[i]!;
    });
  }
  return shares;
}

const LEAST = 1e-12;

function logarithms(shares: Float32Array): Float32Array {
  return shares.map(share => Math.log(Math.max(share, LEAST)));
}

function meanOf(lists: readonly Float32Array[]): Float32Array {
  return lists[0]!.map((_, i) => lists.reduce((sum, list) => sum + list[i]!, 0) / lists.length);
}
