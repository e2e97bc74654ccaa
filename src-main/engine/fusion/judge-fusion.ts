import type { JudgedFusion, JudgedMethod } from '../../../src-shared/domain/fusion-report.ts';
import { parseParams } from '../../../src-shared/domain/params/parse-params.ts';
import { shuffle, type Random } from '../../../src-shared/lib/random.ts';
import { contributionsOf, suggestionOf } from './contributions.ts';
import { diversityOf } from './diversity.ts';
import { heldOutRows, type HeldOutPredictions } from './held-out.ts';
import { figuresOf, intervalOf, itemLosses, matchedOf, measureName, measureOf } from './judge-outputs.ts';
import { equalWeights, type Combiner, type FittedWeights } from './parallel/combiner.ts';
import { combiners } from './parallel/index.ts';

/** What a member costs, for the costs of what is made of it. */
export interface MemberCost {
  readonly multiplyAdds: number;
  readonly bytes: number;
}

/** A combiner with its parameters. */
export interface Choice {
  readonly combiner: Combiner;
  readonly config: Readonly<Record<string, unknown>>;
}

interface Judging {
  readonly predictions: HeldOutPredictions;
  readonly costs: readonly MemberCost[];
  /** Null for a fusion of another kind: its own answers are then no row. */
  readonly chosen: Choice | null;
  /** Parameters of a combiner that was not chosen. */
  defaultsOf(combiner: Combiner): Readonly<Record<string, unknown>>;
  readonly random: Random;
}

/**
 * Every combiner on the same stored answers, with the controls, beside the members, and who adds what. A fitted combiner is
 * judged honestly: fitted on either half of the items, it answers the other one.
 */
export function judgeFusion(judging: Judging): JudgedFusion {
  return { ...judgeMethods(judging), ...judgeDiversity(judging.predictions, judging.random) };
}

/** The rows of the table of methods, the members beside them. */
export function judgeMethods(judging: Judging): Omit<JudgedFusion, keyof JudgedDiversity> {
  const { predictions } = judging;
  const { task, outputs } = predictions;
  const losses = outputs.map(own => itemLosses(predictions, own));
  const members = outputs.map((own, i) => figuresOf(predictions, own, losses[i]));
  const best = bestOf(losses.map(own => measureOf(task, own)));
  const methods = judgeCombiners(judging, losses[best]!);
  const uniform = methods.find(({ id }) => id === 'average');
  return {
    items: predictions.items,
    measure: measureName(task),
    members,
    methods,
    controls: { best, bestFigures: members[best]!, uniform: uniform?.figures ?? {} },
  };
}

type JudgedDiversity = Pick<JudgedFusion, 'diversity' | 'contributions' | 'suggestion'>;

/** How the members differ, who adds what, and the fewest that will do. */
export function judgeDiversity(predictions: HeldOutPredictions, random: Random): JudgedDiversity {
  return {
    diversity: diversityOf(predictions),
    contributions: contributionsOf(predictions, random.split('shapley')),
    suggestion: suggestionOf(predictions),
  };
}

/** Every combiner that suits the task, each against the best member's losses. */
export function judgeCombiners(judging: Judging, bestLosses: Float64Array): readonly JudgedMethod[] {
  const fitting = combiners.all.filter(({ tasks }) => tasks.includes(judging.predictions.task));
  const halves = fitting.some(({ fit }) => fit !== undefined) ? halvesOf(judging.predictions, judging.random) : [];
  return fitting.map(combiner => judgeOne(combiner, { ...judging, halves }, bestLosses));
}

/** A half of the items, to be answered, and the other one, to be fitted on. */
interface Half {
  readonly rows: Uint32Array;
  readonly on: HeldOutPredictions;
  readonly rest: HeldOutPredictions;
}

interface Halved extends Judging {
  readonly halves: readonly Half[];
}

/** The same ones for every method. */
function halvesOf(predictions: HeldOutPredictions, random: Random): readonly Half[] {
  const { items } = predictions;
  const order = Uint32Array.from({ length: items }, (_, i) => i);
  shuffle(order, random.split('halves'));
  const rows = [order.slice(0, items >> 1), order.slice(items >> 1)] as const;
  const [first, second] = rows.map(half => heldOutRows(predictions, half)) as [HeldOutPredictions, HeldOutPredictions];
  return [
    { rows: rows[0], on: second, rest: first },
    { rows: rows[1], on: first, rest: second },
  ];
}

function judgeOne(combiner: Combiner, judging: Halved, bestLosses: Float64Array): JudgedMethod {
  const { predictions, costs, chosen, random } = judging;
  const { task, width } = predictions;
  const isChosen = chosen?.combiner.id === combiner.id;
  const config = isChosen ? chosen.config : judging.defaultsOf(combiner);
  const fit = (on: HeldOutPredictions, name: string): FittedWeights => fittedOr(combiner, { config, on, random: random.split(name) });
  const { weights, selection } = fit(predictions, combiner.id);
  const outputs =
    combiner.fit === undefined
      ? combiner.combine({ task, width, outputs: predictions.outputs, weights })
      : crossFitted(predictions, judging.halves, (on, rest, half) =>
          combiner.combine({ task, width, outputs: rest.outputs, weights: fit(on, `${combiner.id}${half}`).weights }),
        );
  const losses = itemLosses(predictions, outputs);
  const used = costs.filter((_, i) => weights[i]! > 0);
  return {
    ...{ id: combiner.id, isChosen, isFitted: combiner.fit !== undefined },
    figures: figuresOf(predictions, outputs, losses),
    interval: intervalOf(task, losses),
    againstBest: matchedOf(task, losses, bestLosses),
    weights: combiner.fit === undefined ? null : weights,
    ...(selection === undefined ? {} : { selection }),
    multiplyAdds: used.reduce((sum, cost) => sum + cost.multiplyAdds, 0),
    bytes: used.reduce((sum, cost) => sum + cost.bytes, 0),
  };
}

interface Fitting {
  readonly config: Readonly<Record<string, unknown>>;
  readonly on: HeldOutPredictions;
  readonly random: Random;
}

function fittedOr(combiner: Combiner, { config, on, random }: Fitting): FittedWeights {
  if (combiner.fit === undefined) return { weights: equalWeights(on.outputs.length) };
  return combiner.fit({ config, predictions: on, random });
}

/** Every item's answer from a fit on the half it is not in. */
function crossFitted(
  predictions: HeldOutPredictions,
  halves: readonly Half[],
  answer: (on: HeldOutPredictions, rest: HeldOutPredictions, half: number) => Float32Array,
): Float32Array {
  const { items, width } = predictions;
  const outputs = new Float32Array(items * width);
  halves.forEach(({ rows, on, rest }, half) => {
    const answers = answer(on, rest, half);
    rows.forEach((row, i) => outputs.set(answers.subarray(i * width, (i + 1) * width), row * width));
  });
  return outputs;
}

function bestOf(measures: readonly number[]): number {
  return measures.reduce((best, measure, i) => (measure < measures[best]! ? i : best), 0);
}

/** Every parameter's default. */
export function defaultsOf({ id, params }: Combiner): Readonly<Record<string, unknown>> {
  const parsed = parseParams(params, {});
  if (!parsed.ok) throw new Error(`'${id}' needs a default for each parameter`);
  return parsed.value;
}
