import { beforeAll, describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { lazyGraphOf } from '../../src-main/engine/evaluation/lazy-predictor.ts';
import { createPredictor, wholePredictor } from '../../src-main/engine/evaluation/predictor.ts';
import { answersFromOutputs } from '../../src-main/engine/formats/answers.ts';
import { openOnnx } from '../../src-main/engine/formats/onnx/session.ts';
import { writeOnnx } from '../../src-main/engine/formats/onnx/write.ts';
import { subgraphOf } from '../../src-main/engine/graph/subgraph.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { formatCases, randomInputs } from '../support/format-models.ts';
import { hasNative, nativeEngine } from '../support/native-engine.ts';

/** Models of which an item needs a part only; the same numbers must come from every way to compute them. */
const cases = formatCases.filter(({ model }) => lazyGraphOf(model.graph) !== null);
const ITEMS = 90;
const engines: readonly { name: string; create: () => Promise<Engine> }[] = [
  { name: 'cpu', create: createCpuEngine },
  { name: 'wasm', create: createWasmEngine },
  ...(hasNative ? [{ name: 'native', create: nativeEngine }] : []),
];

it('there are cases', () => {
  expect(cases.length).toBeGreaterThan(3);
});

describe.each(engines)('on $name', ({ create }) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await create();
  });

  describe.each(cases)('$title', ({ model }) => {
    const { graph, parameters, card } = model;
    const inputs = randomInputs(model, ITEMS, 3);
    const width = inputs.length / ITEMS;

    async function answersOf(create: typeof createPredictor, batch: number): Promise<number[]> {
      const predictor = create({ engine, graph, parameters, inputShape: card.inputShape });
      try {
        const all: number[] = [];
        for (let at = 0; at < ITEMS; at += batch) {
          const items = Math.min(batch, ITEMS - at);
          all.push(...(await predictor.answer(inputs.slice(at * width, (at + items) * width), items)));
        }
        return all;
      } finally {
        predictor.dispose();
      }
    }

    it('answers the same whole and on demand, item by item and in batches', async () => {
      const whole = await answersOf(wholePredictor, ITEMS);
      for (const batch of [1, 7, ITEMS]) expectNear(await answersOf(createPredictor, batch), whole);
    });

    it('computes a part only for the items that ask for it', async () => {
      const lazy = lazyGraphOf(graph)!;
      const counted = lazy.inputs.map(() => 0);
      const { createLazyPredictor } = await import('../../src-main/engine/evaluation/lazy-predictor.ts');
      const predictor = createLazyPredictor({ engine, graph, parameters, inputShape: card.inputShape }, lazy, source => {
        const part = createPredictor(source);
        const input = lazy.inputs.indexOf(source.graph.outputs[0]!);
        return {
          answer: (values, items) => ((counted[input]! += items), part.answer(values, items)),
          dispose: () => part.dispose(),
        };
      });
      for (let item = 0; item < ITEMS; item++) await predictor.answer(inputs.slice(item * width, (item + 1) * width), 1);
      predictor.dispose();
      expect(counted[0]).toBe(ITEMS);
      for (const [later, count] of counted.slice(1).entries()) {
        expect(count, `part ${later + 1}`).toBeGreaterThan(0);
        expect(count, `part ${later + 1}`).toBeLessThan(ITEMS);
      }
    });

    it('leaves no tensor behind', async () => {
      const before = engine.tf.memory().numTensors;
      await answersOf(createPredictor, 16);
      expect(engine.tf.memory().numTensors).toBe(before);
    });

    it('answers the same from its ONNX file, item by item and in batches', async () => {
      const whole = answersFromOutputs(card.task, Float32Array.from(await answersOf(wholePredictor, ITEMS)), ITEMS);
      const session = await openOnnx(writeOnnx(model), { threads: 1 });
      try {
        for (const batch of [1, 7, ITEMS]) {
          const all: number[] = [];
          for (let at = 0; at < ITEMS; at += batch) {
            const items = Math.min(batch, ITEMS - at);
            all.push(...(await session.predict(inputs.slice(at * width, (at + items) * width), items)));
          }
          expectNear(all, [...whole]);
        }
      } finally {
        await session.close();
      }
    });
  });
});

it('a part is what its output is made of', () => {
  const { model } = cases[0]!;
  expect(subgraphOf(model.graph, 'middle').nodes.map(node => node.name)).toEqual(['image', 'row', 'hidden', 'middle']);
});

function expectNear(found: readonly number[], wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length);
  const furthest = found.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i]!)), 0);
  expect(furthest).toBeLessThan(1e-4);
}
