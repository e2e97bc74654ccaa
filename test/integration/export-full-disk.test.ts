import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli, recipeFile, resultOf, SMALL_STEPS } from '../support/cli.ts';
import { temporaryFolder, temporaryMount } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const { digits, dense } = SMALL_STEPS;

/** Each has 90 thousand bytes at the least in any of its files but a small first one. */
const FORMATS = {
  safetensors: 'safetensors',
  pytorch: 'pytorch',
  'saved-model': 'saved-model',
  'tfjs-graph': 'tfjs-graph',
  'c-header': { format: 'c-header', calibration: { items: 20 } },
  capsule: 'capsule',
  onnx: 'onnx',
  'onnx-int8': { format: 'onnx', precision: 'int8', calibration: { items: 20 } },
  keras: 'keras',
  'keras-h5': 'keras-h5',
  tfjs: 'tfjs',
};

it(
  'an export to a disk that has no room fails with words, in every format, and leaves no file',
  { timeout: 6 * MINUTES },
  async context => {
    const mount = temporaryMount('size=64k');
    if (mount === null) return context.skip();
    const steps = Object.entries(FORMATS).map(([name, format]) => [
      `to-${name}`,
      { do: 'export', model: 'net', formats: [format], directory: join(mount.folder, name) },
    ]);
    const net = { ...dense, model: { preset: 'mlp', hidden: [128] }, epochs: 1 };
    const recipe = recipeFile(temporaryFolder(), { digits, net, ...Object.fromEntries(steps) });
    const done = await cli('run', recipe, '--workspace', join(temporaryFolder(), 'ws'), '--json');
    expect(done.code).not.toBe(0);
    const { net: trained, digits: _digits, ...exports } = resultOf(done).steps;
    expect(trained?.state).toBe('succeeded');
    const codes = Object.entries(exports).map(([step, { state, error }]) => [step, state, error?.code]);
    expect(codes).toEqual(Object.keys(FORMATS).map(name => [`to-${name}`, 'failed', 'disk-full']));
    const left = readdirSync(mount.folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    expect(left.map(({ name }) => name)).toEqual([]);
  },
);
