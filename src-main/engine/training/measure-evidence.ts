import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { createRandom, shuffle } from '../../../src-shared/lib/random.ts';
import type { TensorLibrary } from '../tensor-library.ts';
import type { EvidencePasses } from './evidence-passes.ts';
import { pacedTurn, type Run } from './run.ts';
import type { StepRunner } from './step-runner.ts';
import type { TrainingData } from './training-data.ts';

interface PassSource {
  readonly tf: TensorLibrary;
  readonly graph: ModelGraph;
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
  return evidencePassesOf({ tf: step.tf, graph: step.graph, runner, data, batchSize, seed, turn: () => pacedTurn(run) }, done);
}

/** The items are drawn anew at every change of the masks, by seed and step, so that a resumed run sees the same ones. */
export function evidencePassesOf(source: PassSource, done: number): EvidencePasses {
  const { tf, graph, runner } = source;
  return {
    tf,
    graph,
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
