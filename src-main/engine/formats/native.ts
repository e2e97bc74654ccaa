import { deflateSync } from 'fflate';
import type { Model } from '../../../src-shared/domain/graph/model-card.ts';
import type { Masks, ModelGraph, Parameter, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { isObject } from '../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../src-shared/lib/json.ts';
import {
  decodeTensorFile,
  encodeTensorFile,
  tensorFileBytes,
  type FileTensor,
  type TensorFile,
} from '../../../src-shared/lib/tensor-file.ts';
import { checkGraph } from '../graph/check-graph.ts';
import { parameterDeclarations } from '../graph/parameters.ts';
import { shapeText, sizeOf } from '../graph/shape-checks.ts';
import { resolvedNode, shapesOf } from '../graph/shapes.ts';
import { cardText, parseCard, parseJson } from './card.ts';
import { packBits, unpackBits } from './lib/bits.ts';

/** Of the native model file. */
const VERSION = '1';
const MASK = 'mask:';
const LEVEL = 6;

/**
 * The native model file: structure, parameters, masks, card in safetensors' layout, so that the weights open in other
 * tools too. Metadata `espalier` (version), `graph`, `card`; a float32 tensor per parameter under its full name; for a
 * pruned one `mask:NAME`, one bit per weight, lowest bit first. Same model, same bytes.
 */
export function encodeModel({ graph, parameters, masks, card }: Model): Uint8Array {
  const packed = Object.entries(masks).map(([name, mask]) => {
    const values = packBits(mask);
    return [`${MASK}${name}`, { shape: [values.length], values }] as const;
  });
  return encodeTensorFile({
    metadata: textsOf(graph, card),
    tensors: { ...parameters, ...Object.fromEntries(packed) },
  });
}

/** Of the file of a dense model of this structure: its values take the same room whatever they are. */
export function denseFileBytes(graph: ModelGraph, card: Model['card']): number {
  const forms = parameterDeclarations(graph).map(({ fullName, shape }) => [fullName, { shape, dtype: 'F32' }] as const);
  return tensorFileBytes(textsOf(graph, card), Object.fromEntries(forms));
}

function textsOf(graph: ModelGraph, card: Model['card']): Readonly<Record<string, string>> {
  return { espalier: VERSION, graph: canonicalJson(graph), card: cardText(card) };
}

/**
 * The model of a native file, from whatever source: the graph is checked like a new one, and the tensors must be exactly
 * those it declares, in shape and type. Throws `invalid-input` saying what is required and what came.
 */
export function decodeModel(bytes: Uint8Array): Model {
  const { metadata, tensors } = readTensorFile(bytes);
  const graph = checkGraph(parseJson(text(metadata, 'graph'), 'graph'));
  const card = parseCard(text(metadata, 'card'));
  const parameters = readParameters(graph, tensors);
  const masks = readMasks(parameters, tensors);
  const extra = Object.keys(tensors).find(
    name => !Object.hasOwn(parameters, name) && !(name.startsWith(MASK) && Object.hasOwn(masks, name.slice(MASK.length))),
  );
  if (extra !== undefined) throw invalidInput('Only tensors that the graph declares may be in a model file', { path: extra });
  checkCard(graph, card);
  return { graph, parameters, masks, card };
}

/** Size of a file after DEFLATE (level 6): what a pruned model gains in transport and storage. */
export function compressedBytes(bytes: Uint8Array): number {
  return deflateSync(bytes, { level: LEVEL }).length;
}

function readTensorFile(bytes: Uint8Array): TensorFile {
  let file: TensorFile;
  try {
    file = decodeTensorFile(bytes);
  } catch (cause) {
    throw invalidInput(`A whole model file is required: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  const version = isObject(file.metadata) ? file.metadata['espalier'] : undefined;
  if (version !== VERSION) {
    throw invalidInput(
      `A model file of version ${VERSION} is required, this one is ${version === undefined ? 'not a model of this program' : `of version ${version}`}`,
    );
  }
  return file;
}

function text(metadata: TensorFile['metadata'], key: string): string {
  const value: unknown = metadata[key];
  if (typeof value === 'string') return value;
  throw invalidInput(`A model file must have a text '${key}' in its metadata`, { path: key });
}

function readParameters(graph: ModelGraph, tensors: TensorFile['tensors']): Parameters {
  const entries = parameterDeclarations(graph).map(({ fullName, shape }) => {
    const tensor = tensorOf(tensors, fullName);
    if (tensor === undefined || !(tensor.values instanceof Float32Array) || tensor.shape.join() !== shape.join()) {
      const came = tensor === undefined ? 'is missing' : `is ${tensor.values.constructor.name} of ${shapeText(tensor.shape)}`;
      throw invalidInput(`'${fullName}' must be float32 of ${shapeText(shape)}, it ${came}`, { path: fullName });
    }
    return [fullName, { shape, values: tensor.values }] as const;
  });
  return Object.fromEntries(entries);
}

function readMasks(parameters: Parameters, tensors: TensorFile['tensors']): Masks {
  const masked = Object.entries(parameters).filter(([name]) => Object.hasOwn(tensors, `${MASK}${name}`));
  return Object.fromEntries(masked.map(([name, parameter]) => [name, readMask(name, parameter, tensors[`${MASK}${name}`]!)]));
}

function readMask(name: string, { values, shape }: Parameter, { values: packed }: FileTensor): Uint8Array {
  const length = sizeOf(shape);
  if (!(packed instanceof Uint8Array) || packed.length !== Math.ceil(length / 8)) {
    throw invalidInput(
      `A mask of ${length} weights takes ${Math.ceil(length / 8)} bytes, got ${packed.constructor.name} of ${packed.length}`,
      { path: `${MASK}${name}` },
    );
  }
  const mask = unpackBits(packed, length);
  const odd = mask.findIndex((kept, i) => kept === 0 && values[i] !== 0);
  if (odd >= 0) throw invalidInput(`Weights must be 0 where the mask says so; weight ${odd} is ${values[odd]}`, { path: name });
  return mask;
}

/** What the card claims of the graph must be so: readers size their arrays by the card. */
function checkCard(graph: ModelGraph, { task, classes, inputShape }: Model['card']): void {
  const nodes = shapesOf(graph);
  const input = resolvedNode(nodes, graph.inputs[0]!).output;
  if (input.join() !== inputShape.join()) {
    throw invalidInput(`The card's input shape must be the graph's ${shapeText(input)}, it is ${shapeText(inputShape)}`, {
      path: 'card.inputShape',
    });
  }
  const output = resolvedNode(nodes, graph.outputs[0]!).output;
  const outputs = task === 'classes' ? classes.length : task === 'binary' ? 1 : sizeOf(output);
  if (outputs !== sizeOf(output)) {
    throw invalidInput(`A ${task} model with ${classes.length} classes must give ${outputs} numbers, its graph gives ${sizeOf(output)}`, {
      path: 'card.classes',
    });
  }
}

function tensorOf(tensors: TensorFile['tensors'], name: string): FileTensor | undefined {
  return Object.hasOwn(tensors, name) ? tensors[name] : undefined;
}
