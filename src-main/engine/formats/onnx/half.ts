import { FLOAT, FLOAT16, type OnnxAttribute, type OnnxGraph, type OnnxNode, type OnnxTensor } from './schema.ts';

const GREATEST = 65_504;
const LEAST = 2 ** -24;

/** The same graph computing in float16 throughout; its input and its answer stay float32. */
export function inHalfPrecision(graph: OnnxGraph): OnnxGraph {
  const [input] = graph.input;
  const [output] = graph.output;
  if (input === undefined || output === undefined) throw new Error('A graph with an input and an output is required');
  const inner = renamed(halved(graph), { [input.name]: `${input.name}.half`, [output.name]: `${output.name}.half` });
  const cast = (from: string, to: string, type: number): OnnxNode => ({
    name: `${to}.cast`,
    opType: 'Cast',
    input: [from],
    output: [to],
    attribute: [{ name: 'to', type: 2, i: type }],
  });
  const enter = cast(input.name, `${input.name}.half`, FLOAT16);
  const leave = cast(`${output.name}.half`, output.name, FLOAT);
  return { ...inner, node: [enter, ...inner.node, leave], input: graph.input, output: graph.output };
}

function halved(graph: OnnxGraph): OnnxGraph {
  return { ...graph, node: graph.node.map(halvedNode), initializer: graph.initializer.map(halvedTensor) };
}

function halvedNode(node: OnnxNode): OnnxNode {
  return { ...node, attribute: node.attribute.map(halvedAttribute) };
}

/** Branches, and casts to float32. */
function halvedAttribute(attribute: OnnxAttribute): OnnxAttribute {
  if (attribute.type === 5) {
    const branch = halved(attribute.g);
    const output = branch.output.map(value => ({ ...value, type: { tensorType: { ...value.type.tensorType, elemType: FLOAT16 } } }));
    return { ...attribute, g: { ...branch, output } };
  }
  return attribute.name === 'to' && attribute.type === 2 && attribute.i === FLOAT ? { ...attribute, i: FLOAT16 } : attribute;
}

/** What is beyond the numbers of 16 bits becomes the nearest of them; none but 0 becomes 0. */
function halvedTensor(tensor: OnnxTensor): OnnxTensor {
  if (tensor.dataType !== FLOAT) return tensor;
  const values = new Float32Array(tensor.rawData.slice().buffer);
  const halves = Float16Array.from(values, value => {
    const size = Math.min(GREATEST, Math.max(Math.abs(value), LEAST));
    return value === 0 ? value : Math.sign(value) * size;
  });
  return { ...tensor, dataType: FLOAT16, rawData: new Uint8Array(halves.buffer) };
}

/** Every reading and every making of these names. */
function renamed(graph: OnnxGraph, names: Readonly<Record<string, string>>): OnnxGraph {
  const nameOf = (name: string): string => names[name] ?? name;
  const attributeOf = (attribute: OnnxAttribute): OnnxAttribute =>
    attribute.type === 5 ? { ...attribute, g: renamed(attribute.g, names) } : attribute;
  const node = graph.node.map(each => ({
    ...each,
    input: each.input.map(nameOf),
    output: each.output.map(nameOf),
    attribute: each.attribute.map(attributeOf),
  }));
  return { ...graph, node };
}
