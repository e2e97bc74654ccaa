import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import type { Parameter, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { Json, JsonObject } from '../../../../src-shared/lib/json.ts';
import { freeName, planExport, writeLayer, type ExportPlan } from '../export-plan.ts';
import { joinHeads } from './join-heads.ts';
import type { KerasDialect, KerasForm, Source } from './keras-form.ts';
import { KERAS_LAYERS } from './layers.ts';
import { activationForm } from './pieces.ts';
import { kerasOrder } from './layer-order.ts';

export interface KerasLayer {
  readonly name: string;
  readonly className: string;
  readonly config: JsonObject;
  readonly weights: Readonly<Record<string, Parameter>>;
  readonly inputs: readonly string[];
  readonly inputShapes: readonly Shape[];
  readonly shape: Shape;
  /** Of one that is called with several arguments and not with a list. */
  readonly argumentNames?: readonly string[];
}

export interface KerasTopology {
  /** Of the model. */
  readonly name: string;
  /** In Keras's order. */
  readonly layers: readonly KerasLayer[];
  readonly input: string;
  readonly output: string;
}

/** The model as Keras layers, with the layer that turns logits into probabilities at the end. */
export function kerasTopology(model: Model, dialect: KerasDialect): KerasTopology {
  const plan = dialect === 'keras-3' ? joinHeads(planExport(model)) : planExport(model);
  const layers: KerasLayer[] = [];
  const ends = new Map<string, string>();
  for (const node of plan.nodes) {
    const form = writeLayer(TITLES[dialect], KERAS_LAYERS, node, { node, dialect });
    const nameOf = (place: string): string => freeName(`${node.name}-${place}`, plan.nodes);
    const given = node.inputs.map((name, i): Read => ({ name: ends.get(name) as string, shape: node.inputShapes[i]! }));
    const read = readsOf(layers, form, { given, nameOf });
    const place = { name: node.name, inputs: read.map(({ name }) => name), inputShapes: read.map(({ shape }) => shape) };
    layers.push(layerOf(form, { ...place, shape: firstShape(form, node.shape) }));
    ends.set(node.name, addBehind(layers, form, { given, nameOf }));
  }
  const output = addAnswer(layers, plan, ends.get(plan.output.name) as string, dialect);
  return { name: 'model', layers: kerasOrder(layers, output), input: plan.input.name, output };
}

const TITLES: { readonly [D in KerasDialect]: string } = { 'keras-3': 'Keras', 'keras-2': 'Keras', tfjs: 'TensorFlow.js' };

function addAnswer(layers: KerasLayer[], { answer, answerName, output }: ExportPlan, end: string, dialect: KerasDialect): string {
  if (answer === 'linear') return end;
  const place = { name: answerName, inputs: [end], inputShapes: [output.shape], shape: output.shape };
  layers.push(layerOf(activationForm(answer, dialect, 0), place));
  return answerName;
}

interface Read {
  readonly name: string;
  readonly shape: Shape;
}

interface Around {
  /** What the node reads. */
  readonly given: readonly Read[];
  nameOf(place: string): string;
}

/** Adds the layers in front of a form's first one; what that reads. */
function readsOf(layers: KerasLayer[], { within = [], reads, before }: KerasForm, { given, nameOf }: Around): readonly Read[] {
  const inner = new Map<string, Read>();
  const valueOf = (source: Source): Read => (typeof source === 'number' ? given[source] : inner.get(source)) as Read;
  for (const { place, form, reads: sources } of within) {
    const read = sources.map(valueOf);
    const value = { name: nameOf(place), shape: form.shape ?? read[0]!.shape };
    layers.push(layerOf(form, { ...value, inputs: read.map(({ name }) => name), inputShapes: read.map(({ shape }) => shape) }));
    inner.set(place, value);
  }
  const sources: readonly Source[] = reads ?? given.map((_, i) => i);
  return sources.map(source => addInFront(layers, typeof source === 'number' ? before?.[source] : undefined, valueOf(source), nameOf));
}

/** The layers between a value and the layer that reads it; what that reads then. */
function addInFront(layers: KerasLayer[], before: KerasForm | undefined, value: Read, nameOf: (place: string) => string): Read {
  let read = value;
  let form = before;
  for (let count = 1; form !== undefined; count++, form = form.then) {
    const shape = form.shape ?? read.shape;
    const name = nameOf(count === 1 ? 'input' : `input-${count}`);
    layers.push(layerOf(form, { name, inputs: [read.name], inputShapes: [read.shape], shape }));
    read = { name, shape };
  }
  return read;
}

/** A form in several layers may be wider between than the layer it stands for. */
function firstShape({ weights, then, shape: own }: KerasForm, shape: Shape): Shape {
  if (own !== undefined) return own;
  const width = then === undefined ? undefined : weights?.['kernel']?.shape[1];
  return shape.length === 1 && width !== undefined ? [width] : shape;
}

/** The layers a form goes on with, one behind the other; the name of the last one. Their weights say how wide they are. */
function addBehind(layers: KerasLayer[], { then }: KerasForm, { given, nameOf }: Around): string {
  let form = then;
  for (let count = 1; form !== undefined; count++, form = form.then) {
    const before = layers[layers.length - 1]!;
    const width = form.weights?.['kernel']?.shape[1];
    const shape = form.shape ?? (width === undefined ? before.shape : [width]);
    const name = nameOf(count === 1 ? 'activation' : `activation-${count}`);
    const read = [before, ...(form.also ?? []).map(place => given[place]!)];
    layers.push(layerOf(form, { name, inputs: read.map(source => source.name), inputShapes: read.map(source => source.shape), shape }));
  }
  return layers[layers.length - 1]!.name;
}

function layerOf(
  { className, config, weights = {}, argumentNames }: KerasForm,
  place: Omit<KerasLayer, 'className' | 'config' | 'weights'>,
): KerasLayer {
  return { className, config, weights, ...place, ...(argumentNames && { argumentNames }) };
}

/** The config as Keras 3 writes it into a `.keras` file. */
export function keras3Config({ name, layers, input, output }: KerasTopology): JsonObject {
  const shapes = new Map(layers.map(layer => [layer.name, layer.shape]));
  const tensor = (source: string): JsonObject => ({
    class_name: '__keras_tensor__',
    config: { shape: [null, ...(shapes.get(source) ?? [])], dtype: 'float32', keras_history: [source, 0, 0] },
  });
  const policy = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null };
  const layerConfig = (layer: KerasLayer): JsonObject => ({
    module: 'keras.layers',
    class_name: layer.className,
    config: isInput(layer)
      ? { ...layer.config, dtype: 'float32', name: layer.name }
      : { name: layer.name, trainable: true, dtype: policy, ...layer.config },
    registered_name: null,
    ...(isInput(layer) ? {} : { build_config: buildConfig(layer) }),
    name: layer.name,
    inbound_nodes: isInput(layer) ? [] : [callOf(layer, layer.inputs.map(tensor))],
  });
  // One end as it is, not in a list: a list would make Keras warn about every bare array it is given.
  const config = { name, trainable: true, layers: layers.map(layerConfig), input_layers: [input, 0, 0], output_layers: [output, 0, 0] };
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config,
    registered_name: 'Functional',
    build_config: { input_shape: null },
  };
}

/** The config as Keras 2 writes it, which Keras 3 reads in `.h5` files and TensorFlow.js in its models. */
export function keras2Config({ name, layers, input, output }: KerasTopology): JsonObject {
  const layerConfig = (layer: KerasLayer): JsonObject => ({
    class_name: layer.className,
    config: { name: layer.name, trainable: true, dtype: 'float32', ...layer.config },
    name: layer.name,
    inbound_nodes: isInput(layer) ? [] : [layer.inputs.map(source => [source, 0, 0, {}])],
  });
  return {
    class_name: 'Functional',
    config: { name, trainable: true, layers: layers.map(layerConfig), input_layers: [[input, 0, 0]], output_layers: [[output, 0, 0]] },
  };
}

function isInput(layer: KerasLayer): boolean {
  return layer.inputs.length === 0;
}

/** Three arguments by place, those behind them by name. */
function callOf({ argumentNames = [] }: KerasLayer, tensors: readonly JsonObject[]): JsonObject {
  if (argumentNames.length === 0) return { args: [listUnlessOne(tensors)], kwargs: {} };
  return { args: tensors.slice(0, 3), kwargs: Object.fromEntries(tensors.slice(3).map((tensor, i) => [argumentNames[3 + i]!, tensor])) };
}

function buildConfig({ inputShapes, argumentNames = [] }: KerasLayer): JsonObject {
  const shapes = inputShapes.map(shape => [null, ...shape]);
  if (argumentNames.length === 0) return { input_shape: listUnlessOne(shapes) };
  return { shapes_dict: Object.fromEntries(shapes.slice(0, 3).map((shape, i) => [`${argumentNames[i]!}_shape`, shape])) };
}

/** Layers with one input are called with it, joins with a list. */
function listUnlessOne(items: readonly Json[]): Json {
  return items.length === 1 ? items[0]! : items;
}
