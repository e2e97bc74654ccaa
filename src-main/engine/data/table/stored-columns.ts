import type { TensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import type { ColumnStore } from './column-store.ts';

/** A column apart from its arrays, as JSON. */
export type StoreFacts = Omit<ColumnStore, 'numbers' | 'codes'>;

/** Codes say nothing without texts. */
function codesOf({ texts, codes }: ColumnStore): Uint32Array {
  return texts === null ? new Uint32Array(0) : codes;
}

export function storeFacts({ numbers: _numbers, codes: _codes, ...facts }: ColumnStore): StoreFacts {
  return facts;
}

export function storeBytes(store: ColumnStore): number {
  return store.numbers.byteLength + codesOf(store).byteLength;
}

/** A column's arrays under names that are its place's; no copies. */
export function storeTensors(store: ColumnStore, place: number): [string, TensorFile['tensors'][string]][] {
  const [{ numbers }, codes] = [store, codesOf(store)];
  return [
    [numbersName(place), { shape: [numbers.length], values: numbers }],
    [codesName(place), { shape: [codes.length], values: codes }],
  ];
}

/** Throws a plain Error where the file has no such column. */
export function storeOf({ tensors }: Pick<TensorFile, 'tensors'>, facts: StoreFacts, place: number): ColumnStore {
  const [numbers, codes] = [tensors[numbersName(place)]?.values, tensors[codesName(place)]?.values];
  if (!(numbers instanceof Float64Array) || !(codes instanceof Uint32Array))
    throw new Error(`The numbers and codes of column '${facts.name}' are required`);
  return { ...facts, numbers, codes };
}

const numbersName = (place: number): string => `${place}/numbers`;
const codesName = (place: number): string => `${place}/codes`;
