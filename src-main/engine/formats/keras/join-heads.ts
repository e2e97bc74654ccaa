import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ExportNode, ExportPlan, LayerConfigs } from '../export-plan.ts';

type Part = 'query' | 'key' | 'value' | 'attention_output';

interface Projection {
  /** [1, in, out]. */
  readonly kernel: Parameter;
  readonly bias?: Parameter | undefined;
}

/**
 * Every attention as one node with the convolutions with a window of one around it, whose weights it keeps under Keras's names of its
 * parts: those three in front that nothing else reads, and the one behind that alone reads it. What stays outside is left as it is.
 */
export function joinHeads(plan: ExportPlan): ExportPlan {
  const joined = new Map<string, ExportNode>();
  const taken = new Set<string>();
  for (const node of plan.nodes.filter(({ layer }) => layer === 'attention')) {
    const { last, whole, parts } = joinedWith(node, plan, taken);
    joined.set(last, whole);
    for (const name of [node.name, last, ...parts]) taken.add(name);
  }
  const nodes = plan.nodes.flatMap(node => joined.get(node.name) ?? (taken.has(node.name) ? [] : [node]));
  return { ...plan, nodes, output: joined.get(plan.output.name) ?? plan.output };
}

interface Joined {
  /** The node in whose place it stands. */
  readonly last: string;
  readonly whole: ExportNode;
  /** Convolutions that it takes the place of. */
  readonly parts: readonly string[];
}

/** A convolution between two attentions goes with the first. */
function joinedWith(attention: ExportNode, { nodes, output }: ExportPlan, taken: ReadonlySet<string>): Joined {
  const named = (name: string): ExportNode => nodes.find(node => node.name === name) as ExportNode;
  const uses = (name: string): number =>
    nodes.reduce((sum, { inputs }) => sum + inputs.filter(input => input === name).length, Number(output.name === name));
  const isPart = (name: string): boolean => uses(name) === 1 && !taken.has(name) && isProjection(named(name));
  const inputs = attention.inputs.map((name, place) => (place < 3 && isPart(name) ? named(name) : null));
  const follower = nodes.find(node => node.inputs.includes(attention.name));
  const behind =
    follower !== undefined && isProjection(follower) && uses(attention.name) === 1 && !taken.has(follower.name) ? follower : null;
  const kept = [...inputs.slice(0, 3), behind].map((node, place) => (node === null ? [] : weightsAt(NAMES[place]!, node)));
  const sources = inputs.map((node, place) => node?.inputs[0] ?? attention.inputs[place]!);
  const end = behind ?? attention;
  const whole: ExportNode = {
    name: end.name,
    layer: attention.layer,
    config: attention.config,
    inputs: sources,
    inputShapes: inputs.map((node, place) => node?.inputShapes[0] ?? attention.inputShapes[place]!),
    shape: end.shape,
    parameters: Object.fromEntries(kept.flat()),
  };
  return { last: end.name, whole, parts: inputs.flatMap(node => (node === null ? [] : [node.name])) };
}

const NAMES: readonly Part[] = ['query', 'key', 'value', 'attention_output'];

function isProjection({ layer, config }: ExportNode): boolean {
  if (layer !== 'conv1d') return false;
  const { kernel, stride, activation } = config as LayerConfigs['conv1d'];
  return kernel === 1 && stride === 1 && activation === 'linear';
}

function weightsAt(part: Part, { parameters }: ExportNode): readonly (readonly [string, Parameter])[] {
  return Object.entries(parameters).map(([name, parameter]) => [`${part}/${name}`, parameter] as const);
}

/** The weights of a part of a joined node; none where it stayed outside. */
export function projectionOf({ parameters }: ExportNode): (part: Part) => Projection | undefined {
  return part => {
    const kernel = parameters[`${part}/kernel`];
    return kernel === undefined ? undefined : { kernel, bias: parameters[`${part}/bias`] };
  };
}
