import type { Parameter, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { isObject, shown } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { sizeOf } from '../../graph/shape-checks.ts';
import { elementBytes, tensorFrom, type ElementType } from '../element-types.ts';
import type { WeightsOf } from './read-model.ts';

export interface NamedWeight extends Parameter {
  readonly name: string;
}

const MOST_SHARDS = 10_000;
const TYPES: ReadonlySet<unknown> = new Set<ElementType>(['float32', 'int32', 'uint8', 'uint16', 'float16', 'bool']);

/** All weights of a manifest, in its order; quantised ones as the numbers they stand for. Throws `invalid-input` for what the shards don't hold. */
export async function readShards(manifest: unknown, beside: (name: string) => Promise<Uint8Array>): Promise<readonly NamedWeight[]> {
  const weights: NamedWeight[] = [];
  for (const group of Array.isArray(manifest) ? (manifest as readonly unknown[]) : []) {
    const { paths, weights: specs } = isObject(group) ? group : {};
    if (!Array.isArray(paths) || paths.length > MOST_SHARDS || !paths.every(path => typeof path === 'string') || !Array.isArray(specs))
      throw invalidInput(`a group of weights with its files is required, got ${shown(group)}`, { path: 'weightsManifest' });
    const shards: Uint8Array[] = [];
    for (const path of paths as readonly string[]) shards.push(await beside(path));
    weights.push(...groupWeights(joinedBytes(shards), specs));
  }
  return weights;
}

function joinedBytes(shards: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(shards.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const shard of shards) {
    all.set(shard, at);
    at += shard.length;
  }
  return all;
}

function groupWeights(bytes: Uint8Array, specs: readonly unknown[]): readonly NamedWeight[] {
  let at = 0;
  return specs.map(spec => {
    const { name, shape, dtype, quantization } = isObject(spec) ? spec : {};
    const { dtype: stored = dtype, scale = 1, min = 0 } = isObject(quantization) ? quantization : {};
    const isShape = Array.isArray(shape) && shape.every(size => Number.isSafeInteger(size) && (size as number) >= 0);
    if (typeof name !== 'string' || !isShape || !TYPES.has(stored))
      throw invalidInput(`a weight with name, shape and type is required, got ${shown(spec)}`, { path: 'weightsManifest' });
    const end = at + sizeOf(shape as Shape) * elementBytes(stored as ElementType);
    if (!(end <= bytes.length)) throw invalidInput(`The weights must have ${end} bytes at least, got ${bytes.length}`, { path: name });
    const { values } = tensorFrom(bytes.subarray(at, end), stored as ElementType, shape as Shape, name);
    at = end;
    const isScaled = stored === 'uint8' || stored === 'uint16';
    return {
      name,
      shape: shape as Shape,
      values: Float32Array.from(values, value => (isScaled && isObject(quantization) ? value * Number(scale) + Number(min) : value)),
    };
  });
}

/** By the layer's name in front: `conv2d/kernel`. Those of a model within another one have the inner layer's name, or both. */
export function namedWeights(weights: readonly NamedWeight[]): WeightsOf {
  return ({ path }) => {
    const names = path.map(({ name }) => name);
    const fronts = names.map((_name, i) => `${names.slice(i).join('/')}/`);
    for (const front of fronts) {
      const found = weights.filter(({ name }) => name.startsWith(front));
      if (found.length > 0) return found;
    }
    return [];
  };
}
