import type { DataRef } from '../../src-shared/domain/dataset.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { Masks } from '../../src-shared/domain/graph/model-graph.ts';
import type { ModelOutput, ModelSummary } from '../../src-shared/domain/step-output.ts';
import type { ArtifactFiles } from '../engine/data/ports.ts';
import { compressedBytes, encodeModel } from '../engine/formats/native.ts';
import { sizeFigures } from '../engine/evaluation/size.ts';
import type { TrainingResult } from '../engine/training/loop-plan.ts';

/** What stays of a training once it is over. */
export type FinishedTraining = Omit<TrainingResult, 'slots' | 'paused'>;

/** Stores a trained model in the native format, with the figures every list shows. */
export async function saveModel(
  model: Omit<Model, 'parameters' | 'masks'>,
  result: FinishedTraining,
  data: DataRef,
  artifacts: ArtifactFiles,
): Promise<ModelOutput> {
  const { parameters, masks, validation, epochs, steps, trainingMs, waitingMs } = result;
  const whole = { ...model, parameters, masks };
  const bytes = encodeModel(whole);
  const file = await artifacts.write(bytes);
  const size = sizeFigures(whole, { bytes: bytes.length, compressedBytes: compressedBytes(bytes) });
  const { task, classes } = model.card;
  const figures = validation === null ? {} : { ...validation.kept };
  const summary = {
    task,
    classes,
    size,
    sparsity: sparsityOf(whole),
    validation: figures,
    epochs,
    steps,
    trainingMs: Math.round(trainingMs),
    ...(waitingMs === undefined ? {} : { waitingMs: Math.round(waitingMs) }),
  };
  return { kind: 'model', file, data, summary };
}

/** Zeros per masked kernel, and over all kernels (those without a mask count as kept). */
function sparsityOf({ masks, parameters }: Pick<Model, 'masks' | 'parameters'>): ModelSummary['sparsity'] {
  const names = Object.keys(masks);
  if (names.length === 0) return null;
  const zeros = (name: string): number => countZeros(masks[name]!);
  const layers = Object.fromEntries(names.map(name => [name.split('/')[0]!, zeros(name) / masks[name]!.length]));
  const prunable = Object.entries(parameters).filter(([name]) => name.endsWith('/kernel'));
  const total = prunable.reduce((sum, [, { values }]) => sum + values.length, 0);
  return { overall: names.reduce((sum, name) => sum + zeros(name), 0) / total, layers };
}

function countZeros(mask: Masks[string]): number {
  return mask.reduce((sum, bit) => sum + (1 - bit), 0);
}
