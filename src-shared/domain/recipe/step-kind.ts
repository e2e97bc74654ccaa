import type { OutputKind } from '../step-output.ts';
import type { ParamSpecs } from '../params/param-spec.ts';

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
}

export function defineStepKind<const S extends ParamSpecs>(kind: StepKind<S>): StepKind<S> {
  return kind;
}
