import type { Uploaded } from '../../src-shared/contracts/uploads.contract.ts';

/** Files on their way into the workspace's `uploads` folder. Nothing of a batch is seen under its name before it is whole. */
export interface Uploads {
  /** Throws `disk-full` when the bytes can't fit, before any has come. */
  begin(request: { readonly name: string; readonly files: number; readonly bytes: number }): Promise<string>;
  /** Keeps one file; `path` is inside the batch, `/` between folders. Returns its bytes. What is left of a failure is removed. */
  write(batch: string, path: string, chunks: AsyncIterable<Uint8Array>): Promise<number>;
  finish(batch: string): Promise<Uploaded>;
  abandon(batch: string): Promise<boolean>;
}

/** Files of the machine that main was pointed at, by an id: a page never learns a path. */
export interface OfferedFiles {
  /** Null for what is no file. */
  offer(path: string): Promise<OfferedFile | null>;
  /** Throws `not-found` for an id it did not give. */
  stream(file: string): AsyncIterable<Uint8Array>;
  /** The text of a small one; null when it is larger, or no text. */
  text(file: string, maxBytes: number): Promise<string | null>;
}

export interface OfferedFile {
  readonly file: string;
  readonly name: string;
  readonly bytes: number;
}
