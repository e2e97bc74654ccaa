import { z } from 'zod';
import type { EngineStatus } from '../domain/engine-status.ts';
import type { Catalog, ParamSpecs } from '../domain/params/param-spec.ts';
import type { OutputKind } from '../domain/step-output.ts';
import { INPUT_KINDS } from '../domain/dataset.ts';
import { defineContract } from './define-contract.ts';
import { made } from './views.ts';

/** A step kind as data, for forms and documentation. */
export interface StepKindView {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly fields: ParamSpecs;
  readonly spread?: { readonly registry: string; readonly tag: string; readonly guessFrom: string };
  readonly produces: OutputKind;
  /** `each`: it may be repeated for several seeds. */
  readonly overGroups: 'each' | 'all';
}

export const workspaceContract = defineContract({
  name: 'workspace',
  calls: {
    get: { input: z.object({}), output: z.object({ name: z.string(), path: z.string(), version: z.string() }) },
    /** Measured once and remembered; null while the first measurement runs. */
    engine: { input: z.object({}), output: made<EngineStatus>().nullable() },
    catalog: {
      input: z.object({}),
      output: z.object({
        algorithms: made<Catalog>(),
        stepKinds: z.array(made<StepKindView>()),
        /** Data that comes with the program: what an import names as its source. */
        samples: z.array(z.object({ source: z.string(), title: z.string(), holds: z.enum(INPUT_KINDS) })),
      }),
    },
  },
  events: {},
});
