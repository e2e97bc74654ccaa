import { describe, expect, it } from 'vitest';
import { backends } from '../../src-main/engine/backends/index.ts';
import { createEngine, listEngines, measureEngine } from '../../src-main/engine/backends/ladder.ts';
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

describe('measuring an engine', () => {
  it('takes the median of its steps, says what it computes with and leaves no tensor behind', async () => {
    const candidate = await measureEngine('wasm', { now: tickingClock(5), budgetMs: 12, threads: 4 });
    expect(candidate).toEqual({
      id: 'wasm',
      title: 'WebAssembly (SIMD)',
      available: true,
      reason: 'Median of 2 training steps of the probe network',
      probeStepMs: 5,
      identity: expect.stringMatching(/^wasm-4\.22\.0-simd(-fma)?-k\d+-1t$/) as string,
      threads: 1,
    });
    const { tf } = await createEngine('wasm');
    expect(tf.memory().numTensors).toBe(0);
  });

  it('stops at the budget, but not before a step after the slow first one; only one that takes for ever counts itself', async () => {
    const clock =
      (...times: number[]) =>
      () =>
        times.shift() ?? Infinity;
    const busy = await measureEngine('cpu', { now: clock(0, 1000, 1005), budgetMs: 500 });
    expect(busy).toMatchObject({ reason: 'Median of 1 training step of the probe network', probeStepMs: 5 });
    const slow = await measureEngine('cpu', { now: clock(0, 2000), budgetMs: 500 });
    expect(slow).toMatchObject({ reason: 'Median of 1 training step of the probe network', probeStepMs: 2000 });
  });

  it('tells what is missing of one that does not start', async () => {
    const candidate = await measureEngine('wasm', { wasmFolder: '/nowhere' });
    expect(candidate).toMatchObject({ available: false, probeStepMs: null, identity: null, threads: null });
    expect(candidate.reason).toMatch(/^Failed to start: .* is missing$/);
  });

  it('refuses an unknown one', async () => {
    expect(await errorOf(measureEngine('cuda'))).toMatchObject({ code: 'invalid-input' });
  });
});

describe('listing the engines', () => {
  it('names every rung in the order of the ladder, with the reason against it', () => {
    expect(listEngines({ wasmFolder: '/nowhere', webgpuFolder: '/nowhere' }).map(({ id, refusal }) => [id, refusal === null])).toEqual([
      ['libtensorflow', false],
      ['libtensorflow-ops', false],
      ['libtensorflow-xla', false],
      ['tfjs-node', false],
      ['webgpu', false],
      ['wasm', false],
      ['cpu', true],
    ]);
  });
});

describe('creating an engine', () => {
  it('refuses an unknown one and suggests the nearest', async () => {
    expect(await errorOf(createEngine('wsm'))).toEqual({
      code: 'invalid-input',
      message: "An engine must be one of libtensorflow, libtensorflow-ops, libtensorflow-xla, tfjs-node, webgpu, wasm, cpu, got 'wsm'",
      hint: "Did you mean 'wasm'?",
    });
  });

  it('refuses one that has no driver, with the reason', async () => {
    expect(await errorOf(createEngine('libtensorflow'))).toMatchObject({
      code: 'engine-unavailable',
      message: expect.stringContaining('Not installed') as string,
    });
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
