import type { OnnxGraph, OnnxNode } from './schema.ts';

const ANSWERS: ReadonlySet<string> = new Set(['Softmax', 'LogSoftmax', 'Sigmoid', 'Identity', 'Add', 'Mul']);
const PRODUCTS: ReadonlySet<string> = new Set(['Gemm', 'MatMul', 'Conv']);

/** The end of a graph, each of whose nodes reads one value that is computed, and constants. */
interface Ending {
  /** Names of its nodes and of its constants. */
  readonly parts: ReadonlySet<string>;
  /** The value that it starts with. */
  readonly reads: string;
}

/**
 * The last product of a graph with what makes its sums the answer; without parts where an answer is made otherwise. Nothing else reads
 * a value within.
 */
export function endingOf(graph: OnnxGraph, output: string): Ending {
  const { node, initializer } = graph;
  const constants = new Set(initializer.map(({ name }) => name));
  const maker = (name: string): OnnxNode | undefined => node.find(each => each.output.includes(name));
  const isStored = ({ opType, input }: OnnxNode): boolean => opType === 'Cast' && constants.has(input[0] ?? '');
  const ending = new Set<OnnxNode>();
  let reads = output;
  for (let last = maker(output); last !== undefined && isEnd(last); last = maker(reads)) {
    const made = last.input.flatMap(name => maker(name) ?? []);
    const stored = made.filter(isStored);
    const computed = last.input.filter(name => name !== '' && !constants.has(name) && !stored.some(each => each.output.includes(name)));
    const [source] = computed;
    if (computed.length !== 1 || source === undefined || isReadElsewhere(node, reads, ending)) break;
    for (const each of [last, ...stored]) ending.add(each);
    reads = source;
    if (PRODUCTS.has(last.opType)) break;
  }
  const own = [...constants].filter(name => [...ending].some(each => each.input.includes(name)));
  if (own.some(name => isReadElsewhere(node, name, ending))) return { parts: new Set(), reads: output };
  return { parts: new Set([...[...ending].map(({ name }) => name), ...own]), reads };
}

function isEnd({ opType }: OnnxNode): boolean {
  return ANSWERS.has(opType) || PRODUCTS.has(opType);
}

function isReadElsewhere(nodes: readonly OnnxNode[], value: string, ending: ReadonlySet<OnnxNode>): boolean {
  return nodes.some(node => !ending.has(node) && readsOf(node).includes(value));
}

/** With what its branches read. */
export function readsOf({ input, attribute }: OnnxNode): readonly string[] {
  return [...input, ...attribute.flatMap(one => (one.type === 5 ? one.g.node.flatMap(readsOf) : []))];
}
