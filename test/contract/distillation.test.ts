import { beforeAll, describe, expect, it } from 'vitest';
import { distilModel, type Distilled } from '../../src-main/engine/distillation/distil-model.ts';
import type { DistilSetup } from '../../src-main/engine/distillation/distil-setup.ts';
import { judgeDistilled } from '../../src-main/engine/distillation/judge-distilled.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { runTraining } from '../../src-main/engine/training/run-training.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { initialParameters } from '../../src-main/engine/graph/parameters.ts';
import { hasNative, nativeEngine } from '../support/native-engine.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { denseGraph, smallDataset, smallDistillation, trainedTeacher, type SmallDistillation } from '../support/small-distillation.ts';
import { bitsOf, recorder, seriesOf } from '../support/small-training.ts';

let engine: Engine;
beforeAll(async () => {
  engine = { id: 'cpu', tf: await referenceEngine(), identity: 'reference', threads: 1, compiler: null };
});

const HINTS = { kind: 'hints', alpha: 0.2 };
const SOFT = { kind: 'soft-targets', temperature: 2, alpha: 0.7 };
const SWEEP = { temperatures: [1, 4], alphas: [0.2, 0.9] };

function bitsOfAll({ network, alone, chain, sweep, losses }: Distilled): string {
  const { ms: _ms, ...found } = sweep ?? { ms: 0 };
  return [...chain, network, ...(alone === null ? [] : [alone])].map(bitsOf).join('\n') + JSON.stringify([found, losses]);
}

const ways: readonly (readonly [string, SmallDistillation])[] = [
  ['cached answers', {}],
  ['a teacher within the steps, and hints', { within: true, losses: [SOFT, HINTS] }],
  ['a sweep', { sweep: SWEEP }],
  ['warm-up, cooling, further losses', { warmUpEpochs: 1, finalTemperature: 1, losses: [SOFT, { kind: 'logit-mse', alpha: 0.1 }] }],
  ['unlabelled items', { transferSettings: { labels: 'ignore' } }],
];

describe.each(ways)('distillation with %s', (_title, change) => {
  it('goes on from any snapshot to the same bits, curves included', { timeout: 120_000 }, async () => {
    const setup = await smallDistillation(engine, change);
    const undisturbed = recorder();
    const expected = bitsOfAll(await distilModel(setup, undisturbed));
    const saved = recorder({ checkpointDue: () => true });
    expect(bitsOfAll(await distilModel(setup, saved))).toBe(expected);
    const series = seriesOf(undisturbed.points);
    expect(saved.snapshots.length).toBeGreaterThan(10);
    for (const resumeFrom of saved.snapshots.filter((_, i) => i % 3 === 0)) {
      const again = recorder({ resumeFrom });
      expect(bitsOfAll(await distilModel(setup, again))).toBe(expected);
      for (const [at, value] of seriesOf(again.points)) expect(series.get(at)).toBe(value);
    }
  });
});

describe('a distilled student', () => {
  it('has curves of its loss and of each part of it', async () => {
    const heard = recorder();
    const setup = await smallDistillation(engine, { losses: [SOFT, { kind: 'logit-mse', alpha: 0.1 }] });
    await distilModel(setup, heard);
    const series = seriesOf(heard.points);
    const [loss, hard, soft, logits] = ['train.loss', 'loss/hard', 'loss/soft-targets', 'loss/logit-mse'].map(name =>
      series.get(`${name} 3`)!,
    );
    expect(loss).toBeCloseTo(0.3 * hard! + 0.7 * soft! + 0.1 * logits!, 5);
  });

  it('has no curve of hard losses where labels are ignored, and does not depend on them', async () => {
    const data = smallDataset();
    const models = [await trainedTeacher(engine, data)];
    const wrong = {
      ...data,
      gather: (...at: Parameters<typeof data.gather>) => ({ ...data.gather(...at), targets: new Int32Array(at[1].length) }),
    };
    const run = async (given: typeof data): Promise<string> => {
      const heard = recorder();
      const setup = await smallDistillation(engine, { data: given, models, control: false, transferSettings: { labels: 'ignore' } });
      const { network } = await distilModel(setup, heard);
      expect(heard.points.some(({ name }) => name === 'loss/hard')).toBe(false);
      return JSON.stringify(Object.values(network.parameters).map(({ values }) => [...values]));
    };
    expect(await run(wrong)).toBe(await run(data));
  });

  it('is controlled by the very student that plain training makes', async () => {
    const setup = await smallDistillation(engine);
    const { alone } = await distilModel(setup, recorder());
    const { tf } = engine;
    const { graph, parameters } = setup.chain[0]!;
    const plain = await runTraining(
      { ...setup.training, tf, graph, parameters, masks: {}, data: setup.data, seed: setup.seed },
      recorder(),
    );
    expect(JSON.stringify(alone!.parameters)).toBe(JSON.stringify(plain.parameters));
    expect(alone!.validation).toEqual(plain.validation);
  });

  it('is the same whether answers are cached or the teacher runs in every step', async () => {
    const [cached, within] = [await smallDistillation(engine), await smallDistillation(engine, { within: true })];
    const [one, other] = [await distilModel(cached, recorder()), await distilModel(within, recorder())];
    for (const [name, { values }] of Object.entries(one.network.parameters)) {
      values.forEach((value, i) => expect(other.network.parameters[name]!.values[i]).toBeCloseTo(value, 4));
    }
  });

  it('keeps nothing of regressors and has only its own parameters', async () => {
    const setup = await smallDistillation(engine, { within: true, losses: [SOFT, HINTS] });
    const { network } = await distilModel(setup, recorder());
    expect(Object.keys(network.parameters)).toEqual(Object.keys(setup.chain[0]!.parameters));
  });

  it('agrees with the teacher more than a student alone, on items it was not taught', async () => {
    const setup = await longer(engine, { losses: [{ ...SOFT, alpha: 1 }] });
    const distilled = await distilModel(setup, recorder());
    const { report } = await judgeDistilled({ setup, distilled, modelIds: ['m'], turn: () => Promise.resolve() });
    expect(report.agreement!.distilled).toBeGreaterThanOrEqual(0.8);
    expect(report.teachers[0]!.figures!.items).toBe(21);
    expect(report.distilled!.metrics).toHaveProperty('calibrationError');
  });
});

describe('a chain', () => {
  it('teaches each student by the one before it, and keeps the last one', async () => {
    const graph = denseGraph(6);
    const middle = { graph, parameters: initialParameters(graph, createRandom(9)), masks: {} };
    const plain = await smallDistillation(engine);
    const chained = await distilModel({ ...plain, chain: [middle, ...plain.chain] }, recorder());
    const direct = await distilModel(plain, recorder());
    expect(chained.chain.map(one => one.graph.nodes[1]!.config['units'])).toEqual([6, 4]);
    expect(bitsOf(chained.network)).not.toBe(bitsOf(direct.network));
    // The control is the same student in either case.
    expect(bitsOf(chained.alone!)).toBe(bitsOf(direct.alone!));
  });
});

describe('a sweep', () => {
  it('tries a cross of pairs, names the one it takes, and teaches by it', async () => {
    const setup = await smallDistillation(engine, { sweep: SWEEP });
    const { sweep, losses, network } = await distilModel(setup, recorder());
    const [low, high] = sweep!.cells;
    const best = high!.score! < low!.score! ? high : low;
    expect(sweep!.cells.map(({ temperature, alpha }) => [temperature, alpha])).toEqual([
      [1, 0.9],
      [4, 0.9],
      [best!.temperature, 0.2],
    ]);
    const least = sweep!.cells.reduce((one, cell) => (cell.score! < one.score! ? cell : one));
    expect(sweep!.chosen).toEqual({ temperature: least.temperature, alpha: least.alpha });
    expect(losses[0]).toMatchObject(sweep!.chosen);
    const byHand = await distilModel({ ...setup, sweep: null, losses: [{ ...SOFT, ...sweep!.chosen }] }, recorder());
    expect(bitsOf(network)).toBe(bitsOf(byHand.network));
  });
});

describe.runIf(hasNative)('on the native engine', () => {
  it('computes in recorded steps what single operations compute: hints, omitted classes and further items included', async () => {
    const native = await nativeEngine();
    const data = smallDataset();
    const models = [await trainedTeacher(native, data), await trainedTeacher(native, data, 8, 6)];
    for (const change of [
      { within: true, losses: [SOFT, HINTS] },
      { transferSettings: { omit: ['blue'] } },
      { transferSettings: { unlabelled: data } },
    ]) {
      const logs: string[] = [];
      const run = async (one: Engine) => {
        const heard = recorder({ log: (_level, message) => void logs.push(message) });
        return distilModel(await smallDistillation(one, { ...change, models, control: false }), heard);
      };
      const [traced, eager] = [await run(native), await run({ ...native, compiler: null })];
      expect(logs).toEqual([]);
      for (const [name, { values }] of Object.entries(eager.network.parameters)) {
        values.forEach((value, i) => expect(traced.network.parameters[name]!.values[i]).toBeCloseTo(value, 4));
      }
    }
  });
});

async function longer(one: Engine, change: SmallDistillation): Promise<DistilSetup> {
  const setup = await smallDistillation(one, change);
  return { ...setup, training: { ...setup.training, epochs: 15 } };
}
