import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { decodeTensorFile, type TensorFile } from '../../src-shared/lib/tensor-file.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { compareSpeed } from '../engine/evaluation/speed.ts';
import { decodeModel } from '../engine/formats/native.ts';
import { initialParameters } from '../engine/graph/parameters.ts';
import type { Network } from '../engine/search/morphisms/morphism.ts';
import type { TrialEnd, TrialTask, VariedStructure } from '../engine/search/study/lane-messages.ts';
import { changed, variedGraph } from '../engine/search/study/varied-network.ts';
import type { TrainingHooks } from '../engine/training/hooks.ts';
import { modelInputs } from './job-inputs.ts';
import type { JobContext, JobInput } from './job.ts';
import { newCard, networkToTrain, type NewNetwork } from './new-network.ts';

/** One trial in the hands of a process. */
export interface TrialWork {
  readonly task: TrialTask;
  readonly input: JobInput;
  readonly data: LoadedDataset;
}

/** Time spent on measuring how fast a structure is. */
const LATENCY_BUDGET_MS = 300;
/** Field of the snapshot that says whose it is. */
const OWNER = 'trial';

/** The network a task begins with. */
export async function startOf({ task, input, data }: TrialWork, context: JobContext): Promise<Network> {
  const random = createRandom(task.seed);
  if (task.varied === null) {
    const graph = networkToTrain(task.values['model'] as NewNetwork, data);
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

type Measured = { readonly latencyMs?: number };

/** How long the network takes for one item, where that is asked for; the end of a trial whose network takes too long. */
export async function measuredFirst(graph: ModelGraph, work: TrialWork, context: JobContext): Promise<Measured | TrialEnd> {
  const latency = await latencyOf(graph, work, context);
  const { most = null } = work.task.latency ?? {};
  if (latency.latencyMs === undefined || most === null || latency.latencyMs <= most) return latency;
  const reason = `It takes ${latency.latencyMs.toFixed(3)} ms for one item here, at most ${most} ms are allowed`;
  return { state: 'refused', reason, ...latency };
}

/** Nothing unless it is asked for. */
async function latencyOf(graph: ModelGraph, { task, data }: TrialWork, context: JobContext): Promise<Measured> {
  if (task.latency === null) return {};
  const { wholeMs } = await compareSpeed(graph, graph, {
    card: newCard(data.manifest, data),
    budgetMs: LATENCY_BUDGET_MS,
    nowMs: () => context.nowMs(),
    turn: () => context.turn(),
  });
  return { latencyMs: wholeMs };
}

/** What the training of a trial needs of the world, but for what follows on an epoch. */
export async function trialHooks(task: TrialTask, context: JobContext): Promise<Omit<TrainingHooks, 'afterEpoch'>> {
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
    log: context.log,
    nowMs: () => context.nowMs(),
  };
}

function ownSnapshot(trial: number, resumeFrom: TensorFile | null): TensorFile | null {
  return resumeFrom?.metadata[OWNER] === String(trial) ? resumeFrom : null;
}
