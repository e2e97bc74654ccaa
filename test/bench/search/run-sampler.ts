import { performance } from 'node:perf_hooks';
import { samplers } from '../../../src-main/engine/search/samplers/index.ts';
import type { Trial } from '../../../src-main/engine/search/trial.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { paramsOf } from '../../support/registry-member.ts';
import type { TestFunction } from './functions.ts';

export interface SamplerRun {
  /** The least regret after all trials. */
  readonly regret: number;
  /** Milliseconds of the last suggestion. */

  readonly lastMs: number;
}

/** One study of trials that cost nothing. */
export function runSampler(id: string, { space, regret }: TestFunction, seed: number, count: number): SamplerRun {
  const sampler = samplers.require(id);
  const config = paramsOf(sampler);
  const stream = createRandom(seed).split('search');
  const trials: Trial[] = [];
  const times: number[] = [];
  let best = Infinity;
  while (trials.length < count) {
    const begun = performance.now();
    const study = { space, directions: ['minimise'] as const, trials };
    const suggestion = sampler.suggest({ study, config, shared: stream.split('shared'), random: stream.split(trials.length) });
    times.push(performance.now() - begun);
    if (suggestion === null) break;
    const value = regret(suggestion.assignment);
    best = Math.min(best, value);
    trials.push({ number: trials.length, ...suggestion, state: 'finished', curve: [value], values: [value], bracket: 0, target: 1 });
  }
  return { regret: best, lastMs: times[times.length - 1] ?? 0 };
}
