import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { meanTimeOf } from '../../src-main/engine/evaluation/speed.ts';
import { decodeModel, encodeModel } from '../../src-main/engine/formats/native.ts';
import { writeOnnx } from '../../src-main/engine/formats/onnx/write.ts';
import { quantiseNetwork } from '../../src-main/engine/quantisation/quantise-model.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import type { InputModel } from '../../src-main/jobs/job-inputs.ts';
import { planCosts, planFigures, type FileTimer } from '../../src-main/jobs/plan-outcome.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { QuantisationScheme } from '../../src-shared/domain/quantisation.ts';
import type { ModelOutput, ModelSummary } from '../../src-shared/domain/step-output.ts';
import { presetModel } from '../support/format-models.ts';
import { smallSetup } from '../support/small-training.ts';

const SCHEME: QuantisationScheme = {
  precision: 'int8',
  weightBits: 8,
  activations: 'asymmetric',
  calibration: { items: 13, method: { kind: 'min-max' } },
  keep: { first: false, last: false, layers: [] },
};

let engine: Engine;
beforeAll(async () => {
  engine = await createWasmEngine();
});

async function int8Model(): Promise<Model> {
  const { graph, parameters, masks, data, seed } = smallSetup(engine.tf);
  const card = { name: 'small', task: 'classes', classes: ['a', 'b', 'c'], label: 'kind', inputShape: [4], preprocessing: [] } as const;
  const turn = (): Promise<void> => Promise.resolve();
  const { network } = await quantiseNetwork({ graph, parameters, masks }, SCHEME, { tf: engine.tf, data, seed, turn });
  return { ...network, card };
}

/** What a plan left, its file in memory, and the files that were timed. */
function leftBy(model: Model, summary: object) {
  const stored = encodeModel(model);
  const timed: Uint8Array[] = [];
  const time: FileTimer = (file, _model, items) => {
    expect(items).toBeNull();
    timed.push(file);
    return Promise.resolve(file.length);
  };
  const output = {
    kind: 'model',
    file: { hash: 'h', bytes: stored.length },
    summary: { size: { parameters: 5, multiplyAdds: 7 }, ...summary },
  } as unknown as ModelOutput;
  const place = { artifacts: { read: () => Promise.resolve(stored) }, source: {} as InputModel };
  return { output, timed, stored, costs: (asked: boolean) => planCosts(output, { ...place, time: asked ? time : null }) };
}

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('latin1');

describe('what a plan has left', () => {
  it('is timed by its int8 file where it is quantised, and not by its structure in float32', async () => {
    const model = await int8Model();
    const { timed, stored, costs } = leftBy(model, { quantisation: {} });
    const file = writeOnnx(decodeModel(stored));
    expect(text(file)).toMatch(/MatMulInteger|QLinearMatMul|QuantizeLinear/);
    expect(await costs(true)).toEqual({
      parameters: 5,
      multiplyAdds: 7,
      bytes: Math.min(stored.length, file.length),
      latencyMs: file.length,
    });
    expect(timed.map(text)).toEqual([text(file)]);
  });

  it('is timed by its float32 file where it is not', async () => {
    const { timed, stored, costs } = leftBy(presetModel('mlp', { hidden: [6] }, [4]), {});
    expect((await costs(true)).bytes).toBe(stored.length);
    expect(text(timed[0])).toContain('Gemm');
    expect(text(timed[0])).not.toMatch(/MatMulInteger|QLinearMatMul|QuantizeLinear/);
  });

  it('has no time where none is asked for', async () => {
    const { timed, costs } = leftBy(await int8Model(), { quantisation: {} });
    expect(await costs(false)).not.toHaveProperty('latencyMs');
    expect(timed).toEqual([]);
  });
});

it('counts a cascade with what its halves were, each answered by the cascade of the other', async () => {
  const crossFitted = { figures: { error: 0.25, logLoss: 0.7 }, cost: 0.4 };
  const fusion = {
    members: [{ multiplyAdds: 50 }, { multiplyAdds: 1000 }],
    serial: { kind: 'cascade', crossFitted, expectedMultiplyAdds: 300 },
  };
  const summary = { validation: { accuracy: 0.9, loss: 0.1 }, fusion } as unknown as ModelSummary;
  expect(planFigures(summary)).toEqual({ 'validation.accuracy': 0.75, 'validation.loss': 0.7 });
  expect(planFigures({ ...summary, fusion: undefined } as unknown as ModelSummary)).toEqual({
    'validation.accuracy': 0.9,
    'validation.loss': 0.1,
  });
  expect((await leftBy(presetModel('mlp', { hidden: [6] }, [4]), summary).costs(false)).multiplyAdds).toBe(400);
});

it('takes for the time of a file the mean of its items, and of each item what it mostly takes', async () => {
  const items = { shape: [4], inputs: new Float32Array(48 * 4), count: 48 };
  // Every fourth item takes 10 ms and the others 1 ms; one of the five runs of each is held up for a second.
  let [now, calls] = [0, 0];
  const nowMs = (): number => {
    const pair = Math.floor((calls - 1) / 2);
    const isEnd = calls > 0 && calls % 2 === 0;
    if (isEnd) now += pair % 5 === 2 ? 1000 : Math.floor(pair / 5) % 4 === 0 ? 10 : 1;
    calls++;
    return now;
  };
  const file = writeOnnx(presetModel('mlp', { hidden: [6] }, [4]));
  const mean = await meanTimeOf(file, items, { budgetMs: 1, nowMs, turn: () => Promise.resolve() });
  // (12 · 10 + 36 · 1) / 48
  expect(mean).toBeCloseTo(3.25, 10);
});
