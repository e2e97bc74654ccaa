import type { DistillationSweep, SweepCell } from '../../../src-shared/domain/distillation.ts';
import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { predictSplit } from '../evaluation/predict.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import type { Phase, PhaseNetwork, PhaseState } from '../training/phases.ts';
import { calibratedLoss } from './calibrated-loss.ts';
import type { DistilSetup, StudentStart } from './distil-setup.ts';
import { trainStudent, type Lesson } from './train-student.ts';

/** Where the phases leave what the sweep found. */
const SWEEP = 'sweep';

/** What the sweep found, and what it took. */
export interface SweepNotes extends DistillationSweep {
  readonly ms: number;
}

/** What a sweep may take, in runs of all epochs; each pair's start, and judging, come on top: about a tenth of a run. */
const MOST_RUNS = 1.35;
/** How much faster a short run may learn. */
const MOST_HASTE = 4;

interface Pair {
  readonly temperature: number;
  readonly alpha: number;
}

/** The middle one is tried with every temperature. */
interface Axes {
  readonly temperatures: readonly number[];
  readonly middle: number;
  readonly otherAlphas: readonly number[];
}

/** Epochs each pair is tried for: a third of all, or as many as a sweep may take. */
export function epochsPerPair(epochs: number, pairs: number): number {
  return Math.max(1, Math.min(Math.floor(epochs / 3), Math.floor((MOST_RUNS * epochs) / pairs)));
}

/**
 * A cross instead of a grid: every temperature at the middle alpha, then every other alpha at the best temperature; what the two
 * do is nearly a sum, and nine pairs at a third of the epochs would take three runs. A short run learns as much
 * faster as it is shorter, up to four times, so that it comes as far: at the rate of the whole run, low temperatures always
 * win early (measured: 784-50-10 on MNIST, 6 epochs for 20; at 1 temperature 1 is best by 5 %, at 10/3 temperature 4 by 6 %, as
 * after all 20), and for the same reason nothing is stopped after its first epochs.
 */
export function sweepPhases(setup: DistilSetup, lesson: Lesson): readonly Phase[] {
  if (setup.sweep === null) return [];
  const { temperatures, middle, otherAlphas } = axesOf(setup);
  const epochs = epochsPerPair(setup.training.epochs, temperatures.length + otherAlphas.length);
  const phaseOf = (place: number, pairOf: (state: PhaseState) => Pair): Phase => ({
    work: epochs,
    run: async (state, hooks) => ({ ...state, [cellName(place)]: await tryPair(setup, { lesson, pair: pairOf(state), epochs }, hooks) }),
  });
  const judging: Phase = { work: 0, run: (state, hooks) => judge(setup, state, hooks) };
  return [
    ...temperatures.map((temperature, i) => phaseOf(i, () => ({ temperature, alpha: middle }))),
    judging,
    ...otherAlphas.map((alpha, i) => phaseOf(i, state => ({ temperature: (notesOf(state) as SweepNotes).chosen.temperature, alpha }))),
    ...(otherAlphas.length === 0 ? [] : [judging]),
  ];
}

function axesOf({ sweep, losses }: DistilSetup): Axes {
  const alphas = sweep?.alphas ?? [];
  const at = Math.floor(alphas.length / 2);
  return {
    temperatures: losses[0]?.['temperature'] === undefined ? [1] : (sweep?.temperatures ?? []),
    middle: alphas[at] ?? 0,
    otherAlphas: alphas.filter((_, i) => i !== at),
  };
}

/** What the sweep found; null before its end, or without one. */
export function sweepOf(state: PhaseState): SweepNotes | null {
  return notesOf(state);
}

/** The losses with the temperature and alpha that were chosen. */
export function chosenLosses(setup: DistilSetup, state: PhaseState): readonly AlgorithmValue[] {
  const found = sweepOf(state);
  return found === null ? setup.losses : withPair(setup.losses, found.chosen);
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
}

/** The network of a pair, its numbers among the notes; without arrays where it diverged. */
async function tryPair(setup: DistilSetup, { lesson, pair, epochs }: Try, hooks: TrainingHooks): Promise<PhaseNetwork> {
  const student = setup.chain.at(-1) as StudentStart;
  const { training, warmUpEpochs } = setup;
  const shorter = training.epochs / epochs;
  const learningRate = Number(training.optimizer['learningRate']) * Math.min(MOST_HASTE, shorter);
  const short: DistilSetup = {
    ...setup,
    warmUpEpochs: warmUpEpochs / shorter,
    training: { ...training, optimizer: { ...training.optimizer, learningRate }, earlyStopping: undefined },
  };
  const taught = { ...lesson, losses: withPair(lesson.losses, pair) };
  try {
    const run = { student, lesson: taught, epochs, plannedEpochs: epochs, stage: 'choosing', keep: 'last' } as const;
    // Its curves are not the step's.
    return { ...(await trainStudent(short, run, { ...hooks, measure: () => undefined })), notes: pair };
  } catch (thrown) {
    if (!(thrown instanceof AppFailure) || thrown.error.code !== 'diverged') throw thrown;
    return { ...emptyNetwork(student.graph, pair), epochs: { run: epochs, kept: 0, stoppedEarly: false } };
  }
}

/** Scores the networks that are there beside those that were before, and lets go of them. */
async function judge(setup: DistilSetup, state: PhaseState, hooks: TrainingHooks): Promise<PhaseState> {
  const before = notesOf(state);
  const networks = Object.entries(state).filter(([name]) => name.startsWith(CELL));
  const cells: SweepCell[] = [...(before?.cells ?? [])];
  for (const [, network] of networks) cells.push(await cellOf(setup, network, hooks));
  const best = cells.reduce((least, cell) => (better(cell, least) ? cell : least));
  const notes: SweepNotes = {
    temperatures: axesOf(setup).temperatures,
    alphas: setup.sweep?.alphas ?? [],
    cells,
    chosen: { temperature: best.temperature, alpha: best.alpha },
    ms: networks.reduce((sum, [, { trainingMs }]) => sum + trainingMs, before?.ms ?? 0),
  };
  const others = Object.fromEntries(Object.entries(state).filter(([name]) => !name.startsWith(CELL)));
  return { ...others, [SWEEP]: emptyNetwork((setup.chain[0] as StudentStart).graph, notes) };
}

/** One that diverged is worse than any other; of equals the first is kept. */
function better({ score }: SweepCell, than: SweepCell): boolean {
  return score !== null && (than.score === null || score < than.score);
}

/**
 * The geometric mean of the validation error and the calibrated loss; the loss alone for values. Errors are what is asked for,
 * but few, so chance has its say; the loss says more with the same items, but likes high temperatures even where a student
 * is too small for them.
 */
async function cellOf(
  setup: DistilSetup,
  { graph, parameters, validation, epochs, notes }: PhaseNetwork,
  hooks: TrainingHooks,
): Promise<SweepCell> {
  const pair = notes as Pair;
  if (validation === null) return { ...pair, epochs: epochs.run, score: null, validation: {} };
  const { engine, data } = setup;
  const answers = await predictSplit({ engine, graph, parameters, data, split: 'validation', turn: () => hooks.turn() });
  const loss = calibratedLoss({ task: data.task, ...answers });
  const { accuracy } = validation.last;
  // Half an item at least, so that no wrong answer at all does not outweigh every loss.
  const error = accuracy === undefined ? null : Math.max(1 - accuracy, 0.5 / data.count('validation'));
  return { ...pair, epochs: epochs.run, score: error === null ? loss : Math.sqrt(error * loss), validation: { ...validation.last } };
}

/** A network without arrays, which only carries what was found. */
function emptyNetwork(graph: ModelGraph, notes: unknown): PhaseNetwork {
  const nothing = { parameters: {}, slots: {}, masks: {}, validation: null, steps: 0, trainingMs: 0 };
  return { graph, ...nothing, epochs: { run: 0, kept: 0, stoppedEarly: false }, notes };
}

function notesOf(state: PhaseState): SweepNotes | null {
  return (state[SWEEP]?.notes as SweepNotes | undefined) ?? null;
}

const CELL = 'cell.';

function cellName(which: number): string {
  return `${CELL}${which}`;
}
