/**
 * Milliseconds of a training step (Adam, batch 64, the product's own step) on the WASM engine, against tfjs's stock
 * kernels in the same process and interleaved with them, so that a busy machine slows both.
 * Run: `npm run bench:wasm`. The last line is JSON.
 */
import { createEngine } from '../../src-main/engine/backends/ladder.ts';
import { WASM_BACKEND } from '../../src-main/engine/backends/wasm/install-kernels.ts';
import { initialParameters } from '../../src-main/engine/graph/parameters.ts';
import { presets } from '../../src-main/engine/graph/presets/index.ts';
import { gatherTrainingBatch } from '../../src-main/engine/training/batches.ts';
import { createStepPlan } from '../../src-main/engine/training/prepare.ts';
import { disposeReplaced, scalarsAt, trainingStep } from '../../src-main/engine/training/step.ts';
import type { StepState } from '../../src-main/engine/training/step-plan.ts';
import type { TrainingData } from '../../src-main/engine/training/training-data.ts';
import type { Engine, TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { registerStockFilterGradient } from './stock-filter-gradient.ts';

const BATCH = 64;
const ROUNDS = 5;
/** Of one network in one variant and round. */
const ROUND_MS = 400;
const VARIANTS = { own: WASM_BACKEND, stock: 'wasm' } as const;
type Variant = keyof typeof VARIANTS;

const NETWORKS: Readonly<Record<string, () => ModelGraph>> = {
  'lenet-300-100': () => preset('mlp', {}),
  'small-cnn': () => preset('small-cnn', {}),
  lenet5: () => preset('lenet5', {}),
};

await main();

async function main(): Promise<void> {
  const engine = await createEngine('wasm');
  registerStockFilterGradient(engine.tf);
  const rows = [];
  for (const [network, graphOf] of Object.entries(NETWORKS)) rows.push({ network, ...(await compare(engine, graphOf())) });
  const table = rows.map(({ network, ...row }) => [network, { ...row, speedUp: round(row.stockMs / row.ownMs) }]);
  console.table(Object.fromEntries(table));
  console.log(JSON.stringify({ bench: 'wasm', identity: engine.identity, batch: BATCH, rounds: ROUNDS, results: rows }));
}

interface Comparison {
  readonly ownMs: number;
  readonly stockMs: number;
  /** Processor time of the own step, all threads: what is left of `ownMs` when other programs take their share. */
  readonly ownCpuMs: number;
  readonly stockCpuMs: number;
  /** Of the losses after the same steps: both compute the same. */
  readonly lossDifference: number;
}

/** Medians over the rounds. */
async function compare({ tf }: Engine, graph: ModelGraph): Promise<Comparison> {
  const runs: Record<Variant, StepTime[]> = { own: [], stock: [] };
  for (let index = 0; index < ROUNDS; index++) {
    for (const variant of ['own', 'stock'] as const) {
      await tf.setBackend(VARIANTS[variant]);
      runs[variant].push(timeSteps(tf, graph));
    }
  }
  const { own, stock } = runs;
  return {
    ownMs: median(own.map(run => run.stepMs)),
    stockMs: median(stock.map(run => run.stepMs)),
    ownCpuMs: median(own.map(run => run.cpuMs)),
    stockCpuMs: median(stock.map(run => run.cpuMs)),
    lossDifference: Math.abs(own[0]!.loss - stock[0]!.loss),
  };
}

interface StepTime {
  readonly stepMs: number;
  readonly cpuMs: number;
  readonly loss: number;
}

/** `loss`: after five steps. */
function timeSteps(tf: TensorLibrary, graph: ModelGraph): StepTime {
  const trainer = createTrainer(tf, graph);
  let loss = NaN;
  for (let i = 0; i < 5; i++) loss = trainer.step();
  const begin = performance.now();
  const cpuBegin = process.cpuUsage();
  let steps = 0;
  do {
    trainer.step();
    steps++;
  } while (performance.now() - begin < ROUND_MS);
  const stepMs = (performance.now() - begin) / steps;
  const { user, system } = process.cpuUsage(cpuBegin);
  trainer.dispose();
  return { stepMs, cpuMs: (user + system) / 1000 / steps, loss };
}

function createTrainer(tf: TensorLibrary, graph: ModelGraph): { step(): number; dispose(): void } {
  const data = randomDigits();
  const { plan, dispose } = createStepPlan({
    ...{ tf, graph, data, batchSize: BATCH, weightDecay: 0 },
    parameters: initialParameters(graph, createRandom(1)),
    optimizer: { kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  });
  const batch = gatherTrainingBatch(
    tf,
    data,
    Uint32Array.from({ length: BATCH }, (_, i) => i),
  );
  let state = initialState(tf, graph, plan.optimizer.slots);
  let step = 0;
  return {
    step() {
      const scalars = scalarsAt(tf, plan.optimizer, { learningRate: 1e-3, step: ++step });
      const hyper = {
        scalars,
        masks: {},
        objective: { fixed: {}, scalars: {} },
        uniform: (shape: readonly number[]) => tf.ones([...shape]),
      };
      const { state: after, measurements } = trainingStep(plan, state, batch, hyper);
      disposeReplaced(state, after);
      tf.dispose(scalars);
      state = after;
      const loss = measurements.loss.dataSync()[0]!;
      tf.dispose([measurements.loss, ...(measurements.correct === null ? [] : [measurements.correct])]);
      return loss;
    },
    dispose() {
      tf.dispose([batch.inputs, batch.targets, ...Object.values(state.parameters), ...Object.values(state.slots)]);
      dispose();
    },
  };
}

function initialState(tf: TensorLibrary, graph: ModelGraph, slots: readonly string[]): StepState {
  const initial = Object.entries(initialParameters(graph, createRandom(1)));
  return {
    parameters: Object.fromEntries(initial.map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])])),
    slots: Object.fromEntries(initial.flatMap(([name, { shape }]) => slots.map(slot => [`${name}/${slot}`, tf.zeros([...shape])]))),
  };
}

/** As large as MNIST's, made of noise: time does not depend on the pixels. */
function randomDigits(): TrainingData {
  const random = createRandom(2);
  const inputs = Float32Array.from({ length: BATCH * 784 }, () => random.next());
  return {
    inputShape: [28, 28, 1],
    task: 'classes',
    outputs: 10,
    count: () => BATCH,
    gather: () => ({ inputs, targets: Int32Array.from({ length: BATCH }, (_, i) => i % 10) }),
  };
}

function preset(id: string, given: Readonly<Record<string, unknown>>): ModelGraph {
  const chosen = presets.require(id);
  const parsed = parseParams(chosen.params, given);
  if (!parsed.ok) throw new Error(parsed.error.map(problem => problem.message).join('; '));
  return chosen.build(parsed.value, { inputShape: [28, 28, 1], outputs: 10 });
}

function median(values: readonly number[]): number {
  return round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
