import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import type { ModelOutput } from '../../src-shared/domain/step-output.ts';
import { AppFailure, toAppError } from '../../src-shared/lib/app-error.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { decodeTensorFile, encodeTensorFile, type TensorFile } from '../../src-shared/lib/tensor-file.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { compareSpeed } from '../engine/evaluation/speed.ts';
import { decodeModel } from '../engine/formats/native.ts';
import { initialParameters } from '../engine/graph/parameters.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import type { Network } from '../engine/search/morphisms/morphism.ts';
import type { TrialEnd, TrialTask, VariedStructure } from '../engine/search/study/lane-messages.ts';
import { changed, variedGraph } from '../engine/search/study/varied-network.ts';
import type { EpochFigures, TrainingHooks } from '../engine/training/hooks.ts';
import type { TrainingResult } from '../engine/training/loop-plan.ts';
import { runTraining } from '../engine/training/run-training.ts';
import { dataInput, modelInputs } from './job-inputs.ts';
import type { JobContext, JobInput, Snapshot } from './job.ts';
import { newCard, newGraph, trainingSettings, type NewNetwork, type TrainingValues } from './new-network.ts';
import { saveModel } from './save-model.ts';
import { askStudy } from './study-questions.ts';

/** One trial in the hands of a process. */
interface TrialWork {
  readonly task: TrialTask;
  readonly input: JobInput;
  readonly data: LoadedDataset;
}

/** Time spent on measuring how fast a structure is. */
const LATENCY_BUDGET_MS = 300;
/** Field of the snapshot that says whose it is. */
const OWNER = 'trial';

/**
 * Trains a trial as far as the study lets it: from its beginning, from its last pause, or from this process's own checkpoint of
 * it; all lead to the same bits. What goes wrong with the trial alone is its end and not that of the process.
 */
export async function trainTrial(work: TrialWork, context: JobContext): Promise<TrialEnd> {
  try {
    return await trained(work, context);
  } catch (thrown) {
    return endOf(thrown, context);
  }
}

/** What goes wrong with a trial alone is its end; the rest is thrown on. */
export function endOf(thrown: unknown, { log }: Pick<JobContext, 'log'>): Extract<TrialEnd, { readonly reason: string }> {
  const { code, message } = toAppError(thrown);
  const state = ENDS[code];
  if (state === undefined) throw thrown;
  if (code === 'internal') log('error', thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  return { state, reason: message };
}

const ENDS: Readonly<Partial<Record<string, 'diverged' | 'refused' | 'failed'>>> = {
  diverged: 'diverged',
  'out-of-memory': 'refused',
  'invalid-input': 'failed',
  internal: 'failed',
};

async function trained(work: TrialWork, context: JobContext): Promise<TrialEnd> {
  const { task, data } = work;
  const settings = trainingSettings(task.values as unknown as TrainingValues);
  const network = await startOf(work, context);
  const latency = await latencyOf(network.graph, work, context);
  const { most = null } = task.latency ?? {};
  if (latency.latencyMs !== undefined && most !== null && latency.latencyMs > most)
    return {
      state: 'refused',
      reason: `It takes ${latency.latencyMs.toFixed(3)} ms for one item here, at most ${most} ms are allowed`,
      ...latency,
    };
  const { tf, compiler } = await context.engine(trainingLoad({ graph: network.graph, data }, settings));
  const hooks = await hooksOf(task, context);
  const result = await runTraining({ tf, compiler, data, seed: task.seed, ...network, masks: {}, ...settings }, hooks);
  const model = await modelOf(network.graph, result, work, context);
  if (result.paused === undefined) return { state: 'finished', checkpoint: null, model, ...latency };
  const checkpoint = await context.artifacts.write(encodeTensorFile(result.paused));
  return { state: 'paused', checkpoint, model, ...latency };
}

async function startOf({ task, input, data }: TrialWork, context: JobContext): Promise<Network> {
  const random = createRandom(task.seed);
  if (task.varied === null) {
    const graph = newGraph(task.values['model'] as NewNetwork, data);
    return { graph, parameters: initialParameters(graph, random.split('init')) };
  }
  const [base] = await modelInputs(input, 'structure.vary', context.artifacts);
  if (base === undefined) throw new Error(`Step '${input.name}' has no model to vary`);
  return variedStart(task.varied, { graph: base.model.graph, parameters: base.model.parameters }, task.seed, context);
}

async function variedStart(
  { changes, parent, inherits }: VariedStructure,
  base: Network,
  seed: number,
  { artifacts }: JobContext,
): Promise<Network> {
  const random = createRandom(seed);
  if (!inherits) {
    const graph = variedGraph(base.graph, changes, random.split('changes'));
    return { graph, parameters: initialParameters(graph, random.split('init')) };
  }
  const before = parent === null ? base : decodeModel(await artifacts.read(parent.model.hash));
  const own = parent === null ? changes : changes.slice(parent.changes);
  return own.reduce((network, change, i) => changed(network, change, random.split('changes').split(i)), before);
}

/** Nothing unless it is asked for. */
async function latencyOf(graph: ModelGraph, { task, data }: TrialWork, context: JobContext): Promise<{ readonly latencyMs?: number }> {
  if (task.latency === null) return {};
  const { wholeMs } = await compareSpeed(graph, graph, {
    card: newCard(data.manifest, data),
    budgetMs: LATENCY_BUDGET_MS,
    nowMs: () => context.nowMs(),
    turn: () => context.turn(),
  });
  return { latencyMs: wholeMs };
}

async function hooksOf(task: TrialTask, context: JobContext): Promise<TrainingHooks> {
  const { trial, from, progress } = task;
  return {
    resumeFrom:
      ownSnapshot(trial, context.resumeFrom) ?? (from === null ? null : decodeTensorFile(await context.artifacts.read(from.hash))),
    turn: () => context.turn(),
    report: said => context.report({ ...said, fraction: Math.min(1, progress.done + progress.share * said.fraction) }),
    // A study's curves are its trials' reports.
    measure: () => undefined,
    checkpointDue: () => context.checkpointDue(),
    checkpoint: ({ metadata, tensors }) => context.checkpoint({ metadata: { ...metadata, [OWNER]: String(trial) }, tensors }),
    afterEpoch: figures => afterEpoch(trial, figures, context),
    log: context.log,
    nowMs: () => context.nowMs(),
  };
}

function ownSnapshot(trial: number, resumeFrom: Snapshot | null): TensorFile | null {
  return resumeFrom?.metadata[OWNER] === String(trial) ? resumeFrom : null;
}

async function afterEpoch(trial: number, { epoch, validation, trainingMs }: EpochFigures, context: JobContext): Promise<'on' | 'pause'> {
  if (validation === null) {
    throw new AppFailure({
      code: 'invalid-input',
      message: 'A search chooses by validation items, but the data has none',
      path: 'data',
      hint: 'Import the data with a validation part.',
    });
  }
  const values = Object.fromEntries(Object.entries(validation.kept).map(([name, value]) => [`validation.${name}`, value as number]));
  return (await askStudy(context, { about: 'epoch', trial, report: { epoch, values }, trainingMs })) as 'on' | 'pause';
}

function modelOf(graph: ModelGraph, result: TrainingResult, { input, data }: TrialWork, context: JobContext): Promise<ModelOutput> {
  const { slots: _slots, paused: _paused, ...finished } = result;
  return saveModel({ graph, card: newCard(data.manifest, data) }, finished, dataInput(input, 'data').manifest, context.artifacts);
}
