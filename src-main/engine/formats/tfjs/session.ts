import type { io } from '@tensorflow/tfjs-core';
import { isObject, shown } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Engine } from '../../tensor-library.ts';
import { parseJson } from '../card.ts';
import type { RuntimeSession } from '../format.ts';
import { rowsTogether } from '../lib/rows-together.ts';
import { graphOfKerasConfig } from '../keras/read.ts';

/**
 * Runs a layers model in tfjs-layers, which shares tfjs-core, and so the back end, with the engine: here alone in the
 * engine tfjs is imported as a value. Throws `invalid-input` for damaged files.
 */
export async function openTfjs(json: Uint8Array, weights: Uint8Array, engine: Engine): Promise<RuntimeSession> {
  return openArtifacts(readArtifacts(json, weights), engine);
}

/** What a layers model of several inputs and outputs is fed of items, and which of its answers count, in which order. */
export interface LayersEnds {
  readonly inputs: (items: Float32Array) => readonly LayersInput[];
  readonly outputs: readonly number[];
}

interface LayersInput {
  readonly values: Float32Array;
  /** Of an item; null for those that the model says itself. */
  readonly sizes: readonly number[] | null;
}

const ONE_EACH: LayersEnds = { inputs: values => [{ values, sizes: null }], outputs: [0] };

/** A layers model whose topology and weights were looked at before. */
export async function openArtifacts(
  artifacts: io.ModelArtifacts,
  { tf, identity }: Engine,
  ends: LayersEnds = ONE_EACH,
): Promise<RuntimeSession> {
  const layers = await import('@tensorflow/tfjs-layers');
  const model = await layers.loadLayersModel({ load: () => Promise.resolve(artifacts) }).catch((cause: unknown) => {
    throw invalidInput(
      `A TensorFlow.js layers model is required, it refuses this one: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  });
  const shapes = model.inputs.map(({ shape }) => shape.slice(1).map(Number));
  return {
    runtime: `tfjs-layers ${layers.version_layers} on ${identity}`,
    async predict(inputs, items) {
      const given = ends.inputs(inputs).map(({ values, sizes }, i) => tf.tensor(values, [items, ...(sizes ?? shapes[i] ?? [])]));
      const answers = [model.predictOnBatch(given.length === 1 ? given[0]! : given)].flat();
      const wanted = await Promise.all(ends.outputs.map(async output => (await answers[output]!.data()) as Float32Array));
      tf.dispose([...given, ...answers]);
      return rowsTogether(wanted, items).slice();
    },
    close() {
      model.dispose();
      return Promise.resolve();
    },
  };
}

/** The sizes the manifest claims are checked against the weights that are there. */
function readArtifacts(json: Uint8Array, weights: Uint8Array): io.ModelArtifacts {
  const model = parseJson(new TextDecoder().decode(json), 'model.json');
  const manifest = isObject(model) && Array.isArray(model['weightsManifest']) ? (model['weightsManifest'] as readonly unknown[]) : [];
  const [group] = manifest;
  const topology = isObject(model) ? model['modelTopology'] : undefined;
  if (!isObject(topology) || manifest.length !== 1 || !isObject(group) || !Array.isArray(group['weights'])) {
    throw invalidInput(`A layers model with one group of weights is required, got ${shown(model)}`);
  }
  // tfjs-layers builds from a broken configuration what it can, and may never end: it only gets what was checked.
  graphOfKerasConfig(topology['model_config']);
  const specs = group['weights'].map(readSpec);
  const required = specs.reduce((sum, { shape }) => sum + 4 * shape.reduce((product, size) => product * size, 1), 0);
  if (required !== weights.length) throw invalidInput(`The weights must have ${required} bytes, got ${weights.length}`);
  const weightData = weights.slice().buffer;
  return { modelTopology: topology, weightSpecs: specs, weightData };
}

function readSpec(spec: unknown): io.WeightsManifestEntry {
  const { name, shape, dtype } = isObject(spec) ? spec : {};
  const isSize = (size: unknown): size is number => typeof size === 'number' && Number.isSafeInteger(size) && size >= 0;
  if (typeof name !== 'string' || dtype !== 'float32' || !Array.isArray(shape) || !shape.every(isSize)) {
    throw invalidInput(`a float32 weight with name and shape is required, got ${shown(spec)}`, { path: 'weightsManifest' });
  }
  return { name, shape, dtype };
}
