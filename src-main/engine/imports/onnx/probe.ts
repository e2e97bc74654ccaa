import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { openSynchronously, type RunResult, type SynchronousSession } from '../../backends/onnxruntime/synchronous-session.ts';
import { sizeOf } from '../../graph/shape-checks.ts';
import { Unsupported } from '../foreign-graph.ts';

/** What a small file does with made-up items. */
export interface Probed {
  /** Of its values, in ONNX Runtime's words. */
  readonly type: string;
  /** Of an item. */
  readonly shape: Shape;
  /** Whether each value depends on the one in its place alone. */
  readonly each: boolean;
  /** Of three items, the same at every call. */
  readonly values: RunResult['values'];
}

const ITEMS = 3;

/** Throws `Unsupported` for a file that ONNX Runtime refuses, or whose items are not each for itself. */
export function probe(file: Uint8Array, takes: readonly Shape[]): Probed {
  return runtimeSays(() => {
    const session = openSynchronously(file);
    try {
      return probed(session, takes);
    } finally {
      session.close();
    }
  });
}

function probed(session: SynchronousSession, takes: readonly Shape[]): Probed {
  const random = createRandom(1).split('kept');
  const made = takes.map(shape => Float32Array.from({ length: ITEMS * sizeOf(shape) }, () => random.nextNormal()));
  const run = (arrays: readonly Float32Array[], items: number): RunResult =>
    session.run(arrays.map((values, i) => ({ values, shape: [items, ...takes[i]!] })));
  const { type, shape: whole, values } = run(made, ITEMS);
  const [items, ...shape] = whole;
  if (type !== 'float32') return { type, shape, values, each: false };
  if (items !== ITEMS || shape.length === 0) throw new Unsupported(`of ${ITEMS} items it makes [${whole.join(', ')}]`);
  const all = values as Float32Array;
  const oneByOne = Array.from(
    { length: ITEMS },
    (_, item) =>
      run(
        made.map(array => itemOf(array, item)),
        1,
      ).values as Float32Array,
  );
  if (!oneByOne.every((one, item) => isClose(one, itemOf(all, item)))) throw new Unsupported('its items are not each for itself');
  const isAlone = takes.length === 1 && takes.every(size => size.join() === shape.join());
  // Values in another order give theirs in that order.
  const turned = (): Float32Array =>
    run(
      made.map(array => array.toReversed()),
      ITEMS,
    ).values as Float32Array;
  return { type, shape, values, each: isAlone && isClose(turned(), all.toReversed()) };
}

function itemOf(values: Float32Array, item: number): Float32Array {
  const size = values.length / ITEMS;
  return values.slice(item * size, (item + 1) * size);
}

/** Whether it is the same function, as far as the items tell. */
export function isAlike(one: Probed, other: Probed): boolean {
  if (one.type !== other.type || one.shape.join() !== other.shape.join()) return false;
  if (one.values instanceof Float32Array && other.values instanceof Float32Array) return isClose(one.values, other.values);
  // Whole numbers of 64 bits, truth values, and texts.
  return String(one.values) === String(other.values);
}

/** Values that are no numbers are like each other. */
function isClose(one: Float32Array, other: Float32Array): boolean {
  return (
    one.length === other.length &&
    one.every((value, i) => Object.is(value, other[i]) || Math.abs(value - other[i]!) <= 1e-5 * Math.max(1, Math.abs(value)))
  );
}

function runtimeSays<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Unsupported) throw thrown;
    const [first = ''] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n');
    throw new Unsupported(`ONNX Runtime says: ${first}`);
  }
}
