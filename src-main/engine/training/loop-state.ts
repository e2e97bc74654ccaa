import type { Masks, Parameter, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import type { LoopPlan, SplitFigures } from './loop-plan.ts';
import type { StepState, Tensors } from './step-plan.ts';

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
}

/** Sums over the steps since the last point of `train.loss`, in the order of the steps. */
export interface WindowSums {
  readonly loss: number;
  readonly correct: number;
  readonly items: number;
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

/** A run in memory. The loop replaces its members; the tensors are the run's own. */
export interface LoopState {
  position: Position;
  tensors: StepState;
  masks: Masks;
  maskTensors: Tensors;
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

/** What a run starts from: zero slots, and parameters zeroed where masked. */
export function initialState({ step, parameters, masks }: LoopPlan): StoredState {
  const slots: Record<string, Parameter> = {};
  for (const { name } of step.trainable) {
    const { shape, values } = parameters[name]!;
    for (const slot of step.optimizer.slots) {
      slots[`${name}/${slot}`] = { shape, values: new Float32Array(values.length) };
    }
  }
  return { position: START, parameters: maskedParameters(parameters, masks), slots, masks, best: null };
}

export function loadState(tf: TensorLibrary, stored: StoredState): LoopState {
  return {
    position: stored.position,
    tensors: { parameters: upload(tf, stored.parameters), slots: upload(tf, stored.slots) },
    masks: stored.masks,
    maskTensors: uploadMasks(tf, stored.masks, stored.parameters),
    best: stored.best,
  };
}

export function disposeState(state: LoopState): void {
  for (const part of [state.tensors.parameters, state.tensors.slots, state.maskTensors]) disposeAll(part);
}

export function disposeAll(tensors: Tensors): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}

export async function download(tensors: Tensors): Promise<Parameters> {
  const entries = Object.entries(tensors).map(async ([name, tensor]) => [name, await downloadOne(tensor)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function downloadOne(tensor: Tensor): Promise<Parameter> {
  return { shape: tensor.shape, values: (await tensor.data()) as Float32Array };
}

export function upload(tf: TensorLibrary, parameters: Parameters): Tensors {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, values }]) => [name, tf.tensor(Float32Array.from(values), [...shape])]),
  );
}

/** Masks as float tensors of their kernels' shapes. */
export function uploadMasks(tf: TensorLibrary, masks: Masks, parameters: Parameters): Tensors {
  return Object.fromEntries(
    Object.entries(masks).map(([name, mask]) => [name, tf.tensor(Float32Array.from(mask), [...parameters[name]!.shape])]),
  );
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
