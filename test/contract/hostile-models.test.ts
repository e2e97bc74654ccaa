import { describe, expect, it } from 'vitest';
import { modelReaders } from '../../src-main/engine/imports/readers/index.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { fixtureBytes, hostileFiles, hostileModels } from '../support/hostile-models.ts';
import { mutated } from '../support/mutate.ts';

const WISH = { inputShape: null, output: null, structure: null } as const;

/** What became of reading: an AppFailure, or null where it was read. Anything else is thrown on. */
async function refusalOf(reader: string, bytes: Uint8Array): Promise<AppFailure | null> {
  try {
    await modelReaders.require(reader).read(hostileFiles(bytes), WISH);
    return null;
  } catch (thrown) {
    if (thrown instanceof AppFailure) return thrown;
    throw thrown;
  }
}

describe('a reader of models', () => {
  it.each(hostileModels)('refuses $title in a sentence', async ({ reader, bytes, says }) => {
    const refusal = await refusalOf(reader, bytes);
    expect(refusal?.error.code).toBe('invalid-input');
    expect(refusal?.error.message).toMatch(says);
  });

  // HDF5 is left to the bench: its library can't be trusted with damaged files in one process.
  it.each([
    ['onnx', 'torch-residual.onnx'],
    ['onnx', 'torch-transformer-one.onnx'],
    ['torch-state', 'torch-state.pt'],
    ['torch-state', 'torch-state-legacy.pth'],
    ['tflite', 'keras-mobile-tflite-int8-only.tflite'],
    ['safetensors', 'torch-safetensors.safetensors'],
  ])('answers %s files with changed bytes by an error value or a network (%s)', async (reader, file) => {
    const random = createRandom(1).split(file);
    const bytes = fixtureBytes(file);
    const refusals = [];
    for (let i = 0; i < 60; i++) refusals.push(await refusalOf(reader, mutated(bytes, random)));
    expect(refusals.some(refusal => refusal !== null)).toBe(true);
    expect(refusals.filter(refusal => refusal !== null).every(({ error }) => error.code === 'invalid-input')).toBe(true);
  });
});
