import type { Model, ModelCard } from '../../../../../src-shared/domain/graph/model-card.ts';
import type { LabelMap } from '../../../../../src-shared/domain/serial-fusion.ts';
import { createRandom } from '../../../../../src-shared/lib/random.ts';
import type { Engine } from '../../../tensor-library.ts';
import type { TrainingHooks } from '../../../training/hooks.ts';
import { runPhases, type Phase, type PhaseNetwork } from '../../../training/phases.ts';
import { runTraining, type TrainingSetup } from '../../../training/run-training.ts';
import type { StageTraining } from '../stage-training.ts';
import type { FusionMember } from '../../member-checks.ts';
import { mapLabels, type LabelTable } from './label-map.ts';
import { linkModels, type ChainMember, type ChainPass } from './link.ts';

export interface ChainSetup {
  readonly engine: Engine;
  /** From the first to the last. */
  readonly members: readonly FusionMember[];
  readonly pass: ChainPass;
  /** By member's name: class names of its to class names of the data's. */
  readonly tables: Readonly<Record<string, LabelTable>>;
  readonly data: TrainingSetup['data'];
  /** Of a model of the data. */
  readonly card: ModelCard;
  readonly seed: number;
  readonly training: StageTraining;
}

export interface ChainResult {
  readonly network: PhaseNetwork;
  /** A member each. */
  readonly labels: readonly LabelMap[];
}

const CHAIN = 'chain';

/** How each member's classes stand to the data's; members of another kind of answer have none. */
export function chainLabels({ members, tables, card }: Pick<ChainSetup, 'members' | 'tables' | 'card'>): readonly LabelMap[] {
  return members.map(({ name, model }) => mapLabels(model.card.classes, card.classes, tables[name]));
}

/**
 * Members in a row, each trained on the data with all before it frozen: a phase each, resumable at every step with the same bits.
 * Throws as `linkModels`, `mapLabels` and `runTraining`.
 */
export async function runChain(setup: ChainSetup, hooks: TrainingHooks): Promise<ChainResult> {
  const labels = chainLabels(setup);
  const answers = chainAnswers(setup);
  const [first, ...later] = setup.members.map(({ name, model }, i): ChainMember => ({ name, model, answerOf: answers[i]! }));
  const phases = later.map((member, i): Phase => ({
    work: setup.training.epochs,
    async run(state, within) {
      const before = state[CHAIN];
      const earlier = before === undefined ? (first as ChainMember) : soFar(before, setup);
      return { ...state, [CHAIN]: await trainLink(setup, { earlier, later: member, number: i + 1, before }, within) };
    },
  }));
  const state = await runPhases(phases, {}, hooks);
  return { network: state[CHAIN] as PhaseNetwork, labels };
}

/** Which answer of the data each answer of each member is. */
export function chainAnswers(setup: Pick<ChainSetup, 'members' | 'tables' | 'card'>): readonly (readonly (number | null)[])[] {
  const labels = chainLabels(setup);
  return setup.members.map(({ model }, i) => answersOf(model, labels[i]!, setup.card));
}

interface Link {
  readonly earlier: ChainMember;
  readonly later: ChainMember;
  readonly number: number;
  readonly before: PhaseNetwork | undefined;
}

async function trainLink(setup: ChainSetup, { earlier, later, number, before }: Link, hooks: TrainingHooks): Promise<PhaseNetwork> {
  const { engine, pass, card, data, seed, training } = setup;
  const random = createRandom(seed).split('link').split(number);
  const { model, frozen } = linkModels({ earlier, later, pass, card, outputs: data.outputs, random: random.split('init') });
  const { graph, parameters, masks } = model;
  const own = { ...training, tf: engine.tf, compiler: engine.compiler, data, graph, parameters, masks, frozen };
  const steps = before?.steps ?? 0;
  const shifted: TrainingHooks = {
    ...hooks,
    measure: points => hooks.measure(points.map(point => ({ ...point, step: point.step + steps }))),
  };
  const result = await runTraining({ ...own, seed: random.split('order').nextUint32() }, shifted);
  return {
    ...result,
    graph,
    slots: {},
    epochs: { ...result.epochs, run: result.epochs.run + (before?.epochs.run ?? 0) },
    steps: result.steps + steps,
    trainingMs: result.trainingMs + (before?.trainingMs ?? 0),
  };
}

/** The chain as it is, as the member before the next one: its answers are the data's. */
function soFar({ graph, parameters, masks }: PhaseNetwork, { card, data }: ChainSetup): ChainMember {
  return { name: CHAIN, model: { graph, parameters, masks, card }, answerOf: Array.from({ length: data.outputs }, (_, i) => i) };
}

/** By names of classes or labels; two classes of one logit, and values, by their place. */
function answersOf({ card: own, graph }: Model, { mapped }: LabelMap, card: ModelCard): readonly (number | null)[] {
  if (own.task === card.task && (own.task === 'classes' || own.task === 'labels')) {
    const byName = new Map(mapped.map(({ from, to }) => [from, card.classes.indexOf(to)]));
    return own.classes.map(name => byName.get(name) ?? null);
  }
  const same = own.task === card.task && own.classes.join('\n') === card.classes.join('\n');
  return same && graph.outputs.length === 1 ? [0] : [];
}
