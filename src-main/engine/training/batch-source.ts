import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { ArraySpec, Compiler, DeviceArray, TraceScope } from '../compiler.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import type { Batch } from './step-plan.ts';
import type { StoredItems, TrainingData } from './training-data.ts';

/** Where a compiled function's items come from. */
export interface BatchSource {
  inputs(items: number): Readonly<Record<string, ArraySpec>>;
  readonly arrays: Readonly<Record<string, DeviceArray>>;
  /** While a function is recorded. */
  batch(scope: TraceScope, tf: TensorLibrary): Batch;
  /** For a call. */
  values(split: Split, positions: Uint32Array): Readonly<Record<string, Float32Array | Int32Array>>;
  dispose(): void;
}

/** Larger data sets are handed over batch by batch. */
const RESIDENT_BYTES = 2 ** 31;

/** The whole data set on the device where it is at hand and not too large: then a call takes item numbers only. */
export function createBatchSource(data: TrainingData, compiler: Compiler): BatchSource {
  const { stored } = data;
  const isSmall = stored !== undefined && stored.inputs.byteLength + stored.targets.byteLength <= RESIDENT_BYTES;
  return isSmall ? residentSource(data, stored, compiler) : handedSource(data);
}

function residentSource(data: TrainingData, stored: StoredItems, compiler: Compiler): BatchSource {
  const { items, factor, offset, itemsOf } = stored;
  const arrays = {
    inputs: compiler.array(stored.inputs, [items, ...data.inputShape]),
    targets: compiler.array(stored.targets, targetShape(data, items)),
  };
  return {
    inputs: count => ({ items: { dtype: 'int32', shape: [count] } }),
    arrays,
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
    dispose() {
      for (const array of Object.values(arrays)) array.dispose();
    },
  };
}

function handedSource(data: TrainingData): BatchSource {
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
    dispose: () => undefined,
  };
}

function targetType({ task }: TrainingData): 'int32' | 'float32' {
  return task === 'classes' ? 'int32' : 'float32';
}

function targetShape({ task, outputs }: TrainingData, items: number): readonly number[] {
  return task === 'classes' ? [items] : [items, outputs];
}
