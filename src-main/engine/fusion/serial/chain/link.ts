import type { Model, ModelCard } from '../../../../../src-shared/domain/graph/model-card.ts';
import type { GraphNode, ModelGraph, Parameters } from '../../../../../src-shared/domain/graph/model-graph.ts';
import type { Random } from '../../../../../src-shared/lib/random.ts';
import { initialValues } from '../../../graph/initial-values.ts';
import { sizeOf } from '../../../graph/shape-checks.ts';
import { resolvedNode, shapesOf } from '../../../graph/shapes.ts';
import { arraysWithin } from '../../../graph/subgraph.ts';
import { finishFusion, joinMembers, memberPrefix, type ComposedMembers } from '../../compose-members.ts';
import type { FusionMember } from '../../member-checks.ts';
import { readBesideInput } from './beside-input.ts';
import { trunkOf, withShares, type Trunk } from './trunk.ts';

/** What the earlier model hands on: its probabilities (its values), or what its last layer reads. */
export type ChainPass = 'probabilities' | 'features';

export interface LinkCall {
  readonly earlier: ChainMember;
  readonly later: ChainMember;
  readonly pass: ChainPass;
  /** Of the data: its classes are answered. */
  readonly card: ModelCard;
  /** Answers per item. */
  readonly outputs: number;
  /** For the weights of answers that the later model knows nothing of. */
  readonly random: Random;
}

export interface ChainMember extends FusionMember {
  /** Which answer of the data each of the model's answers is; null for none. */
  readonly answerOf: readonly (number | null)[];
}

export interface LinkedModel {
  readonly model: Model;
  /** The earlier model's nodes. */
  readonly frozen: ReadonlySet<string>;
}

const HEAD = 'answers';

/**
 * Two models in a row: the later one reads beside its input what the earlier one hands on, and so does the new last layer, beside
 * what the later one's last layer read. Before it is trained it answers as the later model does where that knows the answer. Throws
 * as `joinMembers` and `readBesideInput`.
 */
export function linkModels({ earlier, later, pass, ...call }: LinkCall): LinkedModel {
  const first = pass === 'features' ? trunkOf(earlier.model).model : withShares(earlier.model);
  const trunk = trunkOf(later.model);
  const joined = joinMembers([
    { name: earlier.name, model: first },
    { name: later.name, model: trunk.model },
  ]);
  const [passed, features] = joined.ends as [string, string];
  const widths = [features, passed].map(name => widthOf(joined, name)) as [number, number];
  const composed = withBeside(joined, { node: passed, width: widths[1] });
  const evidence: GraphNode = { name: 'evidence', layer: 'concatenate', config: {}, inputs: [features, passed] };
  const head: GraphNode = { name: HEAD, layer: 'dense', config: { units: call.outputs }, inputs: [evidence.name] };
  const rows = { trunk, widths, later, told: pass === 'probabilities' ? earlier : null };
  const parameters = headParameters(rows, call);
  const model = finishFusion(composed, { nodes: [evidence, head], output: HEAD, parameters, card: call.card });
  return { model, frozen: new Set(joined.nodes.map(({ name }) => name).filter(name => name.startsWith(memberPrefix(0)))) };
}

function widthOf({ nodes, input }: ComposedMembers, name: string): number {
  return sizeOf(resolvedNode(shapesOf({ version: 1, nodes, inputs: [input], outputs: [name] }), name).output);
}

/** The later member's part, reading more than its input; where it is nothing but the input, the last layer alone reads more. */
function withBeside(joined: ComposedMembers, beside: { readonly node: string; readonly width: number }): ComposedMembers {
  const isLater = ({ name }: GraphNode): boolean => name.startsWith(memberPrefix(1));
  const own = joined.nodes.filter(isLater);
  if (own.length === 0) return joined;
  const input = joined.nodes.filter(({ name }) => name === joined.input);
  const part: ModelGraph = { version: 1, nodes: [...input, ...own], inputs: [joined.input], outputs: [joined.ends[1]!] };
  const arrays = { parameters: arraysWithin(part, joined.parameters), masks: arraysWithin(part, joined.masks) };
  const wide = readBesideInput({ graph: part, ...arrays }, beside);
  return {
    ...joined,
    nodes: [...joined.nodes.filter(node => !isLater(node)), ...wide.graph.nodes.filter(({ name }) => name !== joined.input)],
    parameters: { ...joined.parameters, ...wide.parameters },
    masks: { ...joined.masks, ...wide.masks },
  };
}

interface HeadRows {
  readonly trunk: Trunk;
  /** Of the features, and of what is passed. */
  readonly widths: readonly [features: number, passed: number];
  readonly later: ChainMember;
  /** The earlier model, where its answers are passed. */
  readonly told: ChainMember | null;
}

/** An answer someone knows begins with their weights; one that nobody knows with drawn ones. */
function headParameters({ trunk, widths, later, told }: HeadRows, { outputs, random }: Pick<LinkCall, 'outputs' | 'random'>): Parameters {
  const [features, passed] = widths;
  const fanIn = features + passed;
  const values = initialValues({ kind: 'glorot-uniform', fanIn, fanOut: outputs }, fanIn * outputs, random);
  const bias = new Float32Array(outputs);
  later.answerOf.forEach((answer, own) => {
    if (answer === null) return;
    for (let row = 0; row < features; row++) values[row * outputs + answer] = laterWeight(trunk, row, own);
    bias[answer] = trunk.last?.bias?.values[own] ?? 0;
  });
  values.fill(0, features * outputs);
  told?.answerOf.forEach((answer, own) => {
    if (answer !== null) values[(features + own) * outputs + answer] = 1;
  });
  return { [`${HEAD}/kernel`]: { shape: [fanIn, outputs], values }, [`${HEAD}/bias`]: { shape: [outputs], values: bias } };
}

/** Of the later model's own answer: its last layer's, or its answers themselves. */
function laterWeight({ last }: Trunk, row: number, answer: number): number {
  if (last === null) return Number(row === answer);
  return last.kernel.values[row * last.kernel.shape[1]! + answer]!;
}
