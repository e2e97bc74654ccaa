import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Parameter, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Random } from '../../../src-shared/lib/random.ts';
import type { Algorithm } from '../algorithm.ts';
import type { Replacement } from '../graph/removable-layers.ts';

/** The units of one ranking step: what is scored, and goes or stays as one. */
export type PruningSubject = WeightSubject | ChannelSubject | LayerSubject;

/** One unit per weight of a kernel. */
export interface WeightSubject {
  readonly kind: 'weights';
  /** `node/parameter`. */
  readonly name: string;
  readonly kernel: Parameter;
}

/** One unit per channel of a group (see `ChannelGroup`). */
export interface ChannelSubject {
  readonly kind: 'channels';
  /** The group's id. */
  readonly name: string;
  readonly channels: number;
  /** Learnt arrays that are indexed by the channels. */
  readonly members: readonly SubjectMember[];
  /** Nodes whose values other layers read the channels from; per entry of their last axis: the channel, or -1. */
  readonly carriers: readonly { readonly node: string; readonly channelOf: Int32Array }[];
}

/** One unit per layer or block that a network can do without. */
export interface LayerSubject {
  readonly kind: 'layers';
  readonly name: string;
  readonly units: readonly RemovableUnit[];
}

export interface RemovableUnit {
  /** As `Removable.node`. */
  readonly node: string;
  /** What takes its place. */
  readonly by: Replacement;
  /** Learnt arrays that go with it, or shrink. */
  readonly members: readonly { readonly name: string; readonly parameter: Parameter; readonly isKernel: boolean }[];
}

export interface SubjectMember {
  /** Full name. */
  readonly name: string;
  readonly parameter: Parameter;
  /** A kernel multiplies, a vector is added or scales. */
  readonly isKernel: boolean;
  readonly axis: number;
  /** As `AxisUse.role`. */
  readonly role: 'output' | 'input' | 'pass';
  /** Per entry of the axis: the channel, or -1. */
  readonly channelOf: Int32Array;
}

/** What is measured for a criterion before it scores a subject; `weights` costs nothing, the rest a pass over data. */
export interface Evidence {
  readonly weights: object;
  readonly gradients: GradientEvidence;
  readonly activations: ActivationEvidence;
  readonly flow: FlowEvidence;
  readonly movement: MovementEvidence;
  readonly removals: RemovalEvidence;
}

/** Over batches of training items; a gradient is that of a batch's mean loss. */
export interface GradientEvidence {
  /** Empty for a parameter that the loss does not depend on. */
  mean(parameter: string): Float64Array;
  meanSquare(parameter: string): Float64Array;
  /** Per unit of the subject: mean over batches of (Σ g·w)², the sum over all the unit's weights that make or pass it. */
  readonly products: Float64Array;
}

/** Per channel, mean over training items, positions and the layers that read it. */
export interface ActivationEvidence {
  readonly meanMagnitude: Float64Array;
  /** Share of zeros, in [0, 1]. */
  readonly zeroShare: Float64Array;
}

/** θ·∂R/∂θ of the synaptic flow R. */
export interface FlowEvidence {
  of(parameter: string): Float32Array;
}

/** −Σ g·w over the training steps so far. */
export interface MovementEvidence {
  of(parameter: string): Float32Array;
}

/** Per layer or block: the mean loss over training items without it, less that of the whole network. */
export interface RemovalEvidence {
  readonly lossIncrease: Float64Array;
}

/** Ranks units. Pure: the same arguments give the same scores. */
export interface PruningCriterion<S extends ParamSpecs = ParamSpecs, N extends keyof Evidence = keyof Evidence> extends Algorithm<S> {
  readonly needs: N;
  /** Kinds of units it can rank. */
  readonly units: readonly PruningSubject['kind'][];
  /** Whether scores of different layers can be ranked together as they are; else each layer's are divided by their mean. */
  readonly isGlobal: boolean;
  /** One finite score per unit of the subject; the lowest is pruned first. Leaves the subject as it was. */
  score(call: CriterionCall<ParamValues<S>, N>): Float32Array;
}

export interface CriterionCall<Config, N extends keyof Evidence> {
  readonly subject: PruningSubject;
  readonly config: Config;
  readonly evidence: Evidence[N];
  /** Per unit: 0 is pruned already; its score counts for nothing. */
  readonly alive: Uint8Array;
  /** A stream of this subject's own, the same at every ranking of a run. */
  readonly random: Random;
}

export function defineCriterion<const S extends ParamSpecs, const N extends keyof Evidence>(
  criterion: PruningCriterion<S, N>,
): PruningCriterion<S, N> {
  return criterion;
}

/** Units that a subject has. */
export function unitsOf(subject: PruningSubject): number {
  if (subject.kind === 'layers') return subject.units.length;
  return subject.kind === 'weights' ? subject.kernel.values.length : subject.channels;
}

/** Parameters whose evidence a subject's scores may ask for. */
export function parametersOf(subject: PruningSubject): readonly string[] {
  if (subject.kind === 'weights') return [subject.name];
  if (subject.kind === 'layers') return [...new Set(subject.units.flatMap(({ members }) => members.map(({ name }) => name)))];
  return ownMembers(subject).map(({ name }) => name);
}

/** Arrays that make the channels or act on them on their way: what a channel *is*; what reads it belongs to others. */
export function ownMembers(subject: ChannelSubject): readonly SubjectMember[] {
  return subject.members.filter(({ role }) => role !== 'input');
}

/** Sums a value of every weight over each unit: the weight itself, all positions of a channel's own arrays, or all of a layer's. */
export function sumOverUnits(subject: PruningSubject, valueAt: (parameter: string, i: number, weight: number) => number): Float64Array {
  const sums = new Float64Array(unitsOf(subject));
  if (subject.kind === 'weights') {
    const { values } = subject.kernel;
    for (let i = 0; i < values.length; i++) sums[i] = valueAt(subject.name, i, values[i]!);
    return sums;
  }
  if (subject.kind === 'layers') {
    subject.units.forEach(({ members }, unit) => {
      for (const { name, parameter } of members) parameter.values.forEach((weight, i) => (sums[unit]! += valueAt(name, i, weight)));
    });
    return sums;
  }
  for (const member of ownMembers(subject)) {
    const { values } = member.parameter;
    forEachPosition(member, (i, channel) => {
      sums[channel]! += valueAt(member.name, i, values[i]!);
    });
  }
  return sums;
}

/** An array whose axis is indexed by channels. */
interface Indexed {
  readonly parameter: { readonly shape: Shape; readonly values: { readonly length: number } };
  readonly axis: number;
  readonly channelOf: Int32Array;
}

/** Every position of a member that belongs to a channel of the group, in row-major order. */
export function forEachPosition(
  { parameter: { shape, values }, axis, channelOf }: Indexed,
  visit: (i: number, channel: number) => void,
): void {
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const size = shape[axis] ?? 1;
  for (let i = 0; i < values.length; i++) {
    const channel = channelOf[Math.floor(i / inner) % size]!;
    if (channel >= 0) visit(i, channel);
  }
}
