import { expect, it } from 'vitest';
import { evolution } from '../../../../src-main/engine/search/samplers/evolution.sampler.ts';
import { random } from '../../../../src-main/engine/search/samplers/random.sampler.ts';
import type { Trial } from '../../../../src-main/engine/search/trial.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { SEARCH_SPACES, trialOf } from '../../../support/search-cases.ts';

const space = Object.values(SEARCH_SPACES)[0]!;

/** Ten trials, each worse than the one before it. */
const trials: readonly Trial[] = Array.from({ length: 10 }, (_, number) => {
  const stream = createRandom(number);
  const { assignment } = random.suggest({
    study: { space, directions: ['minimise'], trials: [] },
    config: {},
    shared: stream,
    random: stream,
  })!;
  return { ...trialOf(number, assignment), curve: [number], values: [number] };
});

/** Parents of fifty children. */
function parentsOf(inherits: boolean): readonly number[] {
  const study = { space, directions: ['minimise'] as const, trials, inherits };
  const parents = Array.from({ length: 50 }, (_, i) => {
    const call = { study, config: { population: 3, tournament: 1 }, shared: createRandom(1), random: createRandom(100 + i) };
    return evolution.suggest(call)!.parent!;
  });
  return [...new Set(parents)].sort((a, b) => a - b);
}

it('has children of the youngest trials, whatever they were worth', () => {
  expect(parentsOf(false)).toEqual([7, 8, 9]);
});

it('has children of the best trials where they inherit weights: what those have learnt is not to die with them', () => {
  expect(parentsOf(true)).toEqual([0, 1, 2]);
});
