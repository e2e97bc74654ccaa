import type { DatasetManifest, PreprocessingStep, TableColumnEncoding } from '../../../../src-shared/domain/dataset.ts';
import { storedOf, type LoadedDataset } from '../load-dataset.ts';
import { fitStandardise, type StandardiseStep } from '../standardise.ts';
import { encodingOf } from '../table/encodings/index.ts';

type TableStep = Extract<PreprocessingStep, { readonly kind: 'table' }>;

/**
 * How inputs prepared in one way become those prepared in another: of each row of the last axis but singletons (a table's row, the
 * bands of a frame) the values at `places`, times `factor` plus `offset`. What a graph can do itself, by layers in front.
 */
export interface InputBridge {
  /** Of the row before. */
  readonly width: number;
  readonly places: readonly number[];
  readonly factor: readonly number[];
  readonly offset: readonly number[];
}

/**
 * Whether the stored inputs tell all that their preprocessing learned, so that it can be fitted on fewer of the items without the
 * originals: bands, and tables of numbers without gaps, categories an input each, and hashes. What is filled in, quantiles, orders
 * and means of answers do not show in the inputs.
 */
export function canRefit({ preprocessing, columns = [] }: Pick<DatasetManifest, 'preprocessing' | 'columns'>): boolean {
  if (preprocessing.some(isStandardise)) return true;
  const table = preprocessing.find(isTable);
  const missing = new Map(columns.map(column => [column.name, column.missing]));
  return (
    table !== undefined &&
    table.columns.every(({ kind, column }) => kind === 'category' || kind === 'hashing' || (kind === 'number' && missing.get(column) === 0))
  );
}

/**
 * The preprocessing as it would be if it had been fitted on these training items alone. Columns that don't vary over them are
 * dropped, as at import, and so are categories they lack. Only where `canRefit`; throws a plain Error where nothing is left.
 */
export function refitPreprocessing(data: LoadedDataset): readonly PreprocessingStep[] {
  const { preprocessing } = data.manifest;
  return preprocessing.map(step => {
    if (isStandardise(step)) return refitBands(data, step);
    return isTable(step) ? refitTable(data, step) : step;
  });
}

/** Mean and deviation of what is there, on top of those of before. */
function refitBands(data: LoadedDataset, before: StandardiseStep): StandardiseStep {
  const { values, item } = rowsOf(data);
  const own = fitStandardise(values, data.itemsOf('train'), { item, width: before.mean.length });
  return {
    kind: 'standardise',
    mean: before.mean.map((mean, band) => mean + before.deviation[band]! * own.mean[band]!),
    deviation: before.deviation.map((deviation, band) => deviation * own.deviation[band]!),
  };
}

function refitTable(data: LoadedDataset, { columns }: TableStep): TableStep {
  const { values, item } = rowsOf(data);
  const train = data.itemsOf('train');
  const own = fitStandardise(values, train, { item, width: item });
  let place = 0;
  const fitted = columns.flatMap(column => {
    const first = place;
    place += encodingOf(column).width(column);
    const isVarying = (at: number): boolean => train.some(row => values[row * item + at] !== values[(train[0] ?? 0) * item + at]);
    const occurs = (at: number): boolean => train.some(row => values[row * item + at] !== 0);
    return refitColumn(column, { mean: own.mean[first]!, deviation: own.deviation[first]!, first, isVarying, occurs });
  });
  if (fitted.length === 0) throw new Error('At least one column must vary over the training items');
  return { kind: 'table', columns: fitted };
}

interface ColumnFacts {
  readonly mean: number;
  readonly deviation: number;
  /** Its first input. */
  readonly first: number;
  isVarying(place: number): boolean;
  occurs(place: number): boolean;
}

function refitColumn(
  column: TableColumnEncoding,
  { mean, deviation, first, isVarying, occurs }: ColumnFacts,
): readonly TableColumnEncoding[] {
  if (column.kind === 'category') {
    const values = column.values.filter((_, i) => occurs(first + i));
    return values.length < 2 ? [] : [{ ...column, values }];
  }
  if (column.kind !== 'number') return [column];
  if (!isVarying(first)) return [];
  const moved = column.mean + column.deviation * mean;
  return [{ ...column, mean: moved, deviation: column.deviation * deviation, missing: moved }];
}

/** From the first preprocessing to the second, which `refitPreprocessing` made of it. */
export function bridgeOf(from: readonly PreprocessingStep[], to: readonly PreprocessingStep[]): InputBridge {
  const [bands, own] = [from.find(isStandardise), to.find(isStandardise)];
  if (bands !== undefined && own !== undefined) {
    const columns = bands.mean.map((mean, i) =>
      affine({ mean, deviation: bands.deviation[i]! }, { mean: own.mean[i]!, deviation: own.deviation[i]! }),
    );
    return joined(
      bands.mean.length,
      columns.map((column, place) => ({ place, ...column })),
    );
  }
  const [before, after] = [from.find(isTable)?.columns ?? [], to.find(isTable)?.columns ?? []];
  const ends = new Map(after.map(column => [column.column, column]));
  let place = 0;
  const columns = before.flatMap(column => {
    const first = place;
    place += encodingOf(column).width(column);
    const end = ends.get(column.column);
    return end === undefined ? [] : columnBridge(column, end).map(({ at, ...rest }) => ({ place: first + at, ...rest }));
  });
  return joined(place, columns);
}

interface Affine {
  readonly factor: number;
  readonly offset: number;
}

function columnBridge(from: TableColumnEncoding, to: TableColumnEncoding): readonly (Affine & { readonly at: number })[] {
  if (from.kind === 'number' && to.kind === 'number') return [{ at: 0, ...affine(from, to) }];
  if (from.kind === 'category' && to.kind === 'category') return to.values.map(value => ({ at: from.values.indexOf(value), ...SAME }));
  return Array.from({ length: encodingOf(from).width(from) }, (_, at) => ({ at, ...SAME }));
}

const SAME: Affine = { factor: 1, offset: 0 };

interface Standard {
  readonly mean: number;
  readonly deviation: number;
}

/** Of (x − m)/d, to (x − m′)/d′. */
function affine(from: Standard, to: Standard): Affine {
  return { factor: from.deviation / to.deviation, offset: (from.mean - to.mean) / to.deviation };
}

function joined(width: number, columns: readonly (Affine & { readonly place: number })[]): InputBridge {
  return {
    width,
    places: columns.map(({ place }) => place),
    factor: columns.map(({ factor }) => factor),
    offset: columns.map(({ offset }) => offset),
  };
}

/** A fresh array: rows of `bridge.width` values become rows of as many as it has places. */
export function crossed(values: ArrayLike<number>, { width, places, factor, offset }: InputBridge): Float32Array {
  const rows = values.length / width;
  const out = new Float32Array(rows * places.length);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < places.length; i++) out[row * places.length + i] = values[row * width + places[i]!]! * factor[i]! + offset[i]!;
  }
  return out;
}

function rowsOf(data: LoadedDataset): { readonly values: Float32Array; readonly item: number } {
  const { inputs } = storedOf(data);
  const values = inputs instanceof Float32Array ? inputs : Float32Array.from(inputs);
  return { values, item: values.length / data.manifest.items };
}

export function isStandardise(step: PreprocessingStep): step is StandardiseStep {
  return step.kind === 'standardise';
}

function isTable(step: PreprocessingStep): step is TableStep {
  return step.kind === 'table';
}
