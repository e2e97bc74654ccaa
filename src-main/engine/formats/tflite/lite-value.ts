import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ConstantValues, GraphValue } from '../tensorflow/graph-value.ts';
import type { OperatorName } from './operator-names.ts';
import type { OptionsName, OptionsTable } from './schema.ts';

/** Whole steps: value = scale·(step − zero point), one scale for all or one for each place of an axis. */
export interface LiteGrid {
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
  readonly axis?: number;
}

export interface LiteTensor {
  readonly name: string;
  /** With the items as -1. */
  readonly shape: Shape;
  readonly type: GraphValue['type'] | 'int8' | 'float16';
  /** Of a constant. */
  readonly values?: ConstantValues | Int8Array | Float16Array;
  readonly grid?: LiteGrid;
}

/** An operator with the names of what it reads and gives; an empty name for an argument that is left out. */
export interface LiteOperator {
  readonly code: OperatorName;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly options?: { readonly table: OptionsName; readonly values: OptionsTable };
}

/** An operator without what it gives. */
export type LiteForm = Omit<LiteOperator, 'outputs'>;

/** The operators of a network in order, and the values by their names. */
export interface LiteNetwork {
  readonly tensors: ReadonlyMap<string, LiteTensor>;
  readonly operators: readonly LiteOperator[];
  readonly input: string;
  readonly output: string;
}

/** A value that must be there. */
export function tensorAt(tensors: ReadonlyMap<string, LiteTensor>, name: string | undefined): LiteTensor {
  const found = tensors.get(name ?? '');
  if (found === undefined) throw new Error(`There must be a value '${name ?? ''}'`);
  return found;
}
