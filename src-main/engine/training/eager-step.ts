import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Scalar } from '../tensor-library.ts';
import { dropoutStream, gatherBatch, gatherTrainingBatch, uniformAt } from './batches.ts';
import { disposeAll, download, upload, uploadMasks } from './device-arrays.ts';
import { activationsByNode, valuesPerChannel } from './activation-sums.ts';
import { activationSums, disposeReplaced, gradientsOf, judgedBatch, scalarsOf, trainingStep } from './step.ts';
import type { StepPlan, StepState, Tensors } from './step-plan.ts';
import type { BatchFigures, RunnerPlan, RunnerState, StepRunner } from './step-runner.ts';
import { tidy } from './tidy.ts';
import type { TrainingData } from './training-data.ts';

/** Runs every operation of a step by itself. */
export function createEagerRunner({ step: plan, data, seed }: RunnerPlan, start: RunnerState): StepRunner {
  const { tf } = plan;
  const stream = dropoutStream(seed);
  const fixed = upload(tf, plan.objective?.fixed ?? {});
  let { tensors, masks } = load(start);
  return {
    step(positions, { learningRate, done }) {
      const batch = gatherTrainingBatch(tf, data, positions);
      const scalars = scalarsOf(tf, plan.optimizer.scalars({ learningRate, step: done + 1 }));
      const objective = { fixed, scalars: scalarsOf(tf, plan.objective?.scalars(done) ?? {}) };
      const uniform = uniformAt(tf, stream(done));
      const { state: after, measurements } = trainingStep(plan, tensors, batch, { scalars, masks, objective, uniform });
      disposeReplaced(tensors, after);
      const { inputs, targets, extras } = batch;
      for (const part of [{ inputs, targets }, extras, scalars, objective.scalars]) disposeAll(part);
      tensors = after;
      return measurements;
    },
    evaluate: async (split, positions) => evaluateBatch(plan, tensors.parameters, { data, split }, positions),
    async gradients(positions) {
      return readAll(plan, () => gradientsOf(plan, tensors.parameters, gatherTrainingBatch(tf, data, positions)));
    },
    async activations(positions, nodes) {
      const sums = () => activationSums(plan, tensors.parameters, { ...gatherBatch(tf, data, 'train', positions), extras: {} }, nodes);
      return activationsByNode(await readAll(plan, sums), nodes, valuesPerChannel(plan.graph, positions.length));
    },
    readParameters: async () => download(tensors.parameters),
    readSlots: async () => download(tensors.slots),
    write(state) {
      free();
      ({ tensors, masks } = load(state));
    },
    dispose() {
      free();
      disposeAll(fixed);
    },
  };

  function load(state: RunnerState): { readonly tensors: StepState; readonly masks: Tensors } {
    return {
      tensors: { parameters: upload(tf, state.parameters), slots: upload(tf, state.slots) },
      masks: uploadMasks(tf, state.masks, state.parameters),
    };
  }
  function free(): void {
    for (const part of [tensors.parameters, tensors.slots, masks]) disposeAll(part);
  }
}

async function readAll({ tf }: StepPlan, compute: () => Tensors): Promise<Parameters> {
  const results = tidy(tf, compute);
  const read = await download(results);
  disposeAll(results);
  return read;
}

async function evaluateBatch(
  plan: StepPlan,
  parameters: Tensors,
  { data, split }: { readonly data: TrainingData; readonly split: Split },
  positions: Uint32Array,
): Promise<BatchFigures> {
  const { tf } = plan;
  const { loss, correct } = tidy(tf, () => judgedBatch(plan, parameters, { ...gatherBatch(tf, data, split, positions), extras: {} }));
  const read = async (scalar: Scalar | null): Promise<number> => (scalar === null ? 0 : (await scalar.data())[0]!);
  const figures = { loss: await read(loss), correct: await read(correct) };
  for (const scalar of [loss, correct]) scalar?.dispose();
  return figures;
}
