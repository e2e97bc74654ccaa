import { canonicalJson } from '../../../../src-shared/lib/json.ts';
import type { TensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import { wholeInput } from '../made-inputs.ts';
import type { ColumnStore } from '../table/column-store.ts';
import { fitTable, type ColumnToFit } from '../table/encode-table.ts';
import { columnEncodings } from '../table/encodings/index.ts';
import { storeBytes, storeFacts, storeOf, storeTensors, type StoreFacts } from '../table/stored-columns.ts';
import type { Originals } from '../reader.ts';
import { ORIGINALS_KIND, type OriginalsFormat } from './originals.ts';

const ID = 'table';

/** Columns of a table that are inputs, with their values as they were read. */
export function tableOriginals(columns: readonly ColumnToFit[]): Originals {
  const inputs = columns.filter(({ encoding }) => encoding !== null);
  return {
    bytes: inputs.reduce((sum, { store }) => sum + storeBytes(store), 0),
    take: items => tableOriginals(inputs.map(({ store, encoding }) => ({ store: rowsOf(store, items), encoding }))),
    encode: (train, target) => wholeInput(fitTable({ columns: inputs, target }, train)),
    toFile: () => ({
      metadata: { [ORIGINALS_KIND]: ID, columns: canonicalJson(inputs.map(factsOf)) },
      tensors: Object.fromEntries(inputs.flatMap(({ store }, i) => storeTensors(store, i))),
    }),
  };
}

export const tableFormat: OriginalsFormat = {
  id: ID,
  fromFile: file =>
    tableOriginals((JSON.parse(file.metadata['columns'] ?? '') as readonly ColumnFacts[]).map((facts, i) => columnOf(file, facts, i))),
};

interface ColumnFacts {
  readonly store: StoreFacts;
  readonly encoding: { readonly id: string; readonly config: Readonly<Record<string, unknown>> };
}

function factsOf({ store, encoding }: ColumnToFit): ColumnFacts {
  if (encoding === null) throw new Error('An input is required');
  return { store: storeFacts(store), encoding: { id: encoding.of.id, config: encoding.config } };
}

function columnOf(file: TensorFile, { store, encoding }: ColumnFacts, place: number): ColumnToFit {
  return { store: storeOf(file, store, place), encoding: { of: columnEncodings.require(encoding.id), config: encoding.config } };
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
