import { createRandom, shuffle } from '../../../src-shared/lib/random.ts';
import type { EvidencePasses } from './evidence-passes.ts';
import { pacedTurn, type Run } from './run.ts';

/** The items are drawn anew at every change of the masks, by seed and step, so that a resumed run sees the same ones. */
export function evidencePasses(run: Run, done: number): EvidencePasses {
  const { plan, runner } = run;
  return {
    tf: plan.step.tf,
    graph: plan.step.graph,
    async gradients(items, visit) {
      for (const batch of batchesOf(run, done, items)) {
        visit(await runner.gradients(batch));
        await pacedTurn(run);
      }
    },
    async activations(items, nodes, visit) {
      for (const batch of batchesOf(run, done, items)) {
        visit(await runner.activations(batch, nodes));
        await pacedTurn(run);
      }
    },
  };
}

/** Whole batches only, so that all weigh the same; one at least. */
function batchesOf({ plan }: Run, done: number, items: number): readonly Uint32Array[] {
  const count = plan.data.count('train');
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  shuffle(order, createRandom(plan.seed).split('evidence').split(done));
  const batches = Math.max(1, Math.floor(Math.min(items, count) / plan.batchSize));
  return Array.from({ length: batches }, (_, i) => order.subarray(i * plan.batchSize, (i + 1) * plan.batchSize));
}
