import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { DraftNode } from './trace.ts';

/** The nodes so far, and which of them answers. */
export interface Draft {
  readonly nodes: readonly DraftNode[];
  readonly output: string;
}

/** One simplification, or null where there is none. What it replaces is read by nothing else. */
type Rule = (node: DraftNode, before: DraftNode) => DraftNode | null;

/** Constants behind layers become part of their weights, functions part of the layers; what nothing reads goes. */
export function tidied(draft: Draft): Draft {
  const joined = (from: Draft): Draft => RULES.reduce((left, rule) => withRule(left, rule), from);
  return joined(splitSelections(joined(live(draft))));
}

/** Only what leads to the output. */
export function live({ nodes, output }: Draft): Draft {
  const read = new Set([output]);
  for (const node of [...nodes].reverse()) if (read.has(node.name)) node.inputs.forEach(input => read.add(input));
  return { nodes: nodes.filter(({ name }) => read.has(name)), output };
}

/** From the first node to the last: a node that a rule takes into the one before it leaves its readers to that one. */
function withRule({ nodes, output }: Draft, rule: Rule): Draft {
  const readers = new Map<string, number>([[output, 1]]);
  for (const input of nodes.flatMap(node => node.inputs)) readers.set(input, (readers.get(input) ?? 0) + 1);
  const kept = new Map<string, DraftNode>();
  const moved = new Map<string, string>();
  const now = (name: string): string => moved.get(name) ?? name;
  for (const original of nodes) {
    const node = { ...original, inputs: original.inputs.map(now) };
    const before = node.inputs.length === 1 ? kept.get(node.inputs[0]!) : undefined;
    const isOnly = before !== undefined && readers.get(original.inputs[0]!) === 1;
    const joined = isOnly ? rule(node, before) : null;
    if (joined === null || before === undefined) {
      kept.set(node.name, node);
      continue;
    }
    // In its old place, which comes before all readers.
    kept.set(before.name, { ...joined, name: before.name });
    moved.set(node.name, before.name);
  }
  return { nodes: [...kept.values()], output: now(output) };
}

interface Affine {
  readonly factor: readonly number[];
  readonly offset: readonly number[];
}

function affineOf({ layer, config }: DraftNode): Affine | null {
  return layer === 'rescale' ? (config as unknown as Affine) : null;
}

const at = (list: readonly number[], i: number): number => list[list.length === 1 ? 0 : i]!;

function ontoRescale(node: DraftNode, before: DraftNode): DraftNode | null {
  const [second, first] = [affineOf(node), affineOf(before)];
  if (second === null || first === null) return null;
  const size = Math.max(second.factor.length, second.offset.length, first.factor.length, first.offset.length);
  const all = Array.from({ length: size }, (_, i) => i);
  const factor = all.map(i => at(first.factor, i) * at(second.factor, i));
  const offset = all.map(i => at(first.offset, i) * at(second.factor, i) + at(second.offset, i));
  return { ...before, config: { factor: uniform(factor), offset: uniform(offset) } };
}

function uniform(values: readonly number[]): number[] {
  return values.every(value => value === values[0]) ? values.slice(0, 1) : [...values];
}

/** Layers with a kernel whose outputs stand on its last axes: how many of those. */
const KERNELS: Readonly<Record<string, number>> = { dense: 1, conv1d: 1, conv2d: 1, 'depthwise-conv2d': 2 };

function ontoKernel(node: DraftNode, before: DraftNode): DraftNode | null {
  const affine = affineOf(node);
  const axes = KERNELS[before.layer];
  if (affine === null || axes === undefined || before.config['activation'] !== 'linear') return null;
  const kernel = before.parameters['kernel']!;
  const channels = kernel.shape.slice(-axes).reduce((product, size) => product * size, 1);
  if ([affine.factor, affine.offset].some(list => list.length !== 1 && list.length !== channels)) return null;
  const bias = before.parameters['bias'] ?? { shape: [channels], values: new Float32Array(channels) };
  const hasBias = before.parameters['bias'] !== undefined || affine.offset.some(value => value !== 0);
  return {
    ...before,
    config: { ...before.config, bias: hasBias },
    parameters: {
      kernel: mapped(kernel, (value, i) => value * at(affine.factor, i % channels)),
      ...(hasBias ? { bias: mapped(bias, (value, i) => value * at(affine.factor, i) + at(affine.offset, i)) } : {}),
    },
  };
}

const NORMS: ReadonlySet<string> = new Set(['batch-norm', 'layer-norm', 'group-norm']);

function ontoNorm(node: DraftNode, before: DraftNode): DraftNode | null {
  const affine = affineOf(node);
  if (affine === null || !NORMS.has(before.layer)) return null;
  const { scale, offset } = before.parameters as Readonly<Record<'scale' | 'offset', Parameter>>;
  return {
    ...before,
    parameters: {
      ...before.parameters,
      scale: mapped(scale, (value, i) => value * at(affine.factor, i)),
      offset: mapped(offset, (value, i) => value * at(affine.factor, i) + at(affine.offset, i)),
    },
  };
}

function mapped({ shape, values }: Parameter, change: (value: number, i: number) => number): Parameter {
  return { shape, values: values.map(change) };
}

function ontoActivation(node: DraftNode, before: DraftNode): DraftNode | null {
  const isPlain = node.layer === 'activation' && node.config['function'] !== 'leaky-relu' && before.config['activation'] === 'linear';
  return isPlain ? { ...before, config: { ...before.config, activation: node.config['function']! } } : null;
}

/** A reshape of a reshape is one. */
function ontoReshape(node: DraftNode, before: DraftNode): DraftNode | null {
  const isShape = ({ layer }: DraftNode): boolean => layer === 'reshape' || layer === 'flatten';
  if (!isShape(node) || !isShape(before)) return null;
  const { layer, config, shape } = node;
  return { ...before, layer, config, shape };
}

const RULES: readonly Rule[] = [ontoReshape, ontoRescale, ontoKernel, ontoNorm, ontoActivation];

/** A product whose channels are all read in parts is as many products. */
function splitSelections({ nodes, output }: Draft): Draft {
  const readersOf = (name: string): readonly DraftNode[] => nodes.filter(node => node.inputs.includes(name));
  const parts = new Map<string, DraftNode>();
  const gone = new Set<string>();
  for (const node of nodes) {
    const readers = readersOf(node.name);
    const canSplit =
      (KERNELS[node.layer] === 1 && node.config['groups'] !== undefined ? node.config['groups'] === 1 : KERNELS[node.layer] === 1) &&
      node.name !== output;
    if (!canSplit || node.config['activation'] !== 'linear' || readers.length === 0 || readers.some(one => one.layer !== 'select-channels'))
      continue;
    gone.add(node.name);
    for (const reader of readers) parts.set(reader.name, withChannels(node, reader));
  }
  return { nodes: nodes.flatMap(node => (gone.has(node.name) ? [] : [parts.get(node.name) ?? node])), output };
}

function withChannels(node: DraftNode, { name, config, shape }: DraftNode): DraftNode {
  const channels = config['channels'] as unknown as readonly number[];
  const pick = ({ shape: sizes, values }: Parameter): Parameter => {
    const width = sizes.at(-1) ?? 1;
    const picked = new Float32Array((values.length / width) * channels.length);
    for (let row = 0; row < values.length / width; row++)
      channels.forEach((channel, i) => (picked[row * channels.length + i] = values[row * width + channel]!));
    return { shape: [...sizes.slice(0, -1), channels.length], values: picked };
  };
  const count = node.layer === 'dense' ? { units: channels.length } : { filters: channels.length };
  const parameters = Object.fromEntries(Object.entries(node.parameters).map(([key, parameter]) => [key, pick(parameter)]));
  return { ...node, name, shape, config: { ...node.config, ...count }, parameters, masks: {} };
}
