import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { ArraySpec, Compiler, DeviceArray, TraceScope } from '../compiler.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { sizeOf } from '../graph/shape-checks.ts';
import { rowsAt } from './batches.ts';
import type { Batch, Tensors } from './step-plan.ts';
import type { ItemArray, StoredItems, TrainingData } from './training-data.ts';

/** Where a compiled function's items come from. */
export interface BatchSource {
  inputs(items: number, parts: BatchParts): Readonly<Record<string, ArraySpec>>;
  readonly arrays: Readonly<Record<string, DeviceArray>>;
  /** While a function is recorded. */
  batch(scope: TraceScope, tf: TensorLibrary, parts: BatchParts): Batch;
  /** For a call. */
  values(split: Split, positions: Uint32Array, parts: BatchParts): HostValues;
  dispose(): void;
}

/** `all`: with the extras, which only items of the training part have. */
export type BatchParts = 'items' | 'all';

type HostValues = Readonly<Record<string, Float32Array | Int32Array>>;

/** Larger data sets are handed over batch by batch. */
const RESIDENT_BYTES = 2 ** 31;

/** The whole data set on the device where it is at hand and not too large: then a call takes item numbers only. */
export function createBatchSource(data: TrainingData, compiler: Compiler): BatchSource {
  const { stored } = data;
  const isSmall = stored !== undefined && stored.inputs.byteLength + stored.targets.byteLength + extraBytes(data, stored) <= RESIDENT_BYTES;
  if (!isSmall) return withExtras(handedItems(data), handedExtras(data));
  // An item that is there twice may have other extras each time.
  const extras = isUnique(stored.itemsOf('train')) ? residentExtras(data, stored, compiler) : handedExtras(data);
  return withExtras(residentItems(data, stored, compiler), extras);
}

function isUnique(numbers: Uint32Array): boolean {
  return new Set(numbers).size === numbers.length;
}

function extraBytes({ extras = {} }: TrainingData, { items }: StoredItems): number {
  return Object.values(extras).reduce((sum, { shape }) => sum + 4 * items * sizeOf(shape), 0);
}

/** A source of inputs and targets, or of extras. */
interface PartSource<T> {
  inputs(items: number): Readonly<Record<string, ArraySpec>>;
  readonly arrays: Readonly<Record<string, DeviceArray>>;
  batch(scope: TraceScope, tf: TensorLibrary): T;
  values(split: Split, positions: Uint32Array): HostValues;
}

function withExtras(items: PartSource<Omit<Batch, 'extras'>>, extras: PartSource<Tensors>): BatchSource {
  const arrays = { ...items.arrays, ...extras.arrays };
  return {
    inputs: (count, parts) => ({ ...items.inputs(count), ...(parts === 'all' ? extras.inputs(count) : {}) }),
    arrays,
    batch: (scope, tf, parts) => ({ ...items.batch(scope, tf), extras: parts === 'all' ? extras.batch(scope, tf) : {} }),
    values: (split, positions, parts) => ({
      ...items.values(split, positions),
      ...(parts === 'all' ? extras.values(split, positions) : {}),
    }),
    dispose() {
      for (const array of Object.values(arrays)) array.dispose();
    },
  };
}

function residentItems(data: TrainingData, stored: StoredItems, compiler: Compiler): PartSource<Omit<Batch, 'extras'>> {
  const { items, factor, offset, itemsOf } = stored;
  return {
    inputs: count => ({ items: { dtype: 'int32', shape: [count] } }),
    arrays: {
      inputs: compiler.array(stored.inputs, [items, ...data.inputShape]),
      targets: compiler.array(stored.targets, targetShape(data, items)),
    },
    batch(scope, tf) {
      const at = scope.input('items');
      const raw = tf.cast(scope.rows('inputs', at), 'float32');
      const scaled = factor === 1 ? raw : tf.mul(raw, factor);
      const inputs = offset === 0 ? scaled : tf.add(scaled, offset);
      return { inputs, targets: tf.cast(scope.rows('targets', at), targetType(data)) as Tensor };
    },
    values(split, positions) {
      const numbers = itemsOf(split);
      const chosen = new Int32Array(positions.length);
      for (let i = 0; i < chosen.length; i++) chosen[i] = numbers[positions[i]!]!;
      return { items: chosen };
    },
  };
}

function handedItems(data: TrainingData): PartSource<Omit<Batch, 'extras'>> {
  return {
    inputs: count => ({
      inputs: { dtype: 'float32', shape: [count, ...data.inputShape] },
      targets: { dtype: targetType(data), shape: targetShape(data, count) },
    }),
    arrays: {},
    batch: scope => ({ inputs: scope.input('inputs'), targets: scope.input('targets') }),
    values(split, positions) {
      const { inputs, targets } = data.gather(split, positions);
      return { inputs, targets: targetType(data) === 'int32' ? Int32Array.from(targets) : Float32Array.from(targets) };
    },
  };
}

const EXTRA = 'extra/';

/** By item number, like inputs and targets: one input for all of them. */
function residentExtras(data: TrainingData, stored: StoredItems, compiler: Compiler): PartSource<Tensors> {
  const extras = Object.entries(data.extras ?? {});
  const numbers = stored.itemsOf('train');
  const arrays = extras.map(([name, array]) => {
    return [EXTRA + name, compiler.array(byItem(array, numbers, stored.items), [stored.items, ...array.shape])] as const;
  });
  return {
    inputs: () => ({}),
    arrays: Object.fromEntries(arrays),
    batch: scope => Object.fromEntries(extras.map(([name]) => [name, scope.rows(EXTRA + name, scope.input('items'))])),
    values: () => ({}),
  };
}

/** Rows by item number; those of other parts are 0. */
function byItem({ shape, values }: ItemArray, numbers: Uint32Array, items: number): Float32Array {
  const width = sizeOf(shape);
  const rows = new Float32Array(items * width);
  numbers.forEach((number, i) => rows.set(values.subarray(i * width, (i + 1) * width), number * width));
  return rows;
}

function handedExtras(data: TrainingData): PartSource<Tensors> {
  const extras = Object.entries(data.extras ?? {});
  return {
    inputs: count =>
      Object.fromEntries(extras.map(([name, { shape }]) => [EXTRA + name, { dtype: 'float32', shape: [count, ...shape] } as const])),
    arrays: {},
    batch: scope => Object.fromEntries(extras.map(([name]) => [name, scope.input(EXTRA + name)])),
    values: (_split, positions) => Object.fromEntries(extras.map(([name, array]) => [EXTRA + name, rowsAt(array, positions)])),
  };
}

function targetType({ task }: TrainingData): 'int32' | 'float32' {
  return task === 'classes' ? 'int32' : 'float32';
}

function targetShape({ task, outputs }: TrainingData, items: number): readonly number[] {
  return task === 'classes' ? [items] : [items, outputs];
}
