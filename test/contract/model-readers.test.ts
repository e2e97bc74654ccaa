import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { formats } from '../../src-main/engine/formats/index.ts';
import { modelReaders } from '../../src-main/engine/imports/readers/index.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { expectedAnswers, presetCases, randomInputs } from '../support/format-models.ts';
import { answersOf, modelFixtures, readFixture, recordedOf } from '../support/model-fixtures.ts';
import { comesBack } from '../support/own-exports.ts';

const TOLERANCE = 1e-4;
let engine: Engine;

beforeAll(async () => {
  engine = await createWasmEngine();
});

it('every reader of models is registered', () => {
  const folder = new URL('../../src-main/engine/imports/readers/', import.meta.url);
  const files = readdirSync(folder).flatMap(file => /([\w-]+)\.model-reader\.ts$/.exec(file)?.[1] ?? []);
  expect(modelReaders.all.map(reader => reader.id).sort()).toEqual(files.sort());
});

it.each(modelReaders.all)('$id is plain data apart from its functions', ({ id, title, help, source, params, revision, matches }) => {
  const data = { id, title, help, source, params, revision, matches };
  expect(structuredClone(data)).toEqual(data);
  expect(matches.every(ending => ending === ending.toLowerCase())).toBe(true);
});

describe.each(modelFixtures)('$name', fixture => {
  it('answers here what it answered there', async () => {
    const model = await readFixture(fixture);
    const recorded = recordedOf(fixture);
    const answers = await answersOf(engine, model, { ...fixture, ...recorded });
    expect(answers.length).toBe(fixture.items * fixture.outputs);
    const largest = recorded.answers.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const difference = recorded.answers.reduce((most, value, i) => Math.max(most, Math.abs(value - (answers[i] ?? NaN))), 0);
    expect(difference).toBeLessThanOrEqual((fixture.tolerance ?? TOLERANCE) * largest);
    expect(recorded.answers.some(value => Math.abs(value - (recorded.answers[0] ?? 0)) > 10 * TOLERANCE)).toBe(true);
  });
});

const own = formats.all.filter(
  format => modelReaders.get(format.id)?.needsStructure === undefined && modelReaders.get(format.id) !== undefined,
);
const weightsAlone = formats.all.filter(format => modelReaders.get(format.id)?.needsStructure === true);
const pairs = own.flatMap(format =>
  presetCases.filter(one => one.formats?.includes(format.id) ?? true).map(one => ({ format, ...one, id: format.id })),
);

it.each(pairs)('$title comes back from $id with the answers it had', async ({ format, model }) => {
  const items = 5;
  const inputs = randomInputs(model, items, 1);
  const read = await comesBack(format, model);
  const found = await answersOf(engine, read, { inputs, items, inputShape: model.card.inputShape });
  const expected = expectedAnswers(engine.tf, model, inputs, items);
  expect(found.length).toBe(expected.length);
  expect(found.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] ?? NaN))), 0)).toBeLessThanOrEqual(1e-5);
});

it.each(weightsAlone.flatMap(format => presetCases.map(one => ({ format, ...one, id: format.id }))))(
  '$title gets its own weights back from $id',
  async ({ format, model }) => {
    expect((await comesBack(format, model)).parameters).toEqual(model.parameters);
  },
);
