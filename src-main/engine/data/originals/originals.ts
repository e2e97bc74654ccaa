import type { TensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import type { Originals } from '../reader.ts';

/** A form of originals in files. */
export interface OriginalsFormat {
  /** Stands in the file; permanent. */
  readonly id: string;
  /** Throws a plain Error for a file that is not whole. */
  fromFile(file: TensorFile): Originals;
}

/** The entry of the file's metadata that says the form. */
export const ORIGINALS_KIND = 'originals';
