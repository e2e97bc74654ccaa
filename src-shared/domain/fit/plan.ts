/** One plan, without ranges: what `planFields` describe. */
export interface Plan {
  /** Id of a plan method. */
  readonly method: string;
  readonly keep?: number | undefined;
  readonly precision: 'float32' | 'int8';
  readonly accuracyLoss: number;
  readonly learningRate: number;
  readonly batchSize: number;
}

/** A step of a recipe: its kind at `do`, and its fields as a person would write them. */
export type PlanStep = Readonly<Record<string, unknown>> & {
  readonly do: 'prune' | 'factorise' | 'distill' | 'slim' | 'subnet' | 'fuse' | 'quantise';
};

/** By name, in their order; the last is what the plan yields. */
export type PlanSteps = Readonly<Record<string, PlanStep>>;

/** What a plan is made of. */
export interface PlanCall {
  /** What a recipe calls the model that is to fit. */
  readonly model: string;
  /** Of all trainings of the plan together. */
  readonly epochs: number;
}

/** As shares of what the model has; of multiply-adds for one item on average. */
export interface Leaves {
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly bytes: number;
}

/** What is asked of a model, as far as it decides whether a method can be of any use. */
export interface PlanPurpose {
  readonly task: string;
  /** Names of the costs that have a limit. */
  readonly limited: readonly string[];
}

/** A way to make a model fit. No controls are trained beside its steps. */
export interface PlanMethod {
  readonly id: string;
  /** Whether it goes by a share of the parameters. */
  readonly byShare: boolean;
  /** Whether what it leaves may have fewer bits at the end. */
  readonly takesBits: boolean;
  /** `keep`: 1 where it does not go by a share. */
  steps(plan: Plan & { readonly keep: number }, call: PlanCall): PlanSteps;
  /** Roughly, and at best. `bits`: share of the bits that a weight keeps. */
  leaves(keep: number, bits: number): Leaves;
  /** Why it is of no use here, in words; absent where it always may be. */
  unfit?(purpose: PlanPurpose): string | null;
}
