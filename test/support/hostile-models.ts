import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeOnnx, FLOAT, type OnnxGraph, type OnnxModel, type OnnxNode } from '../../src-main/engine/formats/onnx/schema.ts';
import type { TensorTable } from '../../src-main/engine/formats/tflite/schema.ts';
import { writeZip } from '../../src-main/engine/formats/lib/zip.ts';
import type { ModelFiles } from '../../src-main/engine/imports/model-reader.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { liteFile } from './lite-files.ts';
import { MODEL_FOLDER } from './model-fixtures.ts';

/** A file that must be refused, by whom, and the words of the refusal. */
export interface HostileModel {
  readonly title: string;
  readonly reader: string;
  readonly bytes: Uint8Array;
  readonly says: RegExp;
}

export function hostileFiles(bytes: Uint8Array): ModelFiles {
  return {
    name: 'hostile',
    bytes,
    beside: name => Promise.reject(invalidInput(`There is no file '${name}'`)),
    path: () => Promise.resolve(null),
  };
}

export function fixtureBytes(file: string): Uint8Array {
  return new Uint8Array(readFileSync(join(MODEL_FOLDER, file)));
}

const value = (name: string, dims: readonly (number | string)[]) => ({
  name,
  type: {
    tensorType: { elemType: FLOAT, shape: { dim: dims.map(size => (typeof size === 'number' ? { dimValue: size } : { dimParam: size })) } },
  },
});

const node = (opType: string, input: readonly string[], output: string): OnnxNode => ({
  name: output,
  opType,
  input,
  output: [output],
  attribute: [],
});

function onnx(graph: Partial<OnnxGraph>, opset = 17): Uint8Array {
  const whole: OnnxGraph = {
    name: 'g',
    node: [node('Relu', ['x'], 'y')],
    initializer: [],
    input: [value('x', ['n', 4])],
    output: [value('y', ['n', 4])],
    ...graph,
  };
  const model: OnnxModel = {
    irVersion: 8,
    producerName: '',
    producerVersion: '',
    docString: '',
    opsetImport: [{ domain: '', version: opset }],
    graph: whole,
    metadataProps: [],
  };
  return encodeOnnx(model);
}

function weight(values: readonly number[], dims: readonly number[] = [4, values.length / 4]) {
  return { name: 'w', dims, dataType: FLOAT, rawData: new Uint8Array(Float32Array.from(values).buffer) } as const;
}

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

/** Protocol 0: `os.system('echo')` called while it is read. */
const CODE = text("cos\nsystem\n(S'echo'\ntR.");

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function safetensors(header: unknown, data = new Uint8Array(0)): Uint8Array {
  const body = text(JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(body.length), true);
  return joined(length, body, data);
}

/** An initialiser whose bytes lie in another file: fields 13 (location) and 14 of a tensor. */
function external(location: string): Uint8Array {
  const path = text(location);
  const entry = joined(Uint8Array.of(0x0a, 8), text('location'), Uint8Array.of(0x12, path.length), path);
  const tensor = joined(
    Uint8Array.of(0x08, 4, 0x08, 2, 0x10, 1, 0x42, 1),
    text('w'),
    Uint8Array.of(0x6a, entry.length),
    entry,
    Uint8Array.of(0x70, 1),
  );
  const graph = joined(Uint8Array.of(0x2a, tensor.length), tensor);
  // Messages of one field are merged when they come twice.
  return joined(onnx({ node: [node('MatMul', ['x', 'w'], 'y')] }), Uint8Array.of(0x3a, graph.length), graph);
}

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const relu = { op: 'RELU', inputs: [0], outputs: [1] } as const;
const value0 = { shape: [1, 4], type: 0, buffer: 0, name: 'x' };

/** A product with a kernel of one file's own. */
function lite(kernel: TensorTable, data: Uint8Array): Uint8Array {
  return liteFile({
    tensors: [value0, { ...value0, name: 'y' }, { name: 'w', buffer: 1, ...kernel }],
    operators: [{ op: 'FULLY_CONNECTED', inputs: [0, 2, -1], outputs: [1] }],
    buffers: [{}, { data }],
  });
}

const residual = (): Uint8Array => fixtureBytes('torch-residual.onnx');

export const hostileModels: readonly HostileModel[] = [
  { title: 'a truncated ONNX file', reader: 'onnx', bytes: residual().slice(0, 3000), says: /whole ONNX file|takes \d+ bytes|required/ },
  { title: 'an empty file', reader: 'onnx', bytes: new Uint8Array(0), says: /with a graph is required/ },
  {
    title: 'a graph that leads back to itself',
    reader: 'onnx',
    bytes: onnx({ node: [node('Relu', ['y'], 'z'), node('Relu', ['z'], 'y')] }),
    says: /without cycles/,
  },
  { title: 'operators that are too new', reader: 'onnx', bytes: onnx({}, 99), says: /version 7 to 23 are read, this file has 99/ },
  {
    title: 'an operator that is unknown',
    reader: 'onnx',
    bytes: onnx({ node: [node('Det', ['x'], 'a'), node('Hardmax', ['a'], 'y')] }),
    says: /\(Det\)|\(Det, Hardmax\)/,
  },
  {
    title: 'sizes that are left open',
    reader: 'onnx',
    bytes: onnx({ input: [value('x', ['n', 'c', 'h', 'w'])] }),
    says: /known sizes is required/,
  },
  {
    title: 'weights that are no numbers',
    reader: 'onnx',
    bytes: onnx({ node: [node('MatMul', ['x', 'w'], 'y')], initializer: [weight([1, NaN, 3, 4])] }),
    says: /Weights must be numbers/,
  },
  {
    title: 'a tensor that claims more than the file has',
    reader: 'onnx',
    bytes: onnx({ initializer: [weight([1, 2, 3, 4], [2 ** 31, 2 ** 20])] }),
    says: /takes \d+ bytes, it has 16/,
  },
  {
    title: 'a constant that would grow without end',
    reader: 'onnx',
    bytes: onnx({
      node: [node('Expand', ['w', 's'], 'e'), node('Add', ['x', 'e'], 'y')],
      initializer: [
        weight([1, 2, 3, 4], [1, 4]),
        { name: 's', dims: [3], dataType: 7, rawData: new Uint8Array(BigInt64Array.from([100_000n, 100_000n, 4n]).buffer) },
      ],
    }),
    says: /may grow to/,
  },
  {
    title: 'weights in a file outside of the folder',
    reader: 'onnx',
    bytes: external('../../etc/passwd'),
    says: /There is no file '..\/..\/etc\/passwd'/,
  },
  {
    title: 'a pickle with code in an archive',
    reader: 'torch-state',
    bytes: writeZip({ 'archive/data.pkl': CODE }),
    says: /names 'os.system'.*was not run/,
  },
  { title: 'a pickle with code, in the older form', reader: 'torch-state', bytes: CODE, says: /names 'os.system'/ },
  {
    title: 'an archive of a program',
    reader: 'torch-state',
    bytes: writeZip({ 'a/data.pkl': text('N.'), 'a/code/m.py': text('import os') }),
    says: /TorchScript/,
  },
  {
    title: 'a pickle that never ends',
    reader: 'torch-state',
    bytes: writeZip({ 'a/data.pkl': new Uint8Array(50).fill(0x28) }),
    says: /bytes at 50 are needed/,
  },
  {
    title: 'a tensor outside of its storage',
    reader: 'safetensors',
    bytes: safetensors({ w: { dtype: 'F32', shape: [4], data_offsets: [0, 1_000_000] } }),
    says: /within the file is required/,
  },
  {
    title: 'a header larger than the file',
    reader: 'safetensors',
    bytes: Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 0, 123),
    says: /header claims/,
  },
  { title: 'JSON that nests without end', reader: 'tfjs', bytes: text(deep(200_000)), says: /well-formed JSON|layers model/ },
  {
    title: 'shards outside of the folder',
    reader: 'tfjs',
    bytes: text(JSON.stringify({ modelTopology: { model_config: {} }, weightsManifest: [{ paths: ['../../x.bin'], weights: [] }] })),
    says: /There is no file/,
  },
  {
    title: 'an archive without its parts',
    reader: 'keras',
    bytes: writeZip({ '../config.json': text('{}') }),
    says: /must contain 'config.json'/,
  },
  {
    title: 'a Keras archive that was cut off',
    reader: 'keras',
    bytes: fixtureBytes('keras-cnn.keras').slice(0, 9000),
    says: /whole zip archive/,
  },
  {
    title: 'a truncated TensorFlow Lite file',
    reader: 'tflite',
    bytes: fixtureBytes('keras-cnn-tflite.tflite').slice(0, 3000),
    says: /whole TensorFlow Lite file is required/,
  },
  { title: 'a file without the mark of TensorFlow Lite', reader: 'tflite', bytes: new Uint8Array(64), says: /lacks the mark TFL3/ },
  {
    title: 'a TensorFlow Lite file whose root lies behind its end',
    reader: 'tflite',
    bytes: liteFile({ operators: [relu] }).with(3, 0x7f),
    says: /damaged/,
  },
  {
    title: 'an operator that gives what it reads',
    reader: 'tflite',
    bytes: liteFile({
      operators: [
        { op: 'ADD', inputs: [0, 2], outputs: [1] },
        { op: 'RELU', inputs: [1], outputs: [2] },
      ],
    }),
    says: /without cycles/,
  },
  {
    title: 'a value that the file has not',
    reader: 'tflite',
    bytes: liteFile({ operators: [{ ...relu, inputs: [9] }] }),
    says: /names value 9/,
  },
  {
    title: 'operators of TensorFlow Lite that are unknown',
    reader: 'tflite',
    bytes: liteFile({
      operators: [
        { op: 'RESIZE_BILINEAR', inputs: [0], outputs: [2] },
        { op: 9999, inputs: [2], outputs: [1] },
      ],
    }),
    says: /2 parts without a counterpart here \(RESIZE_BILINEAR, operator 9999\)/,
  },
  {
    title: 'an input of more numbers than there can be',
    reader: 'tflite',
    bytes: liteFile({
      tensors: [
        { ...value0, shape: [1, 2 ** 30, 2 ** 30] },
        { ...value0, name: 'y' },
      ],
      operators: [relu],
    }),
    says: /input of at most/,
  },
  {
    title: 'a kernel that claims more than its buffer has',
    reader: 'tflite',
    bytes: lite({ shape: [2 ** 20, 4], type: 0 }, new Uint8Array(64)),
    says: /takes 16777216 bytes, it has 64/,
  },
  {
    title: 'more scales than a kernel has rows',
    reader: 'tflite',
    bytes: lite({ shape: [4, 4], type: 9, quantization: { scale: [1, 2, 3], zeroPoint: [0, 0, 0], axis: 0 } }, new Uint8Array(16)),
    says: /one for each place of axis 0, is required, got 3/,
  },
  {
    title: 'sparse weights',
    reader: 'tflite',
    bytes: lite({ shape: [4, 4], type: 0, sparsity: {} }, new Uint8Array(64)),
    says: /Sparse weights/,
  },
  {
    title: 'an operator of more parts than a file can have',
    reader: 'tflite',
    bytes: liteFile({
      tensors: [...['x', 'y'].map(name => ({ ...value0, name })), { shape: [], type: 2, buffer: 1, name: 'axis' }],
      operators: [{ op: 'SPLIT', inputs: [2, 0], outputs: [1], options: { table: 'SplitOptions', values: { parts: 2 ** 30 } } }],
      buffers: [{}, { data: new Uint8Array(4) }],
    }),
    says: /up to 10000 parts are possible, got 1073741824/,
  },
  {
    title: 'a layer of Python code',
    reader: 'keras',
    bytes: fixtureBytes('keras-lambda.keras'),
    says: /Lambda 'doubled': it is Python code, which is not run/,
  },
  {
    title: 'weights of texts',
    reader: 'tflite',
    bytes: lite({ shape: [4, 4], type: 5 }, new Uint8Array(64)),
    says: /Constants are numbers/,
  },
  {
    title: 'weights that are the same bytes again and again',
    reader: 'tflite',
    bytes: liteFile({
      tensors: [
        ...['x', 'y'].map(name => ({ ...value0, name })),
        ...Array.from({ length: 200 }, () => ({ shape: [4096], type: 0, buffer: 1, name: 'w' })),
      ],
      operators: Array.from({ length: 200 }, (_, i) => ({ op: 'ADD', inputs: [0, i + 2], outputs: [1] }) as const),
      buffers: [{}, { data: new Uint8Array(4 * 4096) }],
    }),
    says: /same bytes again and again/,
  },
];
