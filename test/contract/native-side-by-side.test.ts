import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-main/engine/backends/ladder.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { runTraining } from '../../src-main/engine/training/run-training.ts';
import { hasNative } from '../support/native-engine.ts';
import { registeredLibrary } from '../support/requirements.ts';
import { bitsOf, smallSetup, undisturbedAndResumed } from '../support/small-training.ts';

// A process has one TensorFlow context: this engine has a file, and so a process, of its own.
describe.runIf(hasNative)('the native engine with operations side by side', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine('libtensorflow-ops', { libraryFolder: registeredLibrary() ?? '', threads: 2 });
  });

  it('is another engine than the one with an operation at a time', () => {
    expect(engine).toMatchObject({ id: 'libtensorflow-ops', threads: 2 });
    expect(engine.identity).toMatch(/^libtensorflow-.*-ops-2t$/);
  });

  it('computes the same bits every time, and from any snapshot', async () => {
    const { tf, compiler } = engine;
    const setup = smallSetup(tf, { compiler });
    const { undisturbed, resumed } = await undisturbedAndResumed(hooks => runTraining(setup, hooks));
    expect(resumed.length).toBeGreaterThan(5);
    for (const { result } of resumed) expect(bitsOf(result)).toBe(bitsOf(undisturbed));
  });
});
