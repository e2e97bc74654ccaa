import { encodeOnnx, FLOAT, INT64, type OnnxAttribute, type OnnxNode, type OnnxTensor } from '../../formats/onnx/schema.ts';
import { Unsupported, type ForeignTensor } from '../foreign-graph.ts';
import type { KeptPart } from '../trace/trace.ts';
import type { AttributeMessage, ModelMessage, NodeMessage, TensorMessage } from './schema.ts';

interface Surroundings {
  /** Of the inputs without their items; null for any size. */
  readonly shapes: readonly (readonly (number | null)[])[];
  /** Of ONNX's own operators. */
  readonly opset: number;
}

interface Operators {
  readonly part: KeptPart;
  readonly output: string;
  /** That they come from. */
  readonly model: ModelMessage;
}

/** Version of a file's own operators. */
export function opsetOf({ opsetImport }: ModelMessage): number {
  return Number(opsetImport.find(({ domain }) => isPlain(domain))?.version ?? 0);
}

/** Operators of a file as a file of one output, with inputs in the order of the part. */
export function keptFile({ part: { nodes, constants, inputs }, output, model }: Operators, { shapes, opset }: Surroundings): Uint8Array {
  const used = new Set(nodes.map(({ domain = '' }) => domain));
  const others = model.opsetImport.filter(({ domain }) => !isPlain(domain) && used.has(domain));
  const names = [...inputs.keys()];
  return encodeOnnx({
    irVersion: opset >= 21 ? 10 : 8,
    producerName: '',
    producerVersion: '',
    docString: '',
    opsetImport: [{ domain: '', version: opset }, ...others.map(({ domain, version }) => ({ domain, version: Number(version) }))],
    graph: {
      name: 'kept',
      node: nodes,
      initializer: [...constants.values()],
      input: names.map((name, i) => ({ name, type: { tensorType: { elemType: FLOAT, shape: { dim: dimensions(shapes[i]!, i) } } } })),
      output: [{ name: output }],
    },
    metadataProps: [],
  });
}

function isPlain(domain: string): boolean {
  return domain === '' || domain === 'ai.onnx';
}

function dimensions(sizes: readonly (number | null)[], input: number) {
  const own = sizes.map((size, i) => (size === null ? { dimParam: `size-${input}-${i}` } : { dimValue: size }));
  return [{ dimParam: 'items' }, ...own];
}

/** A node in the writer's terms. Throws `Unsupported` for one with graphs within it. */
export function writtenNode({ name, opType, domain, input, output, attribute }: NodeMessage): OnnxNode {
  return { name, opType, input, output, attribute: attribute.map(writtenAttribute), ...(isPlain(domain) ? {} : { domain }) };
}

function writtenAttribute({ name, type, ...value }: AttributeMessage): OnnxAttribute {
  const bytes = (one: Uint8Array | readonly number[]): Uint8Array => (one instanceof Uint8Array ? one : new Uint8Array(0));
  switch (type) {
    case 1:
      return { name, type, f: value.f };
    case 2:
      return { name, type, i: Number(value.i) };
    case 3:
      return { name, type, s: bytes(value.s) };
    case 6:
      return { name, type, floats: value.floats };
    case 7:
      return { name, type, ints: value.ints.map(Number) };
    case 8:
      return { name, type, strings: value.strings.map(bytes) };
    default:
      throw new Unsupported(`its setting '${name}' is more than numbers and words`);
  }
}

/** A constant as the file has it, else by its values: with a fraction as float32, whole ones as int64. */
export function writtenTensor(name: string, { shape, values }: ForeignTensor, message: TensorMessage | undefined): OnnxTensor {
  const raw = message?.rawData;
  if (message !== undefined && raw instanceof Uint8Array && raw.length > 0)
    return { name, dims: shape, dataType: message.dataType, rawData: raw };
  if (values instanceof Float32Array) return { name, dims: shape, dataType: FLOAT, rawData: bytesOf(values) };
  if (!values.every(Number.isSafeInteger)) throw new Unsupported(`its constant '${name}' has no form here`);
  return { name, dims: shape, dataType: INT64, rawData: bytesOf(BigInt64Array.from(values, BigInt)) };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
