import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { modelReaders } from '../../src-main/engine/imports/readers/index.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { answersOf, modelFixtures, readFixture, recordedOf } from '../support/model-fixtures.ts';

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
