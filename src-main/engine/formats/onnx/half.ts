import { endingOf, readsOf } from './half-ending.ts';
import { FLOAT, FLOAT16, INT64, type OnnxAttribute, type OnnxGraph, type OnnxNode, type OnnxTensor } from './schema.ts';

const GREATEST = 65_504;
const LEAST = 2 ** -24;

/**
 * The same graph computing in float16; its input and its answer stay float32, and so does whatever only leads from the input to whole
 * numbers: the numbers of tokens beyond 2,048 have no form in 16 bits. So do the last sums and what makes them the answer: of logits from 4
 * on, halves lie 1/256 apart, by which two classes of nearly the same probability change places.
 */
export function inHalfPrecision(graph: OnnxGraph): OnnxGraph {
  const [input] = graph.input;
  const [output] = graph.output;
  if (input === undefined || output === undefined) throw new Error('A graph with an input and an output is required');
  const whole = wholeNumbers(graph, input.name);
  const { parts, reads: leave } = endingOf(graph, output.name);
  const kept = new Set([...whole, ...parts]);
  const isFloat = leave === input.name || graph.node.some(({ name, output: made }) => whole.has(name) && made.includes(leave));
  const names = { [input.name]: `${input.name}.half`, ...(isFloat ? {} : { [leave]: `${leave}.half` }) };
  const inner = renamed(halved(graph, kept), names, kept);
  const enter = cast(input.name, `${input.name}.half`, FLOAT16);
  const place = inner.node.findIndex(({ output: made }) => made.includes(`${leave}.half`)) + 1;
  const leaving = isFloat ? [] : [cast(`${leave}.half`, leave, FLOAT)];
  return {
    ...inner,
    node: [enter, ...inner.node.slice(0, place), ...leaving, ...inner.node.slice(place)],
    input: graph.input,
    output: graph.output,
  };
}

function cast(from: string, to: string, type: number): OnnxNode {
  return { name: `${to}.cast`, opType: 'Cast', input: [from], output: [to], attribute: [{ name: 'to', type: 2, i: type }] };
}

/** Names of nodes and of constants that stay as they are. */
type Kept = ReadonlySet<string>;

/** What is read by casts to int64 alone, and computed from nothing but the input and constants that nothing else reads. */
function wholeNumbers({ node, initializer }: OnnxGraph, input: string): Kept {
  const kept = new Set<string>();
  const readers = (name: string): readonly OnnxNode[] => node.filter(each => readsOf(each).includes(name));
  const isKept = (each: OnnxNode): boolean => kept.has(each.name);
  for (const each of node.toReversed()) {
    const isCast = each.attribute.some(({ name, ...one }) => name === 'to' && 'i' in one && one.i === INT64);
    if (isCast || each.output.every(name => readers(name).length > 0 && readers(name).every(isKept))) kept.add(each.name);
  }
  const constants = initializer.filter(({ name }) => readers(name).every(isKept)).map(({ name }) => name);
  const given = new Set([input, ...constants]);
  for (const each of node.filter(isKept)) {
    // Whole numbers out of the middle of a network are made of halves like everything there.
    if (!each.input.every(name => given.has(name))) return new Set();
    each.output.forEach(name => given.add(name));
  }
  return new Set([...kept, ...constants]);
}

function halved(graph: OnnxGraph, kept: Kept = new Set()): OnnxGraph {
  // By how much an image grows is said in 32 bits whatever its values have.
  const factors = new Set(graph.node.flatMap(({ opType, input }) => (opType === 'Resize' ? [input[2]] : [])));
  return {
    ...graph,
    node: graph.node.map(node => (kept.has(node.name) ? node : halvedNode(node))),
    initializer: graph.initializer.map(tensor => (kept.has(tensor.name) || factors.has(tensor.name) ? tensor : halvedTensor(tensor))),
  };
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
function renamed(graph: OnnxGraph, names: Readonly<Record<string, string>>, kept: Kept = new Set()): OnnxGraph {
  const nameOf = (name: string): string => names[name] ?? name;
  const attributeOf = (attribute: OnnxAttribute): OnnxAttribute =>
    attribute.type === 5 ? { ...attribute, g: renamed(attribute.g, names) } : attribute;
  const node = graph.node.map(each => ({
    ...each,
    input: kept.has(each.name) ? each.input : each.input.map(nameOf),
    output: each.output.map(nameOf),
    attribute: each.attribute.map(attributeOf),
  }));
  return { ...graph, node };
}
