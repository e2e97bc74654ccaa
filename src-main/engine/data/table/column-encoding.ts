import type { TableColumnEncoding } from '../../../../src-shared/domain/dataset.ts';
import type { ParamSpecs, ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../../algorithm.ts';
import type { ImportedTarget } from '../reader.ts';
import type { ColumnStore } from './column-store.ts';

/** What a feature column holds. */
export type FeatureType = 'number' | 'category' | 'date';

/** A column and all that may be looked at to fit its encoding. */
export interface FitCall<Config = Readonly<Record<string, unknown>>> {
  readonly column: ColumnStore;
  /** Nothing outside these rows may be looked at. */
  readonly train: Uint32Array;
  readonly target: ImportedTarget;
  readonly config: Config;
}

/** Writes a column's inputs of one row at an offset; the array holds zeros there. */
export type WriteRow = (inputs: Float32Array, row: number, offset: number) => void;

/** How a column of a table becomes inputs. What was fitted is plain data, stored with the data and in every model trained on it. */
export interface ColumnEncoding<
  S extends ParamSpecs = ParamSpecs,
  E extends TableColumnEncoding = TableColumnEncoding,
> extends Algorithm<S> {
  readonly takes: FeatureType;
  /** The kind of what it stores. */
  readonly storedAs: E['kind'];
  /** Null where the column says nothing over the training rows: it is constant there. */
  fit(call: FitCall<ParamValues<S>>): E | null;
  /** Inputs of one row. */
  width(stored: E): number;
  writer(stored: E, column: ColumnStore): WriteRow;
  /** For an encoding that knows the answers: what training rows get, so that none of them is told its own. */
  trainWriter?(call: FitCall<ParamValues<S>>, stored: E): WriteRow;
  /** The cell as it stood in the source, as near as its inputs tell. */
  decode(stored: E, inputs: Float32Array): number | string;
  /** Whether a model's file, which may say anything, has a whole one of this kind. */
  isStored(raw: Readonly<Record<string, unknown>>): boolean;
}

/** An encoding whose parameters' and stored form's types are forgotten, as the registry holds it. */
export interface RegisteredEncoding extends Algorithm {
  readonly takes: FeatureType;
  readonly storedAs: TableColumnEncoding['kind'];
  fit(call: FitCall): TableColumnEncoding | null;
  width(stored: TableColumnEncoding): number;
  writer(stored: TableColumnEncoding, column: ColumnStore): WriteRow;
  trainWriter?(call: FitCall, stored: TableColumnEncoding): WriteRow;
  decode(stored: TableColumnEncoding, inputs: Float32Array): number | string;
  isStored(raw: Readonly<Record<string, unknown>>): boolean;
}

export function defineColumnEncoding<const S extends ParamSpecs, E extends TableColumnEncoding>(
  encoding: ColumnEncoding<S, E>,
): ColumnEncoding<S, E> {
  return encoding;
}
