import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { compareWithFile } from '../../src-main/engine/imports/compare.ts';
import type { ReadModel } from '../../src-main/engine/imports/model-reader.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { modelFixtures, readFixture, recordedOf, type ModelFixture } from '../support/model-fixtures.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createWasmEngine();
});

/** Of the answers' own grid. */
const STEP = 1 / 255;

const fixtures = modelFixtures.filter(({ name }) => name.startsWith('ort-digits-qdq'));

describe.each(fixtures)("a file of ONNX Runtime's quantiser: $name", fixture => {
  it('has a layer of fake quantisation for each value between layers, and none behind the answer', async () => {
    const { graph, answer, notes, rounding } = await readFixture(fixture);
    expect(rounding).toBe(0.05);
    const kinds = graph.nodes.map(({ layer }) => layer);
    // In front of and behind each of two convolutions, two poolings, a flattening and two products.
    expect(kinds.filter(layer => layer === 'fake-quantise')).toHaveLength(8);
    expect(answer.function).toBe('softmax');
    expect(notes).toEqual(['Values in whole steps are rounded alike here, by layers of fake quantisation.']);
  });

  it('answers within a step of what ONNX Runtime answers', async () => {
    const found = await compared(await readFixture(fixture), fixture);
    expect(found.maxDifference).toBeLessThanOrEqual(STEP);
    expect(found).toMatchObject({ randomItems: 16, realItems: fixture.items });
  });

  it('would answer otherwise with one grid of another scale', async () => {
    const model = await readFixture(fixture);
    const last = model.graph.nodes.findLast(({ layer }) => layer === 'fake-quantise');
    const nodes = model.graph.nodes.map(node => (node === last ? { ...node, config: { ...node.config, scale: 1 } } : node));
    await expect(compared({ ...model, graph: { ...model.graph, nodes } }, fixture)).rejects.toThrow(/Answers must be within/);
  });
});

const operators = modelFixtures.filter(({ name }) => /^ort-[a-z]+-(operators|dynamic)/.test(name));

describe.each(operators)("operators of whole steps by ONNX Runtime's quantiser: $name", fixture => {
  it('are layers with fake quantisation between them, none of them kept as it is', async () => {
    const { graph, notes, rounding } = await readFixture(fixture);
    const kinds = graph.nodes.map(({ layer }) => layer);
    expect(kinds).not.toContain('opaque');
    expect(kinds.filter(layer => layer === 'fake-quantise').length).toBeGreaterThanOrEqual(4);
    const ranges = new Set(graph.nodes.flatMap(({ layer, config }) => (layer === 'fake-quantise' ? [config['range'] ?? 'fixed'] : [])));
    expect([...ranges]).toEqual([fixture.name.includes('dynamic') ? 'item' : 'fixed']);
    expect(rounding).toBe(0.05);
    expect(notes).toContain('Values in whole steps are rounded alike here, by layers of fake quantisation.');
  });

  it('answer within a step of what ONNX Runtime answers', async () => {
    const found = await compared(await readFixture(fixture), fixture);
    // Of a range found on the way the sums are the same whole numbers; a batch's range instead of each item's is 2e-4 off.
    expect(found.maxDifference).toBeLessThanOrEqual(fixture.name.includes('dynamic') ? 1e-6 : STEP);
    expect(found).toMatchObject({ randomItems: 16, realItems: fixture.items });
  });
});

async function compared(model: ReadModel, fixture: ModelFixture) {
  const session = await model.reference?.(() => Promise.resolve(engine));
  if (session === undefined) throw new Error('There is a runtime for ONNX files');
  const real = recordedOf(fixture).inputs;
  const turn = (): Promise<void> => Promise.resolve();
  return compareWithFile({ model, session, engine, real, tolerance: STEP, turn }).finally(() => session.close());
}
