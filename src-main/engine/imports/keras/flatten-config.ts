import { isObject, shown } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { headsArguments } from '../../formats/keras/heads-call.ts';

type Fields = Readonly<Record<string, unknown>>;

/** One call of a layer of a Keras model, all models within it opened. */
export interface KerasCall {
  /** Unique. */
  readonly name: string;
  /** Of the layer, within the model it is in. */
  readonly layer: string;
  readonly className: string;
  readonly config: Fields;
  /** Of Python; empty in HDF5 files and older ones. */
  readonly module: string;
  /** Whether Keras 3 wrote it, a function of which has other numbers than before. */
  readonly isKeras3: boolean;
  /** Among the arguments of the call, beside what it reads. */
  readonly numbers: readonly { readonly value: number; readonly place: number }[];
  /** Names of the calls it reads. */
  readonly inputs: readonly string[];
  /** Where its weights are: the models around it, then itself, as [name, class, place among its siblings of that class]. */
  readonly path: readonly KerasPlace[];
}

export interface KerasPlace {
  readonly name: string;
  readonly className: string;
  /** Among the layers of its class in its model, from 0. */
  readonly place: number;
}

export interface FlatKeras {
  /** Each behind those it reads. */
  readonly calls: readonly KerasCall[];
  /** Names of the calls that are the model's inputs, in its order. */
  readonly inputs: readonly string[];
  /** In its order. */
  readonly outputs: readonly KerasOutput[];
  /** Layers that are used more than once. */
  readonly shared: readonly string[];
}

interface KerasOutput {
  /** Of the layer, as the file calls it. */
  readonly name: string;
  /** The call that answers. */
  readonly end: string;
}

const MODELS: ReadonlySet<unknown> = new Set(['Functional', 'Model', 'Sequential']);
const MOST_CALLS = 10_000;
const DEEPEST = 16;

/** A configuration as Keras 2, Keras 3 or TensorFlow.js writes it. Throws `invalid-input` for what is none. */
export function flattenKeras(root: unknown): FlatKeras {
  const calls: KerasCall[] = [];
  const shared = new Set<string>();
  const model = modelOf(root, 'model');
  const outputs = openModel(model, { calls, shared, path: [], prefix: '', inputs: null, depth: 0 });
  return { calls, inputs: inputCalls(model, calls), outputs, shared: [...shared] };
}

/** Those that no model around them feeds. */
function inputCalls({ config }: RawModel, calls: readonly KerasCall[]): readonly string[] {
  const order = sourcesOf(config['input_layers'], 'input_layers').map(([name]) => name);
  const found = calls.filter(({ className, inputs }) => className === 'InputLayer' && inputs.length === 0).map(({ name }) => name);
  return found.sort((one, other) => order.indexOf(one) - order.indexOf(other));
}

interface Opening {
  readonly calls: KerasCall[];
  readonly shared: Set<string>;
  readonly path: readonly KerasPlace[];
  /** Of the names within. */
  readonly prefix: string;
  /** What is fed, for a model within another one. */
  readonly inputs: readonly string[] | null;
  readonly depth: number;
}

interface RawLayer {
  readonly name: string;
  readonly className: string;
  readonly config: Fields;
  readonly inbound: unknown;
  readonly raw: Fields;
}

interface RawModel {
  readonly isSequential: boolean;
  readonly config: Fields;
  readonly layers: readonly RawLayer[];
}

function modelOf(root: unknown, path: string): RawModel {
  const className = isObject(root) ? root['class_name'] : undefined;
  // Keras 1 wrote the layers of a Sequential as its whole configuration.
  const config = isObject(root) ? (Array.isArray(root['config']) ? { layers: root['config'] } : root['config']) : undefined;
  if (!MODELS.has(className) || !isObject(config) || !Array.isArray(config['layers']))
    throw invalidInput(`A sequential or functional Keras model is required, got ${shown(className ?? root)}`, { path });
  return { isSequential: className === 'Sequential', config, layers: config['layers'].map(layerOf) };
}

function layerOf(raw: unknown, index: number): RawLayer {
  const { class_name: className, config, inbound_nodes: inbound } = isObject(raw) ? raw : {};
  if (!isObject(raw) || typeof className !== 'string' || !isObject(config))
    throw invalidInput(`a layer with class and configuration is required, got ${shown(raw)}`, { path: `layers.${index}` });
  const name = raw['name'] ?? config['name'];
  if (typeof name !== 'string') throw invalidInput(`a layer with a name is required, got ${shown(name)}`, { path: `layers.${index}` });
  return { name, className, config, inbound, raw };
}

/** Adds the calls of a model; those that answer. */
function openModel(model: RawModel, at: Opening): readonly KerasOutput[] {
  if (at.depth > DEEPEST) throw invalidInput(`Models may nest ${DEEPEST} deep`, { path: at.path.at(-1)?.name ?? 'model' });
  const places = placesOf(model.layers);
  return model.isSequential ? [openSequence(model, places, at)] : openGraph(model, places, at);
}

function within(at: Opening, place: KerasPlace | undefined): Opening {
  return place === undefined ? at : { ...at, path: [...at.path, place] };
}

function placesOf(layers: readonly RawLayer[]): ReadonlyMap<RawLayer, KerasPlace> {
  const counts = new Map<string, number>();
  return new Map(
    layers.map(layer => {
      const place = counts.get(layer.className) ?? 0;
      counts.set(layer.className, place + 1);
      return [layer, { name: layer.name, className: layer.className, place }];
    }),
  );
}

function openSequence({ layers, config }: RawModel, places: ReadonlyMap<RawLayer, KerasPlace>, at: Opening): KerasOutput {
  let end = at.inputs?.[0];
  for (const layer of layers) {
    if (layer.className === 'InputLayer') {
      end ??= addCall(layer, [], { ...at, path: [] });
      continue;
    }
    end ??= addInput(layer, config, at);
    end = addLayer(layer, [end], within(at, places.get(layer)));
  }
  if (end === undefined) throw invalidInput('A model with at least one layer is required, got none');
  return { name: layers.at(-1)?.name ?? end, end };
}

/** Older files have the input's shape with the first layer. */
function addInput({ config, raw }: RawLayer, model: Fields, at: Opening): string {
  const build = isObject(raw['build_config']) ? raw['build_config'] : {};
  const shape = config['batch_input_shape'] ?? config['batch_shape'] ?? build['input_shape'] ?? model['build_input_shape'];
  if (!Array.isArray(shape))
    throw invalidInput('A model with the shape of its input is required, this one does not say it', {
      hint: 'Build it, or give it an Input layer, and save it again.',
    });
  const layer = { name: 'input', className: 'InputLayer', config: { batch_shape: shape }, inbound: [], raw: {} };
  return addCall(layer, [], { ...at, path: [] });
}

/** A layer, or a model within the model. */
function addLayer(layer: RawLayer, inputs: readonly string[], at: Opening): string {
  if (!MODELS.has(layer.className)) return addCall(layer, inputs, at);
  const model = modelOf({ class_name: layer.className, config: layer.config }, layer.name);
  const [output, ...others] = openModel(model, { ...at, prefix: `${at.prefix}${layer.name}_`, inputs, depth: at.depth + 1 });
  if (output !== undefined && others.length === 0) return output.end;
  throw invalidInput(`A model within a model may have one output, '${layer.name}' has ${others.length + 1}`, { path: layer.name });
}

function addCall(
  { name: layer, className, config, raw, inbound }: RawLayer,
  inputs: readonly string[],
  { calls, prefix, path }: Opening,
): string {
  if (calls.length >= MOST_CALLS) throw invalidInput(`A model of at most ${MOST_CALLS} layers is required`);
  let name = `${prefix}${layer}`;
  for (let count = 2; calls.some(call => call.name === name); count++) name = `${prefix}${layer}_${count}`;
  const module = typeof raw['module'] === 'string' ? raw['module'] : '';
  const numbers = numbersIn(Array.isArray(inbound) ? inbound[0] : null);
  // Older files name the type of numbers by a text.
  const isKeras3 = module !== '' || isObject(config['dtype']);
  calls.push({ name, layer, className, config, module, isKeras3, numbers, inputs, path });
  return name;
}

/** A tensor: the layer, and which of its calls. */
type Source = readonly [layer: string, call: number];

interface WaitingCall {
  readonly layer: RawLayer;
  readonly call: number;
  readonly inputs: readonly Source[];
}

const keyOf = ([name, call]: Source): string => `${name}:${call}`;

function openGraph({ layers, config }: RawModel, places: ReadonlyMap<RawLayer, KerasPlace>, at: Opening): readonly KerasOutput[] {
  const ends = new Map<string, string>();
  sourcesOf(config['input_layers'], 'input_layers').forEach(([name], i) => {
    const fed = at.inputs?.[i];
    if (fed !== undefined) ends.set(keyOf([name, 0]), fed);
  });
  const waiting = layers.flatMap(layer => callsOf(layer).map((inputs, call): WaitingCall => ({ layer, call, inputs })));
  for (const { layer, call } of waiting) if (call > 0) at.shared.add(layer.name);
  while (waiting.length > 0) {
    const next = takeReady(waiting, ends);
    const key = keyOf([next.layer.name, next.call]);
    if (ends.has(key)) continue;
    const inputs = next.inputs.map(source => ends.get(keyOf(source)) as string);
    ends.set(key, addLayer(next.layer, inputs, within(at, places.get(next.layer))));
  }
  const outputs = sourcesOf(config['output_layers'], 'output_layers').flatMap(source => {
    const end = ends.get(keyOf(source));
    return end === undefined ? [] : [{ name: source[0], end }];
  });
  if (outputs.length > 0) return outputs;
  throw invalidInput(`an output is required, got ${shown(config['output_layers'])}`, { path: 'output_layers' });
}

function takeReady(waiting: WaitingCall[], ends: ReadonlyMap<string, string>): WaitingCall {
  const place = waiting.findIndex(({ inputs }) => inputs.every(source => ends.has(keyOf(source))));
  const [next] = place === -1 ? [] : waiting.splice(place, 1);
  if (next !== undefined) return next;
  const name = waiting[0]?.layer.name ?? '';
  throw invalidInput(`Every layer must lead from the input; '${name}' does not`, { path: name });
}

/** `['name', 0, 0]`, or several of those, in a list or by names. */
function sourcesOf(given: unknown, path: string): readonly Source[] {
  const value = isObject(given) && !Array.isArray(given) ? Object.values(given) : given;
  const list: readonly unknown[] = Array.isArray(value) && typeof value[0] === 'string' ? [value] : Array.isArray(value) ? value : [];
  return list.map(entry => {
    if (Array.isArray(entry) && typeof entry[0] === 'string' && (entry[1] ?? 0) === 0 && (entry[2] ?? 0) === 0) return [entry[0], 0];
    if (Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number') return [entry[0], entry[1]];
    throw invalidInput(`names of layers are required, got ${shown(entry)}`, { path });
  });
}

/** What each call of a layer reads: Keras 3's tensors in arguments, or Keras 2's nested lists. */
function callsOf({ name, className, inbound }: RawLayer): readonly (readonly Source[])[] {
  if (className === 'InputLayer') return [[]];
  if (!Array.isArray(inbound) || inbound.length === 0)
    throw invalidInput(`a layer that reads others is required, got ${shown(inbound)}`, { path: name });
  return inbound.map((node: unknown) => {
    const call = className === 'MultiHeadAttention' ? headsCall(node, name) : node;
    const found = isObject(call) ? historiesIn([call['args'], call['kwargs']], 0) : legacySources(call, name);
    if (found.length === 0) throw invalidInput(`a call on other layers is required, got ${shown(node)}`, { path: name });
    return found;
  });
}

/** With queries, keys, values and mask in this order. */
function headsCall(node: unknown, name: string): unknown {
  const given = headsArguments(node, name);
  return isObject(node) ? { args: given } : given;
}

/** Every tensor among the arguments, in order. */
function historiesIn(value: unknown, depth: number): readonly Source[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap(item => historiesIn(item, depth + 1));
  if (!isObject(value)) return [];
  const config = value['class_name'] === '__keras_tensor__' ? value['config'] : undefined;
  const history: unknown = isObject(config) ? config['keras_history'] : undefined;
  if (Array.isArray(history) && typeof history[0] === 'string' && typeof history[1] === 'number') return [[history[0], history[1]]];
  return Object.values(value).flatMap(item => historiesIn(item, depth + 1));
}

function legacySources(node: unknown, name: string): readonly Source[] {
  const list: readonly unknown[] = Array.isArray(node) ? node : [];
  return list.map(entry => {
    if (Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number') return [entry[0], entry[1]];
    throw invalidInput(`a call on other layers is required, got ${shown(entry)}`, { path: name });
  });
}

/** Numbers among a call's arguments, with their places. */
function numbersIn(node: unknown): KerasCall['numbers'] {
  const given = isObject(node) && Array.isArray(node['args']) ? (node['args'] as readonly unknown[]) : [];
  return given.flatMap((value, place) => (typeof value === 'number' ? [{ value, place }] : []));
}
