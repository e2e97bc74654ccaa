import { describe, expect, it } from 'vitest';
import { backends } from '../../src-main/engine/backends/index.ts';
import { createEngine, measureEngines } from '../../src-main/engine/backends/ladder.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';

/** Every look at the clock is `stepMs` later than the one before, so each step seems to take that long. */
function tickingClock(stepMs: number): () => number {
  let time = 0;
  return () => (time += stepMs);
}

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => (error instanceof AppFailure ? error.error : error),
  );
}

describe('measuring the engines', () => {
  it('takes the higher rung when the times are equal, names every candidate and leaves no tensor behind', async () => {
    const status = await measureEngines({ now: tickingClock(5), budgetMs: 12 });
    expect(status.chosen).toBe('wasm');
    expect(status.identity).toMatch(/^wasm-4\.22\.0-simd(-fma)?-k\d+-1t$/);
    expect(status.threads).toBe(1);
    expect(status.candidates.map(({ id, available, probeStepMs }) => [id, available, probeStepMs])).toEqual([
      ['libtensorflow', false, null],
      ['wasm', true, 5],
      ['cpu', true, 5],
    ]);
    expect(status.reason).toBe(
      "The fastest here: 5.0 ms for a training step of the probe network (TensorFlow (native): not installed: 'espalier engine install' fetches TensorFlow's library; Plain JavaScript: 5.0 ms).",
    );
    const { tf } = await createEngine('wasm');
    expect(tf.memory().numTensors).toBe(0);
  });

  it('stops at the budget, after one step at least', async () => {
    const { candidates } = await measureEngines({ now: tickingClock(1000), budgetMs: 500 });
    expect(candidates.map(candidate => candidate.reason).slice(1)).toEqual([
      'Median of 1 training step of the probe network',
      'Median of 1 training step of the probe network',
    ]);
  });

  it('obeys a choice by hand and says that it was one', async () => {
    const status = await measureEngines({ chosen: 'cpu', now: tickingClock(5), budgetMs: 1 });
    expect(status.chosen).toBe('cpu');
    expect(status.reason).toMatch(/^Chosen by hand: 5\.0 ms/);
    expect((await createEngine('cpu')).tf.getBackend()).toBe('cpu');
  });

  it('goes on without an engine whose files are missing', async () => {
    const status = await measureEngines({ wasmFolder: '/nowhere', now: tickingClock(5), budgetMs: 1 });
    expect(status.chosen).toBe('cpu');
    expect(status.candidates[1]).toMatchObject({
      available: false,
      probeStepMs: null,
      reason: expect.stringContaining('is missing') as string,
    });
  });
});

describe('creating an engine', () => {
  it('refuses an unknown one and suggests the nearest', async () => {
    expect(await errorOf(createEngine('wsm'))).toEqual({
      code: 'invalid-input',
      message: "An engine must be one of libtensorflow, wasm, cpu, got 'wsm'",
      hint: "Did you mean 'wasm'?",
    });
  });

  it('refuses one that has no driver, with the reason', async () => {
    expect(await errorOf(createEngine('libtensorflow'))).toMatchObject({
      code: 'engine-unavailable',
      message: expect.stringContaining('Not installed') as string,
    });
  });

  it('refuses a choice that is unknown before anything is measured', async () => {
    expect(await errorOf(measureEngines({ chosen: 'cuda' }))).toMatchObject({ code: 'invalid-input' });
  });

  it('leaves uncaught errors of the process to the process', async () => {
    await createEngine('wasm');
    const sources = process.listeners('uncaughtException').map(String);
    expect(sources.filter(source => source.includes('ExitStatus'))).toEqual([]);
  });
});

it('every rung has a driver or says why not', () => {
  for (const { id, driver, missing } of backends.all) expect(driver !== null || missing !== '', id).toBe(true);
});
