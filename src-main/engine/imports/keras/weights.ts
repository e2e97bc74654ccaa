import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Hdf5Reader } from '../../formats/lib/hdf5.ts';
import { HEADS_PARTS, snakeCase } from '../../formats/keras/layer-order.ts';
import type { KerasCall, KerasPlace } from './flatten-config.ts';
import type { WeightsOf } from './read-model.ts';

/** Groups within a layer's own, in the order in which Keras lists their weights. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  LSTM: ['cell'],
  GRU: ['cell'],
  Bidirectional: ['forward_layer/cell', 'backward_layer/cell'],
  MultiHeadAttention: HEADS_PARTS,
  TimeDistributed: ['layer'],
};
const MOST_WEIGHTS = 16;
/** The third number of a normalisation says how many items it has seen. */
const MOST: Readonly<Record<string, number>> = { Normalization: 2 };
/** Whole numbers among a layer's weights that no answer depends on. */
const COUNTED = /(^|\/)(count|seed_generator_state)(:\d+)?$/;

/** Of the weights of a `.keras` archive: groups by class and place, models within models. */
export function archiveWeights(file: Hdf5Reader): WeightsOf {
  return ({ path, className }) => {
    const group = path.map(place => `layers/${groupOf(place)}`).join('/');
    return (PARTS[className] ?? ['']).flatMap(part =>
      varsOf(file, [group, part, 'vars'].filter(step => step !== '').join('/'), MOST[className]),
    );
  };
}

function groupOf({ className, place }: KerasPlace): string {
  const name = snakeCase(className);
  return place === 0 ? name : `${name}_${place}`;
}

function varsOf(file: Hdf5Reader, group: string, most = MOST_WEIGHTS): readonly Parameter[] {
  const found: Parameter[] = [];
  for (let i = 0; i < most; i++) {
    const shape = file.shapeOf(`${group}/${i}`);
    if (shape === null) break;
    found.push(file.array(`${group}/${i}`, shape));
  }
  return found;
}

/**
 * Of a `.h5` file: by the names listed with each layer of the outermost model. A model within has one list for all its layers,
 * first everything that is trained, then everything that is counted.
 */
export function h5Weights(file: Hdf5Reader, calls: readonly KerasCall[]): WeightsOf {
  const lists = new Map<string, ReadonlyMap<string, readonly Parameter[]>>();
  return call => {
    const [outer] = call.path;
    if (outer === undefined) return [];
    if (call.path.length === 1) return all(outer.name);
    const known = lists.get(outer.name) ?? withinModel(outer.name);
    lists.set(outer.name, known);
    return known.get(keyOf(call)) ?? [];
  };

  function all(layer: string): readonly Parameter[] {
    const group = `model_weights/${layer}`;
    // Operations have none listed.
    const names = file.hasAttribute(group, 'weight_names') ? file.texts(group, 'weight_names') : [];
    return names
      .filter(name => !COUNTED.test(name))
      .map(name => {
        const shape = file.shapeOf(`${group}/${name}`);
        if (shape === null) throw invalidInput(`The HDF5 file must have the array '${group}/${name}'`, { path: layer });
        return file.array(`${group}/${name}`, shape);
      });
  }

  function withinModel(model: string): ReadonlyMap<string, readonly Parameter[]> {
    const inside = [
      ...new Map(calls.filter(({ path }) => path.length > 1 && path[0]?.name === model).map(call => [keyOf(call), call])).values(),
    ];
    const left = [...all(model)];
    const trained = new Map(inside.map(call => [keyOf(call), left.splice(0, countOf(call).trained)]));
    return new Map(inside.map(call => [keyOf(call), [...(trained.get(keyOf(call)) ?? []), ...left.splice(0, countOf(call).counted)]]));
  }
}

function keyOf({ path }: KerasCall): string {
  return path.map(({ name }) => name).join('/');
}

const ONE_WEIGHT: ReadonlySet<string> = new Set(['Embedding', 'PReLU']);
const TWO_WEIGHTS: ReadonlySet<string> = new Set(['LayerNormalization', 'GroupNormalization']);

/** Weights a layer has by its class and configuration. */
function countOf({ className, config }: KerasCall): { readonly trained: number; readonly counted: number } {
  if (className === 'BatchNormalization') {
    return { trained: (config['center'] === false ? 0 : 1) + (config['scale'] === false ? 0 : 1), counted: 2 };
  }
  if (className === 'Normalization') return { trained: 0, counted: Array.isArray(config['mean']) ? 0 : 2 };
  const bias = config['use_bias'] === false ? 0 : 1;
  const kernels: Readonly<Record<string, number>> = {
    Dense: 1,
    Conv1D: 1,
    Conv2D: 1,
    Conv2DTranspose: 1,
    DepthwiseConv2D: 1,
    SeparableConv2D: 2,
    LSTM: 2,
    GRU: 2,
  };
  if (kernels[className] !== undefined) return { trained: kernels[className] + bias, counted: 0 };
  if (className === 'MultiHeadAttention') return { trained: 4 + 4 * bias, counted: 0 };
  if (TWO_WEIGHTS.has(className)) return { trained: 2, counted: 0 };
  return { trained: ONE_WEIGHT.has(className) ? 1 : 0, counted: 0 };
}
