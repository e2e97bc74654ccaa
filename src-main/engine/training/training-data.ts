import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { Shape, Task } from '../../../src-shared/domain/graph/model-graph.ts';

/** What training asks of a data set: already preprocessed items, fetched by their place in a split. */
export interface TrainingData {
  /** Of one item, e.g. `[28, 28, 1]`. */
  readonly inputShape: Shape;
  readonly task: Task;
  /** Inputs are numbers of tokens, below this; left out where they are amounts. */
  readonly tokens?: number | undefined;
  /** Width of the model's answer: the number of classes or labels; 1 for `binary`, number of target columns for `values`. */
  readonly outputs: number;
  /** Items in a split; 0 when the data set has no such split. */
  count(split: Split): number;
  /**
   * Fresh arrays of the items at these places (0 … count − 1 within the split, any order, repeats allowed).
   */
  gather(split: Split, positions: Uint32Array): TrainingItems;
  /** What `gather` takes from, for back ends that keep it on the device; absent where the items are made as they are asked for. */
  readonly stored?: StoredItems;
  /** Around every fetch that is no `gather`, where somebody times them. */
  readonly timed?: <T>(fetch: () => T) => T;
  /** Values that go with each training item beside its input and target, by name: weights (`ITEM_WEIGHT`), a teacher's answers. */
  readonly extras?: Readonly<Record<string, ItemArray>>;
}

/** Name of the extra array that says how much each item counts in the loss. */
export const ITEM_WEIGHT = 'weight';

/** An array with a row for every item of the training part, in the order of the part. Not to be written to. */
export interface ItemArray {
  /** Of one item; `[]` for a number. */
  readonly shape: Shape;
  /** `[training items, …shape]`. */
  readonly values: Float32Array;
}

/** All items of all splits as they lie in memory. Not to be written to. */
export interface StoredItems {
  readonly items: number;
  /** `[items, …inputShape]`. */
  readonly inputs: Float32Array | Int32Array | Uint8Array;
  /** An input is `value·factor + offset`, each of the three a float32, each operation rounded to float32. */
  readonly factor: number;
  readonly offset: number;
  /** `[items]` for `classes`, else `[items, outputs]`. */
  readonly targets: Float32Array | Int32Array | Uint8Array;
  /** Item number of each position of a split. */
  itemsOf(split: Split): Uint32Array;
}

export interface TrainingItems {
  /** Preprocessed (scaled, standardised), row-major `[N, …inputShape]`. */
  readonly inputs: Float32Array;
  /** `classes`: class numbers `[N]`; `binary`: 0 or 1 `[N]`; `labels`: 0 or 1, `values`: numbers `[N, outputs]`. */
  readonly targets: Int32Array | Float32Array;
}
