import type { Masks, ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import type { Keep } from '../../../src-shared/domain/recipe/common-fields.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import type { Engine } from '../tensor-library.ts';
import type { EarlyStopping } from '../training/loop-plan.ts';
import type { Teacher } from './teacher.ts';
import type { TransferSet } from './transfer.ts';

/** A student as it begins. */
export interface StudentStart {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly masks: Masks;
}

/** What a `distill` step asks for. Algorithm values are parsed: `{ kind, …every parameter }`. */
export interface DistilSetup {
  readonly engine: Engine;
  readonly data: LoadedDataset;
  readonly transfer: TransferSet;
  readonly teachers: readonly Teacher[];
  /** One for each teacher; they sum to 1. */
  readonly weights: readonly number[];
  /** Each teacher's answers on the transfer set (see `answersOn`); null where teachers run in every step. */
  readonly answers: readonly Float32Array[] | null;
  /** Each is taught by the one before it, the first one by the teachers; the last one is what is asked for. */
  readonly chain: readonly StudentStart[];
  readonly losses: readonly AlgorithmValue[];
  readonly warmUpEpochs: number;
  readonly finalTemperature: number | null;
  readonly sweep: { readonly temperatures: readonly number[]; readonly alphas: readonly number[] } | null;
  readonly control: boolean;
  readonly training: TrainingSettings;
  readonly seed: number;
}

/** How each student of a step is trained, the control like the taught. */
export interface TrainingSettings {
  readonly optimizer: AlgorithmValue;
  readonly schedule: AlgorithmValue;
  readonly loss?: AlgorithmValue | undefined;
  readonly epochs: number;
  readonly batchSize: number;
  readonly weightDecay: number;
  readonly gradientClipping?: { readonly norm: number } | undefined;
  readonly earlyStopping?: EarlyStopping | undefined;
  readonly keep: Keep;
  readonly augment?: readonly AlgorithmValue[] | undefined;
}
