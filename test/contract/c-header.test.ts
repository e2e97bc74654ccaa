import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { cHeader } from '../../src-main/engine/formats/c-header/c-header.format.ts';
import { sourceOfFiles } from '../../src-main/engine/formats/format.ts';
import { quantiseNetwork } from '../../src-main/engine/quantisation/quantise-model.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { QuantisationScheme } from '../../src-shared/domain/quantisation.ts';
import { expectedAnswers, modelOf, presetModel, randomInputs } from '../support/format-models.ts';
import { graphOf, product, type Sketch } from '../support/graphs.ts';

const ITEMS = 12;
const COMPILER = process.env['CC'] ?? 'gcc';
const hasCompiler = spawnSync(COMPILER, ['--version']).status === 0;
if (!hasCompiler) process.stderr.write(`skipped: no C compiler was found (${COMPILER})\n`);

const SCHEME: QuantisationScheme = {
  precision: 'int8',
  weightBits: 8,
  activations: 'asymmetric',
  calibration: { items: ITEMS, method: { kind: 'min-max' } },
  keep: { first: false, last: false, layers: [] },
};

/** Every layer the header has, between others: grouped, strided, padded; sums; a function behind a normalisation. */
const everything: Sketch = {
  image: ['input', { shape: [11, 9, 4] }],
  wide: ['conv2d', { filters: 6, kernel: [3, 2], stride: 2, padding: 'same', activation: 'relu6' }, 'image'],
  deep: ['depthwise-conv2d', { multiplier: 2, padding: 'same', bias: false }, 'wide'],
  norm: ['batch-norm', {}, 'deep'],
  cut: ['activation', { function: 'relu' }, 'norm'],
  groups: ['conv2d', { filters: 12, kernel: 3, padding: 'same', groups: 3 }, 'cut'],
  sum: ['add', {}, 'groups', 'cut'],
  positive: ['activation', { function: 'relu' }, 'sum'],
  most: ['max-pool', { size: 2, padding: 'same' }, 'positive'],
  mean: ['average-pool', { size: 2, stride: 1, padding: 'same' }, 'most'],
  small: ['conv2d', { filters: 5, kernel: 1 }, 'mean'],
  means: ['global-average-pool', {}, 'small'],
  out: ['dense', { units: 3 }, 'means'],
};
const series: Sketch = {
  x: ['input', { shape: [20, 3] }],
  c: ['conv1d', { filters: 4, kernel: 5, stride: 2, padding: 'same', activation: 'relu' }, 'x'],
  f: ['flatten', {}, 'c'],
  d: ['dense', { units: 1 }, 'f'],
};
const amounts: Sketch = {
  x: ['input', { shape: [6] }],
  h: ['dense', { units: 8, activation: 'relu' }, 'x'],
  d: ['dense', { units: 2 }, 'h'],
  scale: ['rescale', { factor: [90, 0.5], offset: [260] }, 'd'],
};

const models = [
  { title: 'an MLP', model: presetModel('mlp', { hidden: [20, 10] }, [12]) },
  { title: 'LeNet-5', model: presetModel('lenet5', {}, [28, 28, 1]) },
  { title: 'every layer there is', model: modelOf(graphOf(everything, ['out']), 'classes', 3) },
  { title: 'a series, answered by one logit', model: modelOf(graphOf(series, ['d']), 'binary', 4) },
  { title: 'amounts, scaled and shifted', model: modelOf(graphOf(amounts, ['scale']), 'values', 6) },
];

let engine: Engine;
const folder = mkdtempSync(join(tmpdir(), 'espalier-c-'));
beforeAll(async () => {
  engine = await createWasmEngine();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function quantised(model: Model): Promise<Model> {
  const inputs = randomInputs(model, ITEMS, 1);
  const width = product(model.card.inputShape);
  const data = {
    ...{ inputShape: model.card.inputShape, task: model.card.task, outputs: 1, count: () => ITEMS },
    gather: (_split: unknown, positions: Uint32Array) => ({
      inputs: Float32Array.from([...positions].flatMap(i => [...inputs.subarray(i * width, (i + 1) * width)])),
      targets: new Int32Array(positions.length),
    }),
  };
  const { network } = await quantiseNetwork(model, SCHEME, { tf: engine.tf, data, seed: 1, turn: () => Promise.resolve() });
  return { ...network, card: model.card };
}

const written = (model: Model, name = 'net') => cHeader.write(model, { name, params: {} as never });

describe.each(models)('a C header of $title', ({ title, model }) => {
  it('is read back with the answers of the model in int8', async () => {
    const whole = await quantised(model);
    const inputs = randomInputs(model, ITEMS, 1);
    const session = await cHeader.open(sourceOfFiles(await written(whole)), () => Promise.resolve(engine));
    const expected = expectedAnswers(engine.tf, whole, inputs, ITEMS);
    const found = await session.predict(inputs, ITEMS);
    found.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(0.02));
    expect(new Set(expected).size).toBeGreaterThan(1);
  });

  it.runIf(hasCompiler)('compiles without a warning, passes its own test, and answers in C as it is read', async () => {
    const whole = await quantised(model);
    const [file] = await written(whole, 'my net-1');
    const place = join(folder, title.replaceAll(/\W/g, '-'));
    const inputs = randomInputs(model, ITEMS, 1);
    const width = inputs.length / ITEMS;
    writeFileSync(`${place}.h`, file!.bytes);
    writeFileSync(`${place}.in`, inputs);
    writeFileSync(
      `${place}.c`,
      `#include "${place}.h"
#include <stdio.h>
int main(void) {
  static float x[${width}], y[MY_NET_1_OUTPUTS];
  FILE *in = fopen("${place}.in", "rb"), *out = fopen("${place}.out", "wb");
  while (fread(x, sizeof(float), ${width}, in) == ${width}) { my_net_1_predict(x, y); fwrite(y, sizeof(float), MY_NET_1_OUTPUTS, out); }
  return my_net_1_self_test();
}
`,
    );
    // Functions of the runtime that this network does not need are there all the same.
    const flags = ['-std=c99', '-O2', '-Wall', '-Wextra', '-Werror', '-Wno-unused-function', '-ffp-contract=off'];
    const compiled = spawnSync(COMPILER, [...flags, '-o', `${place}.bin`, `${place}.c`], { encoding: 'utf8' });
    expect(compiled.stderr).toBe('');
    expect(spawnSync(`${place}.bin`).status).toBe(0);
    const answers = new Float32Array(new Uint8Array(readFileSync(`${place}.out`)).buffer);
    const session = await cHeader.open(sourceOfFiles([file!]), () => Promise.resolve(engine));
    const found = await session.predict(inputs, ITEMS);
    expect(answers.length).toBe(found.length);
    found.forEach((value, i) => expect(Math.abs(value - answers[i]!)).toBeLessThan(2e-6));
  });
});

it('adds a bias as it is, and not in steps of its sums', async () => {
  const single = graphOf({ x: ['input', { shape: [3] }], d: ['dense', { units: 4 }, 'x'] }, ['d']);
  const whole = await quantised(modelOf(single, 'values', 5));
  const inputs = randomInputs(whole, ITEMS, 1);
  const session = await cHeader.open(sourceOfFiles(await written(whole)), () => Promise.resolve(engine));
  const expected = expectedAnswers(engine.tf, whole, inputs, ITEMS);
  (await session.predict(inputs, ITEMS)).forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5));
});

it('names the layer that has no form in integers', async () => {
  await expect(written(models[0]!.model)).rejects.toThrow("can't be written as a C header: what it reads is not in whole steps of int8");
  const recurrent = graphOf({ x: ['input', { shape: [4, 2] }], l: ['lstm', { units: 3 }, 'x'], d: ['dense', { units: 2 }, 'l'] }, ['d']);
  await expect(written(await quantised(modelOf(recurrent, 'classes', 1)))).rejects.toThrow("Layer 'l' can't be written as a C header");
});

it('refuses a file that was cut off, at any length, as invalid input', async () => {
  const [file] = await written(await quantised(models[0]!.model));
  for (const length of [0, 1, 10, Math.floor(file!.bytes.length / 2), file!.bytes.length - 1]) {
    const cut = { name: 'net.h', bytes: file!.bytes.slice(0, length) };
    await expect(cHeader.open(sourceOfFiles([cut]), () => Promise.resolve(engine))).rejects.toThrow('A whole C header');
  }
});
