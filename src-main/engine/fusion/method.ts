import type { Model, ModelCard } from '../../../src-shared/domain/graph/model-card.ts';
import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import type { FusionReport } from '../../../src-shared/domain/fusion-report.ts';
import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../algorithm.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import type { EngineLoad } from '../memory/predict-memory.ts';
import type { Engine } from '../tensor-library.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import type { TrainingResult } from '../training/loop-plan.ts';
import type { PredictionPart } from './held-out.ts';
import type { FusionMember } from './member-checks.ts';

/** A way to make one model of several. Its id is what `method: { kind: … }` says. */
export interface FusionMethod<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  fuse(call: FusionCall<ParamValues<S>>): Promise<FusedNetwork>;
}

/** A member with what is known of where it comes from. */
export interface SourceMember extends FusionMember {
  readonly replicate: number | null;
  /** Null for what is no stored model: the last epoch of a walk. */
  readonly modelId: string | null;
  /** Of its native file. */
  readonly bytes: number;
  /** Item numbers it was trained or fitted on, and the array they count in. */
  readonly trainedOn: Uint32Array;
  readonly source: string;
  /** Of a member that comes out of a cross-validation: what its folds answered to items they had not seen. */
  readonly outOfFold?: () => Promise<readonly PredictionPart[]>;
}

export interface FusionCall<Config> {
  readonly config: Config;
  /** Empty for methods that make their own. */
  readonly members: readonly SourceMember[];
  /** What it is fitted and judged on. */
  readonly data: LoadedDataset;
  readonly seed: number;
  /** The other fields of the step, for methods that train. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Of a model of the data. */
  readonly card: ModelCard;
  /** The network a preset or a list of layers describes, for the data. */
  newGraph(described: unknown): ModelGraph;
  engine(load: EngineLoad): Promise<Engine>;
  readonly hooks: TrainingHooks;
  /** Keeps a file for good; null where it would be too large. */
  keep(bytes: Uint8Array): Promise<FusionReport['predictions']>;
}

export interface FusedNetwork {
  readonly model: Model;
  readonly report: FusionReport;
  /** Of a method that trains; else nothing was. */
  readonly training?: Pick<TrainingResult, 'epochs' | 'steps' | 'trainingMs'>;
}

export function defineFusionMethod<const S extends ParamSpecs>(method: FusionMethod<S>): FusionMethod<S> {
  return method;
}
