import type { io, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { isObject, shown } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Engine } from '../../tensor-library.ts';
import { parseJson } from '../card.ts';
import type { RuntimeSession } from '../format.ts';

/** A graph for TensorFlow.js's own executor. */
export interface GraphArtifacts {
  readonly topology: object;
  readonly weightSpecs: io.WeightsManifestEntry[];
  readonly weights: Uint8Array;
  readonly input: GraphEnd;
  readonly output: GraphEnd;
}

export interface GraphEnd {
  /** Of the node. */
  readonly name: string;
  /** Without the items. */
  readonly shape: readonly number[];
}

/** Runs a graph of one input and one output. Throws as `openGraph`. */
export async function runGraph({ input, output, ...artifacts }: GraphArtifacts, engine: Engine): Promise<RuntimeSession> {
  const { runtime, execute, close } = await openGraph(artifacts, engine);
  return {
    runtime,
    close,
    async predict(values, items) {
      const [answers] = await execute([{ name: input.name, values, shape: [items, ...input.shape] }], [output.name]);
      return answers as Float32Array;
    },
  };
}

/** A graph that can be asked for any of its nodes. */
interface ExecutableGraph {
  readonly runtime: string;
  /** Of each node that is named. */
  execute(inputs: readonly GraphInput[], outputs: readonly string[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

interface GraphInput {
  /** Of the node. */
  readonly name: string;
  readonly values: Float32Array;
  /** With the items. */
  readonly shape: readonly number[];
}

/**
 * Opens a graph in tfjs-converter's executor, which shares tfjs-core, and so the back end, with the engine: here, as for layers models,
 * tfjs is imported as a value. Throws `invalid-input` for what it refuses.
 */
export async function openGraph(
  { topology, weightSpecs, weights }: Omit<GraphArtifacts, 'input' | 'output'>,
  { tf, identity }: Engine,
): Promise<ExecutableGraph> {
  const { loadGraphModel, version_converter: version } = await import('@tensorflow/tfjs-converter');
  const artifacts: io.ModelArtifacts = { format: 'graph-model', modelTopology: topology, weightSpecs, weightData: weights.slice().buffer };
  const model = await loadGraphModel({ load: () => Promise.resolve(artifacts) }).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw invalidInput(`A TensorFlow.js graph model is required, it refuses this one: ${why}`);
  });
  return {
    runtime: `tfjs-converter ${version} on ${identity}`,
    async execute(inputs, outputs) {
      const given: NamedTensorMap = Object.fromEntries(inputs.map(({ name, values, shape }) => [name, tf.tensor(values, [...shape])]));
      const answers = [model.execute(given, [...outputs])].flat() as Tensor[];
      const values = await Promise.all(answers.map(async answer => ((await answer.data()) as Float32Array).slice()));
      tf.dispose([...Object.values(given), ...answers]);
      return values;
    },
    close() {
      model.dispose();
      return Promise.resolve();
    },
  };
}

/** The sizes that the manifest claims are checked against the weights that are there. */
export function readTfjsGraph(json: Uint8Array, weights: Uint8Array): GraphArtifacts {
  const model = parseJson(new TextDecoder().decode(json), 'model.json');
  const { modelTopology: topology, weightsManifest: manifest, signature } = isObject(model) ? model : {};
  const [group] = Array.isArray(manifest) ? (manifest as readonly unknown[]) : [];
  if (!isObject(topology) || !isObject(group) || !Array.isArray(group['weights'])) {
    throw invalidInput(`A graph model with one group of weights is required, got ${shown(model)}`);
  }
  const weightSpecs = group['weights'].map(readSpec);
  const required = weightSpecs.reduce((sum, { shape }) => sum + 4 * shape.reduce((product, size) => product * size, 1), 0);
  if (required !== weights.length) throw invalidInput(`The weights must have ${required} bytes, got ${weights.length}`);
  return { topology, weightSpecs, weights, input: endOf(signature, 'inputs'), output: endOf(signature, 'outputs') };
}

function endOf(signature: unknown, side: 'inputs' | 'outputs'): GraphEnd {
  const ends = isObject(signature) && isObject(signature[side]) ? Object.entries(signature[side]) : [];
  const [[name, tensor] = ['', null]] = ends;
  const shape = isObject(tensor) ? tensor['tensorShape'] : null;
  const dim: unknown = isObject(shape) ? shape['dim'] : null;
  if (ends.length === 1 && Array.isArray(dim)) {
    return { name, shape: dim.slice(1).map(axis => Number(isObject(axis) ? axis['size'] : NaN)) };
  }
  throw invalidInput(`A graph model with a signature of one input and one output is required, got ${shown(signature)}`);
}

function readSpec(spec: unknown): io.WeightsManifestEntry {
  const { name, shape, dtype } = isObject(spec) ? spec : {};
  const isSize = (size: unknown): size is number => typeof size === 'number' && Number.isSafeInteger(size) && size >= 0;
  if (typeof name !== 'string' || (dtype !== 'float32' && dtype !== 'int32') || !Array.isArray(shape) || !shape.every(isSize)) {
    throw invalidInput(`a weight of float32 or int32 with name and shape is required, got ${shown(spec)}`, { path: 'weightsManifest' });
  }
  return { name, shape, dtype };
}
