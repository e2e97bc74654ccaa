import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineAt, type EngineStatus } from '../../src-shared/domain/engine-status.ts';
import { freeThreads, threadsOffered } from '../../src-main/services/job-threads.ts';
import { openStage, type StagedJob } from '../support/run-stage.ts';

function statusWith(threads: number): EngineStatus {
  const native = {
    id: 'native',
    title: 'Native',
    available: true,
    reason: 'Measured',
    probeStepMs: 1,
    identity: `native-${threads}t`,
    threads,
  };
  return { chosen: 'native', title: 'Native', reason: 'The only one', identity: native.identity, threads, candidates: [native] };
}

describe('the threads a job is offered', () => {
  it('are all for a single job, and an even share for replicates', () => {
    expect([1, 2, 3, 5, 8, 20].map(repeat => threadsOffered(repeat, 8))).toEqual([8, 4, 2, 1, 1, 1]);
    expect([1, 2, 7].map(repeat => threadsOffered(repeat, 1))).toEqual([1, 1, 1]);
    expect(threadsOffered(2, 3)).toBe(1);
  });

  it('are in the identity of an engine that has them, and one in that of an engine that has not', () => {
    const candidate = { id: 'n', title: 'N', available: true, reason: '', probeStepMs: 1 };
    expect(engineAt({ ...candidate, identity: 'n-2.21.0-cpu-16t', threads: 16 }, 4)).toMatchObject({
      identity: 'n-2.21.0-cpu-4t',
      threads: 4,
    });
    expect(engineAt({ ...candidate, identity: 'wasm-4.22.0-1t', threads: 1 }, 4)).toMatchObject({ identity: 'wasm-4.22.0-1t', threads: 1 });
    expect(engineAt({ ...candidate, identity: null, threads: null }, 4)).toBeNull();
  });
});

const recipes = fc.array(
  fc.record({ repeat: fc.integer({ min: 1, max: 5 }), epochs: fc.integer({ min: 1, max: 3 }), evaluated: fc.boolean() }),
  { minLength: 1, maxLength: 3 },
);

describe('jobs side by side', { timeout: 120_000 }, () => {
  it('never compute on more threads than there are cores, and all get done', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        fc.array(recipes, { minLength: 1, maxLength: 3 }),
        fc.infiniteStream(fc.nat()),
        async (cores, threaded, all, picks) => {
          const stage = openStage({ cores, engineStatus: () => Promise.resolve(statusWith(threaded ? cores : 1)) });
          const ids = all.map(recipe => stage.start(stepsOf(recipe)));
          await stage.settled();
          while (stage.alive.size > 0) {
            const alive = [...stage.alive];
            expect(
              freeThreads(
                cores,
                alive.map(({ request }) => request),
              ),
            ).toBeGreaterThanOrEqual(0);
            alive[picks.next().value! % alive.length]!.end();
            await stage.settled();
          }
          expect(ids.map(id => stage.runs.get(id).run.state)).toEqual(ids.map(() => 'succeeded'));
          for (const { request } of stage.started) if (request.engine !== '') expect(request.identity).toBe(`native-${request.threads}t`);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('a job that waits for all cores is not overtaken for ever by small ones', async () => {
    const stage = openStage({ cores: 4, engineStatus: () => Promise.resolve(statusWith(4)) });
    stage.start({ data: { do: 'import-data', source: 'builtin:mnist' }, small: { ...TRAIN, repeat: 9 } });
    await endAll(stage, ['data']);
    expect(stage.alive.size).toBe(4);
    const big = stage.start({ data: { do: 'import-data', source: 'builtin:mnist' }, big: { ...TRAIN, epochs: 7 } });
    stage.start({ data: { do: 'import-data', source: 'builtin:mnist', splits: { train: 5, seed: 2 } } });
    await stage.settled();
    const order: string[] = [];
    while (stage.alive.size > 0) {
      const [first] = stage.alive;
      order.push(first!.request.input.name);
      first!.end();
      await stage.settled();
    }
    expect(order.indexOf('big')).toBeLessThan(order.lastIndexOf('data'));
    expect(stage.runs.get(big).jobs.map(job => [job.step, job.engineChoice?.threads])).toEqual([
      ['data', undefined],
      ['big', 4],
    ]);
  });
});

const TRAIN = { do: 'train', data: 'data', model: { preset: 'mlp' }, epochs: 1 };

function stepsOf(recipe: readonly { repeat: number; epochs: number; evaluated: boolean }[]): Record<string, unknown> {
  const steps: Record<string, unknown> = { data: { do: 'import-data', source: 'builtin:mnist' } };
  recipe.forEach(({ repeat, epochs, evaluated }, i) => {
    steps[`net${i}`] = { ...TRAIN, repeat, epochs };
    if (evaluated) steps[`lean${i}`] = { do: 'prune', model: `net${i}`, target: { keep: { fc1: 0.5 } }, repeat };
  });
  return steps;
}

async function endAll(stage: ReturnType<typeof openStage>, names: readonly string[]): Promise<void> {
  await stage.settled();
  for (const job of [...stage.alive].filter(({ request }: StagedJob) => names.includes(request.input.name))) job.end();
  await stage.settled();
}
