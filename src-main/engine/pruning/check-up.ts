import type { CheckUpFigures, CheckUpPart, CheckUpPoint, CheckUpReport } from '../../../src-shared/domain/check-up.ts';
import type { ModelGraph, Parameters, Masks } from '../../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import type { Compiler } from '../compiler.ts';
import { channelGroups } from '../graph/channel-groups.ts';
import type { TensorLibrary } from '../tensor-library.ts';
import { epochOrder } from '../training/batches.ts';
import { createStepRunner } from '../training/create-step-runner.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import { initialState, maskedParameters } from '../training/loop-state.ts';
import { evidencePassesOf } from '../training/measure-evidence.ts';
import { checkTraining, createStepPlan } from '../training/prepare.ts';
import type { RunnerState, StepRunner } from '../training/step-runner.ts';
import type { TrainingData } from '../training/training-data.ts';
import type { PrunableParts } from './granularity.ts';
import { granularities } from './granularities/index.ts';
import { keepBest } from './masks.ts';
import { requireGradients } from './require-gradients.ts';
import { bindCriterion, scoreSubjects } from './score-subjects.ts';

/** What a `check-up` step asks for. Algorithm values are parsed. */
export interface CheckUpSetup {
  readonly tf: TensorLibrary;
  readonly compiler?: Compiler | null;
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly masks: Masks;
  readonly data: TrainingData;
  readonly seed: number;
  readonly granularity: AlgorithmValue;
  readonly criterion: AlgorithmValue;
  readonly levels: number;
  readonly items: number;
  readonly tolerance: number;
  readonly fineTuneSteps: number;
  readonly seconds: number;
  readonly optimizer: AlgorithmValue;
  readonly batchSize: number;
}

/** Items answered at once. */
const ANSWERED = 250;

interface Scan {
  readonly setup: CheckUpSetup;
  readonly hooks: TrainingHooks;
  readonly runner: StepRunner;
  readonly start: RunnerState;
  readonly parts: PrunableParts;
  readonly scores: Readonly<Record<string, Float32Array>>;
}

/**
 * Prunes one part of a model at a time at every level and measures the rest on validation items; the model is left alone.
 * Points that a snapshot holds are not measured again. Throws `invalid-input` where nothing can be pruned or there are no
 * validation items.
 */
export async function checkUp(setup: CheckUpSetup, hooks: TrainingHooks): Promise<CheckUpReport> {
  const parts = partsOf(setup);
  const { plan: step, dispose } = createStepPlan({ ...setup, weightDecay: 0 });
  const { parameters, slots, masks } = initialState({ step, ...setup });
  const start = { parameters, slots, masks };
  const runner = createStepRunner({ step, data: setup.data, batchSize: setup.batchSize, seed: setup.seed }, start, hooks.log);
  try {
    const passes = evidencePassesOf({ ...setup, step, runner, turn: () => hooks.turn() }, 0);
    const criterion = bindCriterion(setup.criterion, parts.units);
    requireGradients(setup.graph, criterion);
    const random = createRandom(setup.seed).split('criterion');
    const scores = await scoreSubjects(criterion, { ranked: parts.ranked, state: start, passes, random });
    return await scan({ setup, hooks, runner, start, parts, scores });
  } finally {
    runner.dispose();
    dispose();
  }
}

function partsOf(setup: CheckUpSetup): PrunableParts {
  checkTraining({ ...setup, weightDecay: 0 });
  if (setup.data.count('validation') === 0) {
    throw invalidInput('Validation items are required to measure on, but the data has none', { path: 'model' });
  }
  const { id } = splitAlgorithm(setup.granularity);
  const parts = granularities.require(id).parts?.(setup);
  if (parts === undefined || parts.ranked.length === 0) {
    throw invalidInput(`A model with ${id} that can be pruned by degrees is required, got none`, { path: 'granularity.kind' });
  }
  return parts;
}

/** What a snapshot holds: figures by part and level. */
type Measured = Record<string, CheckUpPoint>;

async function scan(call: Scan): Promise<CheckUpReport> {
  const { setup, hooks, parts } = call;
  const measured: Measured = hooks.resumeFrom === null ? {} : (JSON.parse(hooks.resumeFrom.metadata['measured'] ?? '{}') as Measured);
  const base = await measure(call, call.start);
  const end = hooks.nowMs() + setup.seconds * 1000;
  const places = levelsInOrder(setup.levels).flatMap(level => parts.ranked.map((_, part) => ({ level, part })));
  let isComplete = true;
  for (const [number, { level, part }] of places.entries()) {
    const key = `${part}/${level}`;
    if (measured[key] !== undefined) continue;
    isComplete = hooks.nowMs() <= end || Object.keys(measured).length < parts.ranked.length;
    if (!isComplete) break;
    measured[key] = await measurePoint(call, part, level / (setup.levels + 1));
    hooks.report({ fraction: (number + 1) / places.length, stage: 'evaluating', step: number + 1, steps: places.length });
    if (hooks.checkpointDue()) await hooks.checkpoint({ metadata: { kind: 'check-up', measured: JSON.stringify(measured) }, tensors: {} });
    await hooks.turn();
  }
  return reportOf(call, { base, measured, isComplete });
}

/** The middle first, then the quarters, …: what is known early covers the whole range. */
function levelsInOrder(levels: number): number[] {
  const all = Array.from({ length: levels }, (_, i) => i + 1);
  const order: number[] = [];
  for (let parts = 2; order.length < levels; parts *= 2) {
    for (let i = 1; i < parts; i += 2) {
      const level = Math.round((i * (levels + 1)) / parts);
      if (all.includes(level) && !order.includes(level)) order.push(level);
    }
    if (parts > 4 * levels) order.push(...all.filter(level => !order.includes(level)));
  }
  return order;
}

async function measurePoint(call: Scan, part: number, share: number): Promise<CheckUpPoint> {
  const { setup, parts, scores, start, runner } = call;
  const { subject, alive } = parts.ranked[part]!;
  const units = alive.reduce((sum, bit) => sum + bit, 0);
  const kept = Math.max(1, Math.round(units * (1 - share)));
  const masks = parts.masksWithout({ [subject.name]: keepBest(scores[subject.name]!, alive, kept) }, start);
  const pruned = { ...start, parameters: maskedParameters(start.parameters, masks) };
  const figures = await measure(call, pruned);
  const removed = (units - kept) / units;
  if (setup.fineTuneSteps === 0) return { removed, ...figures };
  runner.write({ ...pruned, slots: start.slots, masks: { ...onesFor(parts, start), ...masks } });
  const order = epochOrder(setup.seed, 0, setup.data.count('train'));
  const rate = Number(setup.optimizer['learningRate']);
  for (let done = 0; done < setup.fineTuneSteps; done++) {
    const from = (done * setup.batchSize) % (order.length - setup.batchSize + 1);
    const { loss, correct } = runner.step(order.subarray(from, from + setup.batchSize), { learningRate: rate, done });
    for (const scalar of [loss, correct]) scalar?.dispose();
    if (done % 10 === 9) await call.hooks.turn();
  }
  return { removed, ...figures, tuned: await answer(call) };
}

/** Masks for the same arrays at every level, so that a compiled step serves them all. */
function onesFor({ ranked, masksWithout }: PrunableParts, start: RunnerState): Masks {
  const none = Object.fromEntries(ranked.map(({ subject, alive }) => [subject.name, new Uint8Array(alive.length)]));
  const all = masksWithout(none, start);
  return Object.fromEntries(Object.entries(all).map(([name, mask]) => [name, start.masks[name] ?? new Uint8Array(mask.length).fill(1)]));
}

async function measure(call: Scan, state: RunnerState): Promise<CheckUpFigures> {
  call.runner.write(state);
  return answer(call);
}

/** Figures on the validation items as the runner's parameters are. */
async function answer({ runner, setup: { data, items }, hooks }: Scan): Promise<CheckUpFigures> {
  const count = Math.min(items, data.count('validation'));
  let [loss, correct] = [0, 0];
  for (let from = 0; from < count; from += ANSWERED) {
    const positions = Uint32Array.from({ length: Math.min(ANSWERED, count - from) }, (_, i) => from + i);
    const figures = await runner.evaluate('validation', positions);
    loss += figures.loss * positions.length;
    correct += figures.correct;
    await hooks.turn();
  }
  return data.task === 'values' ? { loss: loss / count } : { loss: loss / count, accuracy: correct / count };
}

interface Findings {
  readonly base: CheckUpFigures;
  readonly measured: Measured;
  readonly isComplete: boolean;
}

function reportOf({ setup, parts, scores }: Scan, { base, measured, isComplete }: Findings): CheckUpReport {
  const found = parts.ranked.map(({ subject }, part): CheckUpPart => {
    const points = Object.entries(measured)
      .filter(([key]) => key.startsWith(`${part}/`))
      .map(([, point]) => point)
      .sort((a, b) => a.removed - b.removed);
    return {
      name: subject.name,
      layers: parts.layersOf(subject.name),
      units: scores[subject.name]!.length,
      scores: subject.kind === 'channels' ? [...scores[subject.name]!] : null,
      points,
      recommended: recommendedOf(points, base, setup.tolerance),
    };
  });
  return {
    granularity: String(setup.granularity['kind']),
    criterion: String(setup.criterion['kind']),
    items: Math.min(setup.items, setup.data.count('validation')),
    tolerance: setup.tolerance,
    base,
    parts: found,
    fixed: parts.units === 'channels' ? channelGroups(setup.graph).fixed : [],
    isComplete,
  };
}

function recommendedOf(points: readonly CheckUpPoint[], base: CheckUpFigures, tolerance: number): number {
  let recommended = 0;
  for (const { removed, tuned, ...untuned } of points) {
    const { loss, accuracy } = tuned ?? untuned;
    const isWithin =
      accuracy === undefined || base.accuracy === undefined ? loss <= base.loss * (1 + tolerance) : accuracy >= base.accuracy - tolerance;
    if (!isWithin) break;
    recommended = removed;
  }
  return recommended;
}
