import type { TensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import type { EncodedInput, ImportedTarget } from '../reader.ts';

/** Items as they were before anything was fitted on them: what it takes to fit the preprocessing anew on fewer of them. */
export interface Originals {
  /** Of the file, about. */
  readonly bytes: number;
  /** Only these items, in this order. */
  take(items: Uint32Array): Originals;
  /** All items, by what was fitted on the `train` items only. `target` is of the same items. */
  encode(train: Uint32Array, target: ImportedTarget): EncodedInput;
  toFile(): TensorFile;
}

/** A form of originals in files. */
export interface OriginalsFormat {
  /** Stands in the file; permanent. */
  readonly id: string;
  /** Throws a plain Error for a file that is not whole. */
  fromFile(file: TensorFile): Originals;
}

/** The entry of the file's metadata that says the form. */
export const ORIGINALS_KIND = 'originals';
