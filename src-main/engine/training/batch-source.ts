import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { ArraySpec, Compiler, DeviceArray, HostArray, TraceScope } from '../compiler.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { sizeOf } from '../graph/shape-checks.ts';
import { rowsAt } from './batches.ts';
import { copyAhead, type WantedItems } from './copy-ahead.ts';
import type { Batch, Tensors } from './step-plan.ts';
import type { ItemArray, StoredItems, TrainingData } from './training-data.ts';

/** Where a compiled function's items come from. */
export interface BatchSource {
  inputs(items: number, parts: BatchParts): Readonly<Record<string, ArraySpec>>;
  readonly arrays: Readonly<Record<string, DeviceArray>>;
  /** While a function is recorded. */
  batch(scope: TraceScope, tf: TensorLibrary, parts: BatchParts): Batch;
  /** For a call; to be handed over before the next are asked for. */
  values(split: Split, wanted: WantedItems, parts: BatchParts): HostValues;
  dispose(): void;
}

/** `all`: with the extras, which only items of the training part have. */
export type BatchParts = 'items' | 'all';

type HostValues = Readonly<Record<string, HostArray>>;

/** The whole data set on the device where it is at hand and not too large: then a call takes item numbers only. */
export function createBatchSource(data: TrainingData, compiler: Compiler): BatchSource {
  const { stored } = data;
  if (stored === undefined) return withExtras(handedItems(data), handedExtras(data));
  const bytes = compiler.bytesTaken(stored.inputs) + compiler.bytesTaken(stored.targets) + extraBytes(data, stored);
  if (bytes > compiler.residentBytes) return withExtras(handedRows(data, stored), handedExtras(data));
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
  values(split: Split, wanted: WantedItems): HostValues;
}

function withExtras(items: PartSource<Omit<Batch, 'extras'>>, extras: PartSource<Tensors>): BatchSource {
  const arrays = { ...items.arrays, ...extras.arrays };
  return {
    inputs: (count, parts) => ({ ...items.inputs(count), ...(parts === 'all' ? extras.inputs(count) : {}) }),
    arrays,
    batch: (scope, tf, parts) => ({ ...items.batch(scope, tf), extras: parts === 'all' ? extras.batch(scope, tf) : {} }),
    values: (split, wanted, parts) => ({
      ...items.values(split, wanted),
      ...(parts === 'all' ? extras.values(split, wanted) : {}),
    }),
    dispose() {
      for (const array of Object.values(arrays)) array.dispose();
    },
  };
}

function residentItems(data: TrainingData, stored: StoredItems, compiler: Compiler): PartSource<Omit<Batch, 'extras'>> {
  const { items, itemsOf } = stored;
  return {
    inputs: count => ({ items: { dtype: 'int32', shape: [count] } }),
    arrays: {
      inputs: compiler.array(stored.inputs, [items, ...data.inputShape]),
      targets: compiler.array(stored.targets, targetShape(data, items)),
    },
    batch(scope, tf) {
      const at = scope.input('items');
      return fromStored(tf, data, stored, { inputs: scope.rows('inputs', at), targets: scope.rows('targets', at) });
    },
    values(split, { positions }) {
      const numbers = itemsOf(split);
      const chosen = new Int32Array(positions.length);
      for (let i = 0; i < chosen.length; i++) chosen[i] = numbers[positions[i]!]!;
      return { items: chosen };
    },
  };
}

/** What a function makes of items as they are stored: the numbers `gather` gives. */
function fromStored(tf: TensorLibrary, data: TrainingData, { factor, offset }: StoredItems, rows: Rows): Omit<Batch, 'extras'> {
  const raw = tf.cast(rows.inputs, 'float32');
  const scaled = factor === 1 ? raw : tf.mul(raw, factor);
  const inputs = offset === 0 ? scaled : tf.add(scaled, offset);
  return { inputs, targets: tf.cast(rows.targets, targetType(data)) as Tensor };
}

interface Rows {
  readonly inputs: Tensor;
  readonly targets: Tensor;
}

/** As they are stored, for a copy is all it takes; the function scales them. */
function handedRows(data: TrainingData, stored: StoredItems): PartSource<Omit<Batch, 'extras'>> {
  const { itemsOf, inputs, targets } = stored;
  const timed = data.timed ?? (fetch => fetch());
  const widths = { inputs: sizeOf(data.inputShape), targets: sizeOf(targetShape(data, 1)) };
  const copied = copyAhead(
    { inputs: { values: inputs, width: widths.inputs }, targets: { values: targets, width: widths.targets } },
    itemsOf,
  );
  return {
    inputs: count => ({
      inputs: { dtype: typeOf(inputs), shape: [count, ...data.inputShape] },
      targets: { dtype: typeOf(targets), shape: targetShape(data, count) },
    }),
    arrays: {},
    batch: (scope, tf) => fromStored(tf, data, stored, { inputs: scope.input('inputs'), targets: scope.input('targets') }),
    values: (split, wanted) => timed(() => copied(split, wanted)),
  };
}

function typeOf(values: HostArray): ArraySpec['dtype'] {
  if (values instanceof Uint8Array) return 'uint8';
  return values instanceof Int32Array ? 'int32' : 'float32';
}

function handedItems(data: TrainingData): PartSource<Omit<Batch, 'extras'>> {
  return {
    inputs: count => ({
      inputs: { dtype: 'float32', shape: [count, ...data.inputShape] },
      targets: { dtype: targetType(data), shape: targetShape(data, count) },
    }),
    arrays: {},
    batch: scope => ({ inputs: scope.input('inputs'), targets: scope.input('targets') }),
    values(split, { positions }) {
      const { inputs, targets } = data.gather(split, positions);
      return { inputs, targets: targetType(data) === 'int32' ? new Int32Array(targets) : new Float32Array(targets) };
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
    values: (_split, { positions }) => Object.fromEntries(extras.map(([name, array]) => [EXTRA + name, rowsAt(array, positions)])),
  };
}

function targetType({ task }: TrainingData): 'int32' | 'float32' {
  return task === 'classes' ? 'int32' : 'float32';
}

function targetShape({ task, outputs }: TrainingData, items: number): readonly number[] {
  return task === 'classes' ? [items] : [items, outputs];
}
