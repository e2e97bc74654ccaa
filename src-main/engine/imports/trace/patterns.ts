import type { ForeignGraph, ForeignNode, ForeignTensor } from '../foreign-graph.ts';

/** Looks at what makes a foreign value. */
interface Sight {
  /** The node that makes it, if it is of one of these operators; casts and copies in between don't count. */
  made(value: string | undefined, ...ops: readonly string[]): ForeignNode | null;
  /** The one number that a constant holds. */
  number(value: string | undefined): number | null;
  /** The value behind casts and copies. */
  source(value: string | undefined): string;
}

type Pattern = (node: ForeignNode, sight: Sight) => ForeignNode | null;

/** Functions that files spell out, under their own names again; what then nothing reads is not looked at. */
export function withPatterns(graph: ForeignGraph): ForeignGraph {
  const sight = sightOf(graph);
  const nodes = graph.nodes.map(
    node => (PATTERNS[node.op] ?? []).reduce<ForeignNode | null>((found, pattern) => found ?? pattern(node, sight), null) ?? node,
  );
  return { ...graph, nodes };
}

const TRANSPARENT: ReadonlySet<string> = new Set(['Cast', 'Identity', 'CastLike']);

function sightOf({ nodes, constants }: ForeignGraph): Sight {
  const producers = new Map(nodes.flatMap(node => node.outputs.map(output => [output, node] as const)));
  const source = (value = ''): string => {
    let name = value;
    for (let steps = 0; steps < 16; steps++) {
      const node = producers.get(name);
      if (node === undefined || !TRANSPARENT.has(node.op)) break;
      name = node.inputs[0] ?? '';
    }
    return name;
  };
  return {
    source,
    made(value, ...ops) {
      const node = producers.get(source(value));
      return node !== undefined && ops.includes(node.op) ? node : null;
    },
    number(value) {
      const tensor: ForeignTensor | undefined = constants.get(source(value));
      return tensor?.values.length === 1 ? tensor.values[0]! : null;
    },
  };
}

const near = (value: number | null, wanted: number): boolean => value !== null && Math.abs(value - wanted) < 1e-3 * Math.abs(wanted);

/** The value that a node of two arguments has beside a number; null where there is no such number. */
function beside(node: ForeignNode | null, wanted: number, { number }: Sight): string | null {
  if (node === null) return null;
  const [a = '', b = ''] = node.inputs;
  if (near(number(b), wanted)) return a;
  return near(number(a), wanted) && node.op !== 'Div' ? b : null;
}

/** ½x(1 + erf(x/√2)), the factors in any order. */
function gelu(node: ForeignNode, sight: Sight): ForeignNode | null {
  const factors = node.inputs.flatMap(input => sight.made(input, 'Mul')?.inputs ?? [input]);
  const half = factors.findIndex(factor => near(sight.number(factor), 0.5));
  if (half === -1 || factors.length !== 3) return null;
  const rest = factors.filter((_factor, i) => i !== half);
  const x = rest
    .map((factor, i) => {
      const erf = sight.made(beside(sight.made(factor, 'Add'), 1, sight) ?? '', 'Erf');
      const inner = sight.made(erf?.inputs[0], 'Div', 'Mul');
      const of = inner?.op === 'Div' ? beside(inner, Math.SQRT2, sight) : beside(inner, Math.SQRT1_2, sight);
      return of !== null && sight.source(of) === sight.source(rest[1 - i]) ? of : null;
    })
    .find(found => found !== null);
  return x === undefined ? complement(node, rest, sight) : named(node, x);
}

function named(node: ForeignNode, x: string): ForeignNode {
  return { ...node, op: 'Gelu', inputs: [x], attributes: {} };
}

/** ½x·erfc(−x/√2) */
function complement(node: ForeignNode, [a = '', b = '']: readonly string[], sight: Sight): ForeignNode | null {
  for (const [x, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const inner = sight.made(sight.made(other, 'Erfc')?.inputs[0], 'Mul');
    const turned = sight.made(beside(inner, Math.SQRT1_2, sight) ?? '', 'Neg');
    if (turned !== null && sight.source(turned.inputs[0]) === sight.source(x)) return named(node, x);
  }
  return null;
}

/** The mean over the last axis of a series is one over all places to some. */
const MEANS = ['ReduceMean', 'GlobalAveragePool'] as const;

/** x − mean(x) */
function centred(value: string | undefined, sight: Sight): { readonly x: string; readonly mean: ForeignNode } | null {
  const difference = sight.made(value, 'Sub');
  const mean = sight.made(difference?.inputs[1], ...MEANS);
  if (difference === null || mean === null || sight.source(mean.inputs[0]) !== sight.source(difference.inputs[0])) return null;
  return { x: difference.inputs[0]!, mean };
}

/** √(mean((x − mean)²) + ε): of which x, and ε. */
function deviation(root: ForeignNode | null, sight: Sight): { readonly x: string; readonly epsilon: number } | null {
  const sum = sight.made(root?.inputs[0], 'Add');
  const place = sum?.inputs.findIndex(input => sight.number(input) !== null) ?? -1;
  if (sum === null || place === -1) return null;
  const mean = sight.made(sum.inputs[1 - place], ...MEANS);
  const square = sight.made(mean?.inputs[0], 'Pow', 'Mul');
  const squares =
    square !== null && (square.op === 'Pow' ? near(sight.number(square.inputs[1]), 2) : square.inputs[0] === square.inputs[1]);
  const found = squares ? centred(square.inputs[0], sight) : null;
  const epsilon = sight.number(sum.inputs[place]);
  return found === null || epsilon === null ? null : { x: found.x, epsilon };
}

/** (x − mean)/√(variance + ε), along the axis of the mean. */
function layerNorm(node: ForeignNode, sight: Sight): ForeignNode | null {
  for (const [i, input] of node.inputs.entries()) {
    const top = centred(input, sight);
    const other = node.inputs[1 - i];
    const root =
      node.op === 'Div' ? (i === 0 ? sight.made(other, 'Sqrt') : null) : sight.made(sight.made(other, 'Reciprocal')?.inputs[0], 'Sqrt');
    const below = deviation(root, sight);
    if (top === null || below === null || sight.source(top.x) !== sight.source(below.x)) continue;
    return {
      ...node,
      op: 'CentredNormalization',
      inputs: [top.x, ...top.mean.inputs.slice(1)],
      attributes: { ...top.mean.attributes, epsilon: below.epsilon },
    };
  }
  return null;
}

/** x·g + (β − mean·g) with g = γ/√(variance + ε), as Keras spells it out. */
function scaledNorm(node: ForeignNode, sight: Sight): ForeignNode | null {
  const found = node.inputs.flatMap((input, i) => {
    const rest = sight.made(node.inputs[1 - i], 'Add');
    const factors = sight.made(input, 'Mul')?.inputs ?? [];
    return factors.map((gain, k) => normOf({ gain, x: factors[1 - k] ?? '', rest }, sight));
  });
  const norm = found.find(one => one !== null);
  return norm === undefined ? null : { ...node, ...norm };
}

interface NormParts {
  readonly gain: string;
  readonly x: string;
  /** β − mean·gain */
  readonly rest: ForeignNode | null;
}

function normOf({ gain, x, rest }: NormParts, sight: Sight): Pick<ForeignNode, 'op' | 'inputs' | 'attributes'> | null {
  const [root, scale] = inverseRoot(gain, sight);
  const below = deviation(root, sight);
  const hasGain = (value: string): boolean =>
    sight.made(value, 'Mul')?.inputs.some(one => sight.source(one) === sight.source(gain)) === true;
  const offset = rest?.inputs.find((_value, i) => hasGain(rest.inputs[1 - i] ?? ''));
  if (below === null || offset === undefined || sight.source(x) !== sight.source(below.x)) return null;
  return { op: 'LayerNormalization', inputs: [below.x, scale, offset], attributes: { axis: -1, epsilon: below.epsilon } };
}

/** γ/√…: the root, and γ. */
function inverseRoot(gain: string, sight: Sight): readonly [ForeignNode | null, string] {
  const [a = '', b = ''] = sight.made(gain, 'Mul')?.inputs ?? [];
  const rootOf = (value: string): ForeignNode | null => sight.made(sight.made(value, 'Reciprocal')?.inputs[0], 'Sqrt');
  return rootOf(a) === null ? [rootOf(b), a] : [rootOf(a), b];
}

/** The mean over the steps that a mask lets count, as this program's own files write it. */
function maskedMean(node: ForeignNode, sight: Sight): ForeignNode | null {
  const kept = sight.made(sight.made(node.inputs[0], 'ReduceSum')?.inputs[0], 'Mul');
  const count = sight.made(sight.made(node.inputs[1], 'Max')?.inputs[0], 'ReduceSum');
  const mask = kept?.inputs.find(one => count !== null && sight.source(one) === sight.source(count.inputs[0]));
  const x = kept?.inputs.find(one => one !== mask);
  return mask === undefined || x === undefined ? null : { ...node, op: 'MaskedMean', inputs: [x, mask] };
}

/** Numbers of tokens that were rounded and kept within the table, as this program's own files do. */
function rounded(node: ForeignNode, sight: Sight): ForeignNode | null {
  const within = sight.made(node.inputs[1], 'Clip', 'Min');
  const least = within?.op === 'Min' ? sight.made(within.inputs[0], 'Max') : within;
  const whole = sight.made(least?.inputs[0], 'Floor');
  const x = beside(sight.made(whole?.inputs[0], 'Add'), 0.5, sight);
  return x === null ? null : { ...node, inputs: [node.inputs[0]!, x] };
}

/** 1 where a token is, as this program's own files write it: the first step always counts. */
function mask(node: ForeignNode, sight: Sight): ForeignNode | null {
  const seen = sight.made(node.inputs[0], 'Greater');
  const raised = sight.made(beside(seen, 0.5, sight) ?? '', 'Add');
  return raised === null ? null : { ...node, op: 'TokenMask', inputs: [...raised.inputs] };
}

/** Rows by numbers of which those below 0 would count from the end, as Keras 3.15 looks them up: tokens are not below 0. */
function fromTheEnd(node: ForeignNode, sight: Sight): ForeignNode | null {
  const sum = sight.made(node.inputs[1], 'Add')?.inputs ?? [];
  if (!sum.every(input => sight.made(input, 'Mul') !== null)) return null;
  const found = sum.map(input => idsNotBelow(sight.made(input, 'Mul')?.inputs ?? [], sight)).find(ids => ids !== null);
  return found === undefined ? null : { ...node, inputs: [node.inputs[0] ?? '', found] };
}

/** Of numbers and whether they are not below 0: the numbers. */
function idsNotBelow(factors: readonly string[], sight: Sight): string | null {
  for (const [ids, test] of [factors, factors.toReversed()]) {
    const below = sight.made(sight.made(test, 'Not')?.inputs[0], 'Less');
    if (below === null || sight.number(below.inputs[1]) !== 0) continue;
    if (ids !== undefined && sight.source(below.inputs[0]) === sight.source(ids)) return ids;
  }
  return null;
}

const PATTERNS: Readonly<Record<string, readonly Pattern[]>> = {
  Mul: [gelu, layerNorm],
  Div: [layerNorm, maskedMean],
  Add: [scaledNorm],
  Gather: [rounded, fromTheEnd],
  Unsqueeze: [mask],
  Reshape: [mask],
};
