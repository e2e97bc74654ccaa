import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { sourceOfFiles, type ExportFormat, type WrittenFile } from '../../src-main/engine/formats/format.ts';
import { formats } from '../../src-main/engine/formats/index.ts';
import { verifyExport } from '../../src-main/engine/formats/verify.ts';
import { layers } from '../../src-main/engine/graph/layers/index.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import { expectedAnswers, formatCases, modelOf, presetCases, randomInputs, type FormatCase } from '../support/format-models.ts';
import { FLOAT_FORMATS } from '../support/format-lists.ts';
import { graphOf } from '../support/graphs.ts';

const ITEMS = 7;
const name = 'sample';
let engine: Engine;

beforeAll(async () => {
  engine = await createWasmEngine();
});

it('every format file is registered', () => {
  const folder = new URL('../../src-main/engine/formats/', import.meta.url);
  const files = readdirSync(folder, { recursive: true }).flatMap(file => /([\w-]+)\.format\.ts$/.exec(String(file))?.[1] ?? []);
  expect(formats.all.map(format => format.id).sort()).toEqual(files.sort());
});

it('every layer type is put to the test here', () => {
  const used = new Set(formatCases.flatMap(({ model }) => model.graph.nodes.map(node => node.layer)));
  expect([...used].sort()).toEqual(layers.all.map(layer => layer.id).sort());
});

it.each(FLOAT_FORMATS)('$id is plain data apart from its functions, and names its files alike everywhere', async format => {
  const { id, title, help, source, params, revision, extension, tolerance } = format;
  const data = { id, title, help, source, params, revision, extension, tolerance };
  expect(structuredClone(data)).toEqual(data);
  const files = await write(format, presetCases[0]!.model);
  expect(files.map(file => file.name)).toEqual(format.fileNames(name));
  expect(files[0]?.name).toBe(`${name}${extension}`);
});

describe.each(FLOAT_FORMATS)('$id', format => {
  const canHold = ({ formats: named }: FormatCase): boolean => named?.includes(format.id === 'capsule' ? 'onnx' : format.id) ?? true;

  it.each(formatCases.filter(one => !canHold(one)))('says why it has no form for $title', async ({ model }) => {
    const written = write(format, model).then(files => files.map(file => file.name));
    await expect(written).rejects.toThrow(/Layer '[\w-]+' can't be written as [\w. ]+: \w+ /);
  });

  it.each(formatCases.filter(canHold))('reads back $title with the answers it had', async ({ model }) => {
    const inputs = randomInputs(model, ITEMS, 1);
    const expected = expectedAnswers(engine.tf, model, inputs, ITEMS);
    const session = await format.open(sourceOfFiles(await write(format, model)), () => Promise.resolve(engine));
    const batches = [
      { inputs: inputs.slice(0, (inputs.length / ITEMS) * 4), items: 4 },
      { inputs: inputs.slice((inputs.length / ITEMS) * 4), items: 3 },
    ];
    const width = expected.length / ITEMS;
    const turn = (): Promise<void> => Promise.resolve();
    const result = await verifyExport({ session, task: model.card.task, batches, expected, width, tolerance: format.tolerance, turn });
    await session.close();
    expect(result).toMatchObject({ items: ITEMS, disagreements: 0 });
    expect(result.maxDifference).toBeLessThanOrEqual(result.tolerance);
    expect(expected.some(value => value !== expected[0])).toBe(true);
  });

  it('writes the same bytes for the same model, whatever the day', async () => {
    const { model } = presetCases[4]!;
    const first = await write(format, model);
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(2040, 6, 1, 17, 30) });
    const second = await write(format, structuredClone(model)).finally(() => vi.useRealTimers());
    expect(second.map(file => file.bytes)).toEqual(first.map(file => file.bytes));
  });

  it('leaves no tensor behind', async () => {
    const { model } = presetCases[3]!;
    const before = engine.tf.memory().numTensors;
    const session = await format.open(sourceOfFiles(await write(format, model)), () => Promise.resolve(engine));
    await session.predict(randomInputs(model, 2, 1), 2);
    await session.close();
    expect(engine.tf.memory().numTensors).toBe(before);
  });

  it('carries the card', async () => {
    const { model } = presetCases[0]!;
    const files = await write(format, model);
    const text = files.map(file => new TextDecoder().decode(file.bytes)).join('');
    expect(text).toContain('class 0 „ß“');
    expect(text).toContain('preprocessing');
  });

  it('refuses a file that was cut off, at any length, as invalid input', async () => {
    const files = await write(format, presetCases[0]!.model);
    for (const [i, { name: cutName, bytes }] of files.entries()) {
      for (const length of [0, 1, 10, Math.floor(bytes.length / 3), bytes.length - 200, bytes.length - 1]) {
        const cut = files.with(i, { name: cutName, bytes: bytes.slice(0, length) });
        const opened = format.open(sourceOfFiles(cut), () => Promise.resolve(engine));
        const thrown: unknown = await opened.then(
          () => `opened with ${length} bytes of ${cutName}`,
          (cause: unknown) => cause,
        );
        expect(thrown).toBeInstanceOf(AppFailure);
        expect((thrown as AppFailure).error.code).toBe('invalid-input');
      }
    }
  });

  it('refuses a model with two outputs in a sentence', async () => {
    const graph = graphOf({ x: ['input', { shape: [3] }], a: ['dense', { units: 2 }, 'x'], b: ['dense', { units: 2 }, 'x'] }, ['a', 'b']);
    await expect(write(format, modelOf(graph, 'values', 1))).rejects.toThrow(
      'one input and one output is required for export, this one has 1 and 2',
    );
  });
});

async function write(format: ExportFormat, model: Model): Promise<readonly WrittenFile[]> {
  return format.write(model, { name, params: {} });
}
