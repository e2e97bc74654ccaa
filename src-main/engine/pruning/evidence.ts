import type { EvidencePasses } from '../training/evidence-passes.ts';
import type { RunnerState } from '../training/step-runner.ts';
import {
  parametersOf,
  sumOverUnits,
  unitsOf,
  type ActivationEvidence,
  type Evidence,
  type GradientEvidence,
  type PruningSubject,
} from './criterion.ts';
import { removeLayer } from '../graph/remove-layer.ts';
import { MOVEMENT } from './movement.ts';
import { synapticFlow } from './synaptic-flow.ts';

/** What the measuring needs. */
export interface EvidenceSource {
  readonly subjects: readonly PruningSubject[];
  readonly state: RunnerState;
  readonly passes: EvidencePasses;
  /** Training items to pass over. */
  readonly items: number;
}

type OfSubject<N extends keyof Evidence> = (subject: PruningSubject) => Evidence[N];

/** How each kind is measured: once for all subjects. */
const GATHER: { readonly [N in keyof Evidence]: (source: EvidenceSource) => Promise<OfSubject<N>> } = {
  weights: async () => () => ({}),
  gradients: gatherGradients,
  activations: gatherActivations,
  async flow({ state, passes }) {
    const products = await synapticFlow(passes, state.parameters);
    return () => ({ of: parameter => products[parameter]!.values });
  },
  movement:
    async ({ state }) =>
    () => ({ of: parameter => state.slots[`${parameter}/${MOVEMENT}`]!.values }),
  removals: gatherRemovals,
};

export function gatherEvidence<N extends keyof Evidence>(kind: N, source: EvidenceSource): Promise<OfSubject<N>> {
  return GATHER[kind](source);
}

async function gatherGradients({ subjects, passes, items }: EvidenceSource): Promise<OfSubject<'gradients'>> {
  const sums = new Map<string, { readonly mean: Float64Array; readonly square: Float64Array }>();
  const products = new Map(subjects.map(subject => [subject.name, new Float64Array(unitsOf(subject))]));
  const none = new Float64Array();
  let batches = 0;
  await passes.gradients(items, gradients => {
    batches += 1;
    for (const name of new Set(subjects.flatMap(parametersOf))) {
      const values = gradients[name]?.values;
      if (values === undefined) continue;
      const sum = sums.get(name) ?? { mean: new Float64Array(values.length), square: new Float64Array(values.length) };
      sums.set(name, sum);
      for (let i = 0; i < values.length; i++) {
        sum.mean[i]! += values[i]!;
        sum.square[i]! += values[i]! * values[i]!;
      }
    }
    for (const subject of subjects) {
      const product = sumOverUnits(subject, (name, i, weight) => weight * (gradients[name]?.values[i] ?? 0));
      const total = products.get(subject.name) ?? none;
      for (let unit = 0; unit < total.length; unit++) total[unit]! += product[unit]! * product[unit]!;
    }
  });
  for (const { mean, square } of sums.values()) for (const sum of [mean, square]) scale(sum, 1 / batches);
  for (const product of products.values()) scale(product, 1 / batches);
  return (subject): GradientEvidence => ({
    mean: name => sums.get(name)?.mean ?? none,
    meanSquare: name => sums.get(name)?.square ?? none,
    products: products.get(subject.name) ?? none,
  });
}

function scale(values: Float64Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i]! *= factor;
}

async function gatherRemovals({ subjects, state: { parameters }, passes, items }: EvidenceSource): Promise<OfSubject<'removals'>> {
  const { graph } = passes;
  const whole = await passes.loss(items, { graph, parameters });
  const increases = new Map<string, Float64Array>();
  for (const subject of subjects) {
    const units = subject.kind === 'layers' ? subject.units : [];
    const increase = new Float64Array(units.length);
    for (const [unit, { node, by }] of units.entries()) {
      increase[unit] = (await passes.loss(items, removeLayer({ graph, parameters }, node, by))) - whole;
    }
    increases.set(subject.name, increase);
  }
  return subject => ({ lossIncrease: increases.get(subject.name) ?? new Float64Array() });
}

async function gatherActivations({ subjects, passes, items }: EvidenceSource): Promise<OfSubject<'activations'>> {
  const carriersOf = (subject: PruningSubject) => (subject.kind === 'channels' ? subject.carriers : []);
  const nodes = [...new Set(subjects.flatMap(subject => carriersOf(subject).map(({ node }) => node)))];
  const totals = new Map<string, { magnitude: Float64Array; zeros: Float64Array; values: number }>();
  await passes.activations(items, nodes, sums => {
    for (const [node, { magnitude, zeros, values }] of Object.entries(sums)) {
      const total = totals.get(node) ?? { magnitude: new Float64Array(magnitude.length), zeros: new Float64Array(zeros.length), values: 0 };
      totals.set(node, total);
      magnitude.forEach((value, i) => (total.magnitude[i]! += value));
      zeros.forEach((value, i) => (total.zeros[i]! += value));
      total.values += values;
    }
  });
  return (subject): ActivationEvidence => {
    const meanOver = (what: 'magnitude' | 'zeros'): Float64Array => {
      const [sum, count] = [new Float64Array(unitsOf(subject)), new Float64Array(unitsOf(subject))];
      for (const { node, channelOf } of carriersOf(subject)) {
        const total = totals.get(node);
        if (total === undefined) continue;
        channelOf.forEach((channel, entry) => {
          if (channel < 0) return;
          sum[channel]! += total[what][entry]! / total.values;
          count[channel]! += 1;
        });
      }
      return sum.map((value, channel) => (count[channel] === 0 ? 0 : value / count[channel]!));
    };
    return { meanMagnitude: meanOver('magnitude'), zeroShare: meanOver('zeros') };
  };
}
