import type { Masks, Parameter, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { LoopPlan, SplitFigures } from './loop-plan.ts';

/** Where a run is, apart from its arrays. Plain JSON with finite numbers. */
export interface Position {
  /** Optimizer steps done. */
  readonly done: number;
  readonly window: WindowSums;
  /** Mean loss of the last whole window; null before the first. */
  readonly recentLoss: number | null;
  /** Epochs whose validation is done. */
  readonly judged: number;
  readonly last: SplitFigures | null;
  readonly best: { readonly epoch: number; readonly figures: SplitFigures } | null;
  readonly watch: { readonly best: number | null; readonly since: number };
  readonly stopped: boolean;
  readonly trainingMs: number;
  /** Of these, waiting for items; absent in what older versions saved. */
  readonly waitingMs?: number;
}

/** Sums over the steps since the last point of `train.loss`, in the order of the steps. */
export interface WindowSums {
  readonly loss: number;
  readonly correct: number;
  readonly items: number;
  /** Of the objective's parts, by metric name; absent where there are none. */
  readonly parts?: Readonly<Record<string, number>>;
}

export const EMPTY_WINDOW: WindowSums = { loss: 0, correct: 0, items: 0 };

const START: Position = {
  done: 0,
  window: EMPTY_WINDOW,
  recentLoss: null,
  judged: 0,
  last: null,
  best: null,
  watch: { best: null, since: 0 },
  stopped: false,
  trainingMs: 0,
};

/** A run in memory, apart from what the device holds. The loop replaces its members. */
export interface LoopState {
  position: Position;
  masks: Masks;
  /** Parameters of the best epoch so far; null while there is none, or when the last one is kept. */
  best: Parameters | null;
}

export interface StoredState {
  readonly position: Position;
  readonly parameters: Parameters;
  readonly slots: Parameters;
  readonly masks: Masks;
  readonly best: Parameters | null;
}

/** What a run starts from: zero slots, or those of its earlier part, and both zeroed where masked. */
export function initialState({ step, parameters, masks, begin }: Pick<LoopPlan, 'step' | 'parameters' | 'masks' | 'begin'>): StoredState {
  const slots: Record<string, Parameter> = {};
  for (const { name } of step.trainable) {
    const { shape, values } = parameters[name]!;
    const mask = masks[name];
    for (const slot of step.optimizer.slots) {
      const before = begin?.slots[`${name}/${slot}`]?.values;
      const start = before?.map((value, i) => (mask?.[i] === 0 ? 0 : value)) ?? new Float32Array(values.length);
      slots[`${name}/${slot}`] = { shape, values: start };
    }
  }
  const position =
    begin === undefined
      ? START
      : { ...START, done: begin.done, judged: begin.epochs, trainingMs: begin.trainingMs, waitingMs: begin.waitingMs ?? 0 };
  return { position, parameters: maskedParameters(parameters, masks), slots, masks, best: null };
}

/** Exactly 0 wherever a mask is 0; arrays without a mask are shared, not copied. */
export function maskedParameters(parameters: Parameters, masks: Masks): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => {
      const mask = masks[name];
      if (mask === undefined) return [name, parameter];
      return [name, { ...parameter, values: parameter.values.map((value, i) => (mask[i] === 0 ? 0 : value)) }];
    }),
  );
}
