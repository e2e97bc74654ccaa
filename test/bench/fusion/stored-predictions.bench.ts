/** All combiners' validation results at once from stored answers: at most 1 s for 10 members × 10,000 items × 10 classes. */
import { contributionsOf, suggestionOf } from '../../../src-main/engine/fusion/contributions.ts';
import { diversityOf } from '../../../src-main/engine/fusion/diversity.ts';
import { defaultsOf, judgeCombiners, judgeFusion } from '../../../src-main/engine/fusion/judge-fusion.ts';
import { itemLosses } from '../../../src-main/engine/fusion/judge-outputs.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { drawnPredictions } from '../../support/fusion-members.ts';
import type { BenchOptions } from './bench-part.ts';

export async function bench({ quick }: BenchOptions): Promise<void> {
  const skills = Array.from({ length: 10 }, (_, i) => 3 + i / 5);
  const predictions = drawnPredictions({ task: 'classes', width: 10, items: quick ? 1000 : 10_000, skills });
  const costs = skills.map(() => ({ multiplyAdds: 1, bytes: 1 }));
  const judging = { predictions, costs, chosen: null, defaultsOf, random: createRandom(1) };
  const best = itemLosses(predictions, predictions.outputs[9] ?? new Float32Array(0));
  const works = {
    'all combiners (at most 1 s)': () => judgeCombiners(judging, best),
    diversity: () => diversityOf(predictions),
    contributions: () => contributionsOf(predictions, createRandom(1)),
    suggestion: () => suggestionOf(predictions),
    'all of it': () => judgeFusion(judging),
  };
  for (const [name, work] of Object.entries(works)) {
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now();
      work();
      return performance.now() - started;
    }).sort((a, b) => a - b);
    console.log(`  ${name}: median ${(times[2] ?? 0).toFixed(0)} ms (${(times[0] ?? 0).toFixed(0)} to ${(times[4] ?? 0).toFixed(0)})`);
    await new Promise(resolve => setImmediate(resolve));
  }
}
