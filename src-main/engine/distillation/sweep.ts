import type { DistillationSweep, SweepCell } from '../../../src-shared/domain/distillation.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { predictSplit } from '../evaluation/predict.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import type { Phase, PhaseNetwork, PhaseState } from '../training/phases.ts';
import { calibratedLoss } from './calibrated-loss.ts';
import type { DistilSetup } from './distil-setup.ts';
import { trainStudent, type Lesson } from './train-student.ts';

/** Where the phases leave what the sweep found. */
const SWEEP = 'sweep';

/** What the sweep found, and what it took. */
export interface SweepNotes extends DistillationSweep {
  readonly ms: number;
}

/** Epochs of the first round and of the second one, and how many go on to it. */
interface Rounds {
  readonly first: number;
  readonly all: number;
  readonly survivors: number;
}

/** What a sweep may take, in runs of all epochs. */
const MOST_RUNS = 1.5;

/**
 * A third of the epochs, by successive halving (Jamieson & Talwalkar 2016, arXiv:1502.07943): every pair for the first of
 * them, the best third of the pairs at most for the rest, each going on where it was. A sweep of 3×3 so takes at most 1.5 runs once
 * a run has 9 epochs, where nine thirds of a run would take three.
 */
export function roundsOf(epochs: number, cells: number): Rounds {
  const all = Math.max(1, Math.floor(epochs / 3));
  const first = Math.max(1, Math.floor(all / 5));
  const affordable = all === first ? 0 : Math.floor((MOST_RUNS * epochs - cells * first) / (all - first));
  return { first, all, survivors: Math.max(1, Math.min(Math.ceil(cells / 3), affordable)) };
}

/** Tries every pair of temperature and alpha, and leaves the best one's numbers. Each run of a pair is a phase of its own. */
export function sweepPhases(setup: DistilSetup, lesson: Lesson): readonly Phase[] {
  if (setup.sweep === null) return [];
  const pairs = pairsOf(setup);
  const { first, all, survivors } = roundsOf(setup.training.epochs, pairs.length);
  const tries = pairs.map((pair, i): Phase => ({
    work: first,
    run: async (state, hooks) => ({ ...state, [cellName(i)]: await tryPair(setup, { lesson, pair, epochs: first, planned: all }, hooks) }),
  }));
  const goOn = Array.from({ length: all > first ? survivors : 0 }, (_, rank): Phase => ({
    work: all - first,
    run: async (state, hooks) => {
      const which = notesOf(state)?.order[rank] ?? rank;
      const pair = pairs[which] as Pair;
      const before = state[cellName(which)] as PhaseNetwork;
      return { ...state, [cellName(which)]: await tryPair(setup, { lesson, pair, epochs: all, planned: all, before }, hooks) };
    },
  }));
  const rankThem: Phase = { work: 0, run: (state, hooks) => judge(setup, { state, pairs, keep: survivors }, hooks) };
  const choose: Phase = { work: 0, run: (state, hooks) => judge(setup, { state, pairs, keep: 0 }, hooks) };
  return goOn.length === 0 ? [...tries, choose] : [...tries, rankThem, ...goOn, choose];
}

/** What the sweep found; null before its end, or without one. */
export function sweepOf(state: PhaseState): SweepNotes | null {
  const notes = notesOf(state);
  if (notes === null) return null;
  const { order: _order, ...found } = notes;
  return found;
}

/** The losses with the temperature and alpha that were chosen. */
export function chosenLosses(setup: DistilSetup, state: PhaseState): readonly AlgorithmValue[] {
  const found = sweepOf(state);
  return found === null ? setup.losses : withPair(setup.losses, found.chosen);
}

interface Pair {
  readonly temperature: number;
  readonly alpha: number;
}

interface StoredNotes extends SweepNotes {
  /** Pairs by their place, the best first. */
  readonly order: readonly number[];
}

function pairsOf({ sweep, losses }: DistilSetup): readonly Pair[] {
  const own = losses[0]?.['temperature'];
  const temperatures = own === undefined ? [1] : (sweep?.temperatures ?? []);
  return temperatures.flatMap(temperature => (sweep?.alphas ?? []).map(alpha => ({ temperature, alpha })));
}

function withPair(losses: readonly AlgorithmValue[], { temperature, alpha }: Pair): readonly AlgorithmValue[] {
  return losses.map((loss, i) => {
    if (i > 0) return loss;
    return { ...loss, alpha, ...(loss['temperature'] === undefined ? {} : { temperature }) };
  });
}

interface Try {
  readonly lesson: Lesson;
  readonly pair: Pair;
  readonly epochs: number;
  readonly planned: number;
  readonly before?: PhaseNetwork;
}

function tryPair(setup: DistilSetup, { lesson, pair, epochs, planned, before }: Try, hooks: TrainingHooks): Promise<PhaseNetwork> {
  const student = before ?? setup.chain.at(-1);
  if (student === undefined) throw new Error('A chain has at least one student');
  const begin =
    before === undefined
      ? {}
      : { begin: { done: before.steps, epochs: before.epochs.run, slots: before.slots, trainingMs: before.trainingMs } };
  // Its curves are not the step's.
  const silent = { ...hooks, measure: () => undefined };
  const taught = { ...lesson, losses: withPair(lesson.losses, pair) };
  const run = { student, lesson: taught, epochs, plannedEpochs: planned, stage: 'measuring', keep: 'last', handsOn: true } as const;
  return trainStudent({ ...setup, training: { ...setup.training, earlyStopping: undefined } }, { ...run, ...begin }, silent);
}

interface Judged {
  readonly state: PhaseState;
  readonly pairs: readonly Pair[];
  /** How many networks are kept to go on with. */
  readonly keep: number;
}

/** Scores the networks that are there; what was scored before and is gone keeps its figures. */
async function judge(setup: DistilSetup, { state, pairs, keep }: Judged, hooks: TrainingHooks): Promise<PhaseState> {
  const before = notesOf(state);
  const cells: SweepCell[] = [];
  for (const [i, pair] of pairs.entries()) {
    const network = state[cellName(i)];
    const earlier = before?.cells[i];
    if (network !== undefined) cells.push({ ...pair, ...(await figuresOf(setup, network, hooks)) });
    else if (earlier !== undefined) cells.push(earlier);
  }
  const longest = Math.max(...cells.map(({ epochs }) => epochs));
  const order = cells
    .map((cell, i) => ({ ...cell, i }))
    // Only those that came as far can win; of equals the lower temperature, then the lower alpha, stands first.
    .filter(({ epochs }) => epochs === longest)
    .toSorted((a, b) => a.score - b.score)
    .map(({ i }) => i);
  const { temperature, alpha } = pairs[order[0] ?? 0] as Pair;
  const ms = Object.entries(state).reduce((sum, [name, { trainingMs }]) => sum + (name.startsWith(CELL) ? trainingMs : 0), 0);
  const left = new Set(order.slice(0, keep).map(cellName));
  // What stays counts with its whole time again at the end.
  const gone = Object.entries(state).reduce(
    (sum, [name, network]) => sum + (name.startsWith(CELL) && !left.has(name) ? network.trainingMs : 0),
    0,
  );
  const notes: StoredNotes = {
    temperatures: [...new Set(pairs.map(pair => pair.temperature))],
    alphas: [...new Set(pairs.map(pair => pair.alpha))],
    cells,
    chosen: { temperature, alpha },
    ms: (before?.ms ?? 0) + (keep === 0 ? ms : gone),
    order,
  };
  const others = Object.fromEntries(Object.entries(state).filter(([name]) => !name.startsWith(CELL) || left.has(name)));
  return { ...others, [SWEEP]: withNotes(setup, notes) };
}

async function figuresOf(setup: DistilSetup, { graph, parameters, validation, epochs }: PhaseNetwork, hooks: TrainingHooks) {
  const { engine, data } = setup;
  const answers = await predictSplit({ engine, graph, parameters, data, split: 'validation', turn: () => hooks.turn() });
  return { epochs: epochs.run, score: calibratedLoss({ task: data.task, ...answers }), validation: { ...validation?.last } };
}

/** A network without arrays, which only carries what was found. */
function withNotes({ chain }: DistilSetup, notes: StoredNotes): PhaseNetwork {
  const graph = (chain[0] as DistilSetup['chain'][number]).graph;
  const nothing = { parameters: {}, slots: {}, masks: {}, validation: null, steps: 0, trainingMs: 0 };
  return { graph, ...nothing, epochs: { run: 0, kept: 0, stoppedEarly: false }, notes };
}

function notesOf(state: PhaseState): StoredNotes | null {
  return (state[SWEEP]?.notes as StoredNotes | undefined) ?? null;
}

const CELL = 'cell.';

function cellName(which: number): string {
  return `${CELL}${which}`;
}
