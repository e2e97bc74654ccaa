/** Why something can't be foretold. Closed: the screens have a sentence for each. */
export const UNKNOWN_REASONS = ['data-not-imported', 'nothing-measured', 'not-computed', 'no-length', 'engine-not-measured'] as const;
export type UnknownReason = (typeof UNKNOWN_REASONS)[number];

/** What a step of a recipe will need, before anything of it has run. */
export interface StepForecast {
  readonly name: string;
  readonly kind: string;
  readonly repeat: number;
  /** Of one job. */
  readonly memory: MemoryForecast | { readonly unknown: UnknownReason };
  /** Of all replicates together. */
  readonly time: TimeForecast | { readonly unknown: UnknownReason };
  /** Of the model it trains or reads; null where there is none, or not known yet. */
  readonly model: { readonly parameters: number; readonly multiplyAdds: number } | null;
}

/** Peak resident bytes of the job's process, on the engine in force. */
export interface MemoryForecast {
  readonly totalBytes: number;
  readonly engineBytes: number;
  readonly parameterBytes: number;
  readonly activationBytes: number;
  readonly dataBytes: number;
  /** Title of the engine. */
  readonly engine: string;
}

export interface TimeForecast {
  readonly ms: number;
  /** The earlier job it is scaled from. */
  readonly from: { readonly jobId: string; readonly runId: string; readonly step: string; readonly ms: number };
  /** How many earlier jobs of this kind there were to choose from. */
  readonly jobs: number;
  /** Work of this step by work of that one; far from 1 the estimate is rough. */
  readonly scale: number;
}
