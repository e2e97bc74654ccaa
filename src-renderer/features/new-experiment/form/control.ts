import type { ParamSpec } from '../../../../src-shared/domain/params/param-spec.ts';
import type { Path } from '../wizard/paths.ts';

export type SpecOf<K extends ParamSpec['kind']> = Extract<ParamSpec, { kind: K }>;

/** What a control is drawn from; `labelled` goes onto the element that takes the focus. */
export interface ControlProps<K extends ParamSpec['kind'] = ParamSpec['kind']> {
  readonly spec: SpecOf<K>;
  readonly path: Path;
  /** As it was given; undefined where nothing was. */
  readonly value: unknown;
  readonly labelled: {
    readonly id: string;
    /** Its label stands beside it, or it is called by name where that one would be a repetition. */
    readonly 'aria-labelledby'?: string;
    readonly 'aria-label'?: string;
    readonly 'aria-describedby'?: string;
    readonly 'aria-invalid'?: boolean;
  };
}

export interface FieldProps {
  readonly spec: ParamSpec;
  readonly path: Path;
  /** What holds where nothing was given: from the default of what this is a part of. */
  readonly fallback?: unknown;
  /** Without a label of its own: the control says what it is by `aria-label`. */
  readonly bare?: boolean;
}
