import type { OutputKind } from '../step-output.ts';
import type { ParamSpecs } from '../params/param-spec.ts';
import type { ParamProblem } from '../params/problems.ts';

/**
 * A kind of recipe step: its fields are data, from which the schema, the wizard and the help come. What it does is the
 * job of the same id in `src-main/jobs`. Adding a kind is this file, the job's file, and their two registry lines.
 */
export interface StepKind<S extends ParamSpecs = ParamSpecs> {
  /** What `do:` says. Permanent. */
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly help: string;
  readonly fields: S;
  /** Remaining fields belong to the chosen member of this registry (`import-data` and its readers). */
  readonly spread?: { readonly registry: string; readonly tag: string; readonly guessFrom: string };
  readonly produces: OutputKind;
  /** Whether its result depends on the engine (and so on its identity). */
  readonly usesEngine: boolean;
  /** `each`: given a group of replicates it runs once a member; `all`: it reads the whole group at once. */
  readonly overGroups: 'each' | 'all';
  /** Rises when the step's numbers change for the same parameters. */
  readonly revision: number;
  /** In runs of its own epochs, all that it trains: controls and what it tries out come on top of the result. One when left out. */
  readonly trainings?: (values: StepValues) => number;
  /** Its work is done by jobs of their own, side by side; its own job only puts together what they made, without an engine. */
  readonly parts?: StepParts;
  /** What its fields must have together, which none of them can say alone. */
  readonly check?: (values: StepValues) => readonly ParamProblem[];
}

type StepValues = Readonly<Record<string, unknown>>;

/** How a step comes apart. Pure functions of its resolved values, so that a plan is known before anything has run. */
export interface StepParts {
  /** What a part does: a kind with a job, but no word of recipes. */
  readonly kind: StepKind;
  /** What one is called, after the step's name. */
  readonly noun: 'fold' | 'lane';
  count(values: StepValues): number;
  /** Whether the work of the step is dealt out among them, so that more of them are done sooner; else each has as much to do as the next. */
  readonly isShared: boolean;
  /** Whether one more part works on the whole. */
  alsoOneOfAll(values: StepValues): boolean;
  /** What of the values decides what the parts compute. */
  valuesOf(values: StepValues): StepValues;
}

export function defineStepKind<const S extends ParamSpecs>(kind: StepKind<S>): StepKind<S> {
  return kind;
}
