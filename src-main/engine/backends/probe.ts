import { createRandom } from '../../../src-shared/lib/random.ts';
import { graphFromLayers } from '../graph/build.ts';
import { initialParameters } from '../graph/parameters.ts';
import { entry } from '../graph/preset.ts';
import type { Engine } from '../tensor-library.ts';
import { createStepRunner } from '../training/create-step-runner.ts';
import { initialState } from '../training/loop-state.ts';
import { createStepPlan } from '../training/prepare.ts';
import type { StepRunner } from '../training/step-runner.ts';
import type { TrainingData } from '../training/training-data.ts';

export interface ProbeTime {
  /** Median over the steps counted, milliseconds. */
  readonly stepMs: number;
  readonly steps: number;
}

/**
 * Times training steps of a small convolutional network on a fixed random batch, as the engine makes them in use, for
 * `budgetMs` or 30 steps, whichever ends first. The first step warms up and counts only if it alone takes four budgets: on a
 * busy machine it may take one, and says nothing of those after it. Leaves no tensor behind.
 */
export async function measureTrainingStep(engine: Engine, now: () => number, budgetMs: number): Promise<ProbeTime> {
  const { runner, dispose } = createProbe(engine);
  const begin = now();
  const times: number[] = [];
  let from = begin;
  do {
    const { loss, correct } = runner.step(POSITIONS, { learningRate: 0.01, done: times.length });
    await loss.data();
    for (const scalar of [loss, correct]) scalar?.dispose();
    const end = now();
    times.push(end - from);
    from = end;
  } while (from - begin < (times.length === 1 ? PATIENCE * budgetMs : budgetMs) && times.length < 30);
  dispose();
  const counted = (times.length > 1 ? times.slice(1) : times).toSorted((a, b) => a - b);
  return { stepMs: counted[Math.floor(counted.length / 2)]!, steps: counted.length };
}

const PATIENCE = 4;
const ITEMS = 16;
const POSITIONS = Uint32Array.from({ length: ITEMS }, (_, i) => i);
const INPUT = [14, 14, 1];
const CLASSES = 10;

function createProbe({ tf, compiler }: Engine): { readonly runner: StepRunner; dispose(): void } {
  const graph = graphFromLayers(
    [
      entry('conv2d', { filters: 8, kernel: 3, padding: 'same' }),
      entry('max-pool', { size: 2 }),
      entry('activation', { function: 'relu' }),
      entry('flatten'),
      entry('dense', { units: 64, activation: 'relu' }),
      entry('dense', { units: CLASSES }),
    ],
    { inputShape: INPUT, outputs: CLASSES, task: 'values' },
  );
  const data = probeData();
  const parameters = initialParameters(graph, createRandom(1));
  const optimizer = { kind: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false };
  const { plan, dispose } = createStepPlan({ tf, compiler, graph, parameters, data, batchSize: ITEMS, optimizer, weightDecay: 0 });
  const runner = createStepRunner(
    { step: plan, data, batchSize: ITEMS, seed: 1 },
    initialState({ step: plan, parameters, masks: {} }),
    () => undefined,
  );
  return {
    runner,
    dispose() {
      runner.dispose();
      dispose();
    },
  };
}

function probeData(): TrainingData {
  const random = createRandom(2);
  const inputs = Float32Array.from({ length: ITEMS * INPUT.reduce((product, size) => product * size, 1) }, () => random.next() - 0.5);
  const targets = Int32Array.from({ length: ITEMS }, (_, item) => item % CLASSES);
  return {
    inputShape: INPUT,
    task: 'classes',
    outputs: CLASSES,
    count: split => (split === 'train' ? ITEMS : 0),
    gather: () => ({ inputs, targets }),
    stored: { items: ITEMS, inputs, targets, factor: 1, offset: 0, itemsOf: () => POSITIONS },
  };
}
