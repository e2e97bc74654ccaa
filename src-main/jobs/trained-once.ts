import type { Masks, Parameters } from '../../src-shared/domain/graph/model-graph.ts';
import type { TrainingResult } from '../engine/training/loop-plan.ts';
import type { JobContext, Snapshot } from './job.ts';
import type { FinishedTraining } from './save-model.ts';

const KIND = 'trained';
const VERSION = '1';
const PARAMETER = 'parameters/';
const MASK = 'masks/';

/**
 * What training made, kept in a checkpoint of its own before anything is done with it: a job that is killed afterwards begins
 * that part anew, not the training. The optimizer's slots go; what else a result holds beside its arrays must be plain JSON.
 */
export async function trainedOnce<R extends TrainingResult>(context: JobContext, train: () => Promise<R>): Promise<Omit<R, 'slots'>> {
  const { resumeFrom } = context;
  if (resumeFrom?.metadata['kind'] === KIND && resumeFrom.metadata['version'] === VERSION) return resultOf(resumeFrom) as Omit<R, 'slots'>;
  const { slots: _slots, ...result } = await train();
  await context.checkpoint(snapshotOf(result));
  return result;
}

function snapshotOf({ parameters, masks, ...rest }: FinishedTraining): Snapshot {
  const order = { parameters: Object.keys(parameters), masks: Object.keys(masks) };
  const maskTensors = Object.entries(masks).map(([name, values]) => [MASK + name, { shape: [values.length], values }] as const);
  return {
    metadata: { kind: KIND, version: VERSION, order: JSON.stringify(order), rest: JSON.stringify(rest) },
    tensors: {
      ...Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [PARAMETER + name, parameter])),
      ...Object.fromEntries(maskTensors),
    },
  };
}

/** A file has its tensors in the order of their names; a result, in its own. */
function resultOf({ metadata, tensors }: Snapshot): FinishedTraining {
  const order = JSON.parse(metadata['order'] ?? '') as { parameters: string[]; masks: string[] };
  const parameters = Object.fromEntries(order.parameters.map(name => [name, tensors[PARAMETER + name]])) as Parameters;
  const masks: Masks = Object.fromEntries(order.masks.map(name => [name, tensors[MASK + name]!.values as Uint8Array]));
  const rest = JSON.parse(metadata['rest'] ?? '') as Omit<FinishedTraining, 'parameters' | 'masks'>;
  return { ...rest, parameters, masks };
}
