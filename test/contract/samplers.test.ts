import { describe, expect, it } from 'vitest';
import type { Sampler, Suggestion } from '../../src-main/engine/search/sampler.ts';
import { samplers } from '../../src-main/engine/search/samplers/index.ts';
import type { Direction, Study, Trial } from '../../src-main/engine/search/trial.ts';
import { assignmentProblems, keyOf } from '../../src-shared/domain/search/assignments.ts';
import type { Space } from '../../src-shared/domain/search/space.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { dataOf, idsOfFiles, paramsOf } from '../support/registry-member.ts';
import { costOfAssignment, SEARCH_SPACES, trialOf } from '../support/search-cases.ts';

const STREAM = createRandom(11).split('search');

function ask(sampler: Sampler, study: Study): Suggestion | null {
  const random = STREAM.split(study.trials.length);
  return sampler.suggest({ study, config: paramsOf(sampler), shared: STREAM.split('shared'), random });
}

/** Every fifth trial fails and every seventh is refused: a sampler is told. */
function outcome(number: number, { assignment, parent }: Suggestion, directions: readonly Direction[]): Trial {
  const base = trialOf(number, assignment, parent === undefined ? {} : { parent });
  if (number % 7 === 6) return { ...base, state: 'refused' };
  if (number % 5 === 4) return { ...base, state: 'failed', curve: [NaN], values: [NaN, NaN].slice(0, directions.length) };
  const cost = costOfAssignment(assignment);
  return { ...base, curve: [cost], values: [cost, -cost / 2].slice(0, directions.length) };
}

function searched(sampler: Sampler, space: Space, count: number, directions: readonly Direction[] = ['minimise']): readonly Trial[] {
  const trials: Trial[] = [];
  while (trials.length < count) {
    const suggestion = ask(sampler, { space, directions, trials });
    if (suggestion === null) break;
    trials.push(outcome(trials.length, suggestion, directions));
  }
  return trials;
}

it('every sampler file is registered', () => {
  expect(samplers.all.map(({ id }) => id).sort()).toEqual(idsOfFiles('search/samplers', '.sampler.ts'));
});

it.each(samplers.all)('$id is plain data apart from its functions', entry => {
  expect(structuredClone(dataOf(entry))).toEqual(dataOf(entry));
});

const cases = samplers.all.flatMap(sampler =>
  Object.entries(SEARCH_SPACES).flatMap(([name, space]) =>
    sampler.unfit(space, 1, paramsOf(sampler)) === null ? [[sampler.id, name] as const] : [],
  ),
);

describe.each(cases)('%s in the %s space', (id, name) => {
  const sampler = samplers.require(id);
  const space = SEARCH_SPACES[name]!;

  it('suggests what the space allows, failed and refused trials among the history', () => {
    const trials = searched(sampler, space, 40);
    expect(trials.flatMap(({ assignment }) => assignmentProblems(space, assignment))).toEqual([]);
    expect(trials.length).toBeGreaterThanOrEqual(9);
  });

  it('suggests the same for the same history, and leaves the history alone', () => {
    const trials = searched(sampler, space, 25);
    const study: Study = { space, directions: ['minimise'], trials };
    const before = structuredClone(study);
    const first = ask(sampler, study);
    expect(ask(sampler, structuredClone(study))).toEqual(first);
    expect(study).toEqual(before);
  });

  it('goes on after a stop as if it had not stopped', () => {
    const whole = searched(sampler, space, 24);
    const half: Trial[] = structuredClone(whole.slice(0, 12)) as Trial[];
    while (half.length < whole.length) {
      const suggestion = ask(sampler, { space, directions: ['minimise'], trials: half });
      if (suggestion === null) break;
      half.push(outcome(half.length, suggestion, ['minimise']));
    }
    expect(half).toEqual(whole);
  });

  it('gives places that are free at once different things to do, as long as there are any', () => {
    const before = searched(sampler, space, 8);
    const running: Trial[] = [...before];
    for (let i = 0; i < 4; i++) {
      const suggestion = ask(sampler, { space, directions: ['minimise'], trials: running });
      if (suggestion !== null) running.push(trialOf(running.length, suggestion.assignment, { state: 'running' }));
    }
    const keys = running.slice(8).map(({ assignment }) => keyOf(space, assignment));
    if (name !== 'finite') expect(new Set(keys).size).toBe(keys.length);
  });

  it('bears a history in which everything failed, and one that has not begun', () => {
    const all = searched(sampler, space, 8).map(trial => ({ ...trial, state: 'failed', values: null, curve: [NaN] }) as const);
    for (const trials of [[], all]) {
      const suggestion = ask(sampler, { space, directions: ['minimise'], trials });
      expect(assignmentProblems(space, suggestion?.assignment ?? {})).toEqual([]);
    }
  });
});

describe.each(samplers.all.filter(sampler => sampler.unfit(SEARCH_SPACES['mixed']!, 2, paramsOf(sampler)) === null))(
  '$id with two objectives',
  sampler => {
    it('suggests what the space allows', () => {
      const space = SEARCH_SPACES['mixed']!;
      const trials = searched(sampler, space, 40, ['minimise', 'maximise']);
      expect(trials.flatMap(({ assignment }) => assignmentProblems(space, assignment))).toEqual([]);
      expect(trials.length).toBe(40);
    });
  },
);
