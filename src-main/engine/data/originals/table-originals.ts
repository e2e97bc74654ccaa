import { canonicalJson } from '../../../../src-shared/lib/json.ts';
import type { TensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import type { ColumnStore } from '../table/column-store.ts';
import { fitTable, type ColumnToFit } from '../table/encode-table.ts';
import { columnEncodings } from '../table/encodings/index.ts';
import type { Originals } from '../reader.ts';
import { ORIGINALS_KIND, type OriginalsFormat } from './originals.ts';

const ID = 'table';

/** Columns of a table that are inputs, with their values as they were read. */
export function tableOriginals(columns: readonly ColumnToFit[]): Originals {
  const inputs = columns.filter(({ encoding }) => encoding !== null);
  return {
    bytes: inputs.reduce((sum, { store }) => sum + store.numbers.byteLength + codesOf(store).byteLength, 0),
    take: items => tableOriginals(inputs.map(({ store, encoding }) => ({ store: rowsOf(store, items), encoding }))),
    encode: (train, target) => fitTable({ columns: inputs, target }, train),
    toFile: () => ({
      metadata: { [ORIGINALS_KIND]: ID, columns: canonicalJson(inputs.map(factsOf)) },
      tensors: Object.fromEntries(inputs.flatMap(({ store }, i) => arraysOf(store, i))),
    }),
  };
}

export const tableFormat: OriginalsFormat = {
  id: ID,
  fromFile: file =>
    tableOriginals((JSON.parse(file.metadata['columns'] ?? '') as readonly ColumnFacts[]).map((facts, i) => columnOf(file, facts, i))),
};

type StoreFacts = Omit<ColumnStore, 'numbers' | 'codes'>;

interface ColumnFacts {
  readonly store: StoreFacts;
  readonly encoding: { readonly id: string; readonly config: Readonly<Record<string, unknown>> };
}

function factsOf({ store: { numbers: _numbers, codes: _codes, ...store }, encoding }: ColumnToFit): ColumnFacts {
  if (encoding === null) throw new Error('An input is required');
  return { store, encoding: { id: encoding.of.id, config: encoding.config } };
}

/** Codes say nothing without texts. */
function codesOf({ texts, codes }: ColumnStore): Uint32Array {
  return texts === null ? new Uint32Array(0) : codes;
}

function arraysOf(store: ColumnStore, place: number): [string, TensorFile['tensors'][string]][] {
  const [{ numbers }, codes] = [store, codesOf(store)];
  return [
    [numbersName(place), { shape: [numbers.length], values: numbers }],
    [codesName(place), { shape: [codes.length], values: codes }],
  ];
}

const numbersName = (place: number): string => `${place}/numbers`;
const codesName = (place: number): string => `${place}/codes`;

function columnOf({ tensors }: TensorFile, { store, encoding }: ColumnFacts, place: number): ColumnToFit {
  const [numbers, codes] = [tensors[numbersName(place)]?.values, tensors[codesName(place)]?.values];
  if (!(numbers instanceof Float64Array) || !(codes instanceof Uint32Array))
    throw new Error(`The numbers and codes of column '${store.name}' are required`);
  return { store: { ...store, numbers, codes }, encoding: { of: columnEncodings.require(encoding.id), config: encoding.config } };
}

/** Numbers or codes may be left out where the column needs none of them. */
function rowsOf(store: ColumnStore, items: Uint32Array): ColumnStore {
  const { numbers, codes } = store;
  return {
    ...store,
    rows: items.length,
    numbers: numbers.length === 0 ? numbers : Float64Array.from(items, item => numbers[item]!),
    codes: codes.length === 0 ? codes : Uint32Array.from(items, item => codes[item]!),
  };
}
