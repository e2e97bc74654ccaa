import { createRandom, shuffle } from '../../../src-shared/lib/random.ts';
import { createEagerRunner } from './eager-step.ts';
import type { EvidencePasses } from './evidence-passes.ts';
import { pacedTurn, type Run } from './run.ts';
import type { StepPlan } from './step-plan.ts';
import type { StepRunner } from './step-runner.ts';
import type { TrainingData } from './training-data.ts';

interface PassSource {
  readonly step: StepPlan;
  readonly runner: StepRunner;
  readonly data: TrainingData;
  readonly batchSize: number;
  readonly seed: number;
  /** Called between batches. */
  turn(): Promise<void>;
}

/** Passes within a run of the loop. */
export function evidencePasses(run: Run, done: number): EvidencePasses {
  const { plan, runner } = run;
  const { step, data, batchSize, seed } = plan;
  return evidencePassesOf({ step, runner, data, batchSize, seed, turn: () => pacedTurn(run) }, done);
}

/** The items are drawn anew at every change of the masks, by seed and step, so that a resumed run sees the same ones. */
export function evidencePassesOf(source: PassSource, done: number): EvidencePasses {
  const { step, runner } = source;
  return {
    tf: step.tf,
    graph: step.graph,
    async gradients(items, visit) {
      for (const batch of batchesOf(source, done, items)) {
        visit(await runner.gradients(batch));
        await source.turn();
      }
    },
    async activations(items, nodes, visit) {
      for (const batch of batchesOf(source, done, items)) {
        visit(await runner.activations(batch, nodes));
        await source.turn();
      }
    },
    async loss(items, { graph, parameters }) {
      const network = createEagerRunner({ ...source, step: { ...step, graph } }, { parameters, slots: {}, masks: {} });
      try {
        const batches = batchesOf(source, done, items);
        let sum = 0;
        for (const batch of batches) {
          sum += (await network.evaluate('train', batch)).loss;
          await source.turn();
        }
        return sum / batches.length;
      } finally {
        network.dispose();
      }
    },
  };
}

/** Whole batches only, so that all weigh the same; one at least. */
function batchesOf({ data, batchSize, seed }: PassSource, done: number, items: number): readonly Uint32Array[] {
  const count = data.count('train');
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  shuffle(order, createRandom(seed).split('evidence').split(done));
  const batches = Math.max(1, Math.floor(Math.min(items, count) / batchSize));
  return Array.from({ length: batches }, (_, i) => order.subarray(i * batchSize, (i + 1) * batchSize));
}
