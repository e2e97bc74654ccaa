import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadedDataset } from '../../src-main/engine/data/load-dataset.ts';
import type { FusedNetwork, FusionCall, SourceMember } from '../../src-main/engine/fusion/method.ts';
import { fusionMethods } from '../../src-main/engine/fusion/methods.ts';
import { averageParameters, joinedMasks } from '../../src-main/engine/fusion/weight-space/average-parameters.ts';
import { refusedByBarrier } from '../../src-main/engine/fusion/weight-space/barrier.ts';
import { initialParameters } from '../../src-main/engine/graph/parameters.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { TrainingHooks } from '../../src-main/engine/training/hooks.ts';
import { runTraining } from '../../src-main/engine/training/run-training.ts';
import { createCatalog } from '../../src-main/services/catalog.ts';
import type { Parameters } from '../../src-shared/domain/graph/model-graph.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import type { TensorFile } from '../../src-shared/lib/tensor-file.ts';
import { graphOf } from '../support/graphs.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { ADAM, recorder, smallData, smallGraph, smallSetup } from '../support/small-training.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

const counts = { train: 60, validation: 30, test: 0 };
const classes = ['a', 'b', 'c'];

/** A data set as it is loaded, with what fusions ask of it. */
function dataSet(validation = counts.validation): LoadedDataset {
  const data = smallData('classes', { ...counts, validation });
  const itemsOf = (split: string): Uint32Array =>
    Uint32Array.from({ length: split === 'train' ? counts.train : split === 'validation' ? validation : 0 }, (_, i) =>
      split === 'train' ? i : 1000 + i,
    );
  return { ...data, manifest: { target: { classes } }, itemsOf } as unknown as LoadedDataset;
}

function member(name: string, parameters: Parameters, graph = smallGraph): SourceMember {
  const card = { name: 'model', task: 'classes', classes, label: 'kind', inputShape: [4], preprocessing: [] } as const;
  const place = { name, replicate: null, modelId: name, bytes: 100, source: 'drawn', trainedOn: dataSet().itemsOf('train') };
  return { ...place, model: { graph, parameters, masks: {}, card } };
}

async function trained(epochs: number, start?: Parameters, seed = 3): Promise<Parameters> {
  const setup = smallSetup(tf, {
    data: dataSet(),
    epochs,
    seed,
    keep: 'last',
    earlyStopping: undefined,
    optimizer: { ...ADAM, learningRate: 0.005 },
  });
  return (await runTraining({ ...setup, ...(start === undefined ? {} : { parameters: start }) }, recorder())).parameters;
}

interface Fusing {
  readonly members: readonly SourceMember[];
  readonly change?: Readonly<Record<string, unknown>>;
  readonly data?: LoadedDataset;
}

async function fuse(
  id: string,
  { members, change = {}, data = dataSet() }: Fusing,
  hooks: TrainingHooks = recorder(),
): Promise<FusedNetwork> {
  const method = fusionMethods.require(id);
  const parsed = parseParams(method.params, {}, createCatalog());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const config = { ...parsed.value, ...change };
  const engine = { id: 'reference', tf, identity: 'reference', threads: 1, compiler: null };
  const call: FusionCall<Readonly<Record<string, unknown>>> = {
    ...{ config, members, data, seed: 3, settings: {}, hooks },
    card: members[0]!.model.card,
    newGraph: () => {
      throw new Error('Averages of weights make no network');
    },
    engine: () => Promise.resolve(engine),
    keep: () => Promise.resolve(null),
  };
  return method.fuse(call);
}

const bits = ({ model }: FusedNetwork): string =>
  JSON.stringify(Object.entries(model.parameters).map(([name, { values }]) => [name, Buffer.from(values.slice().buffer).toString('hex')]));

describe('averaged weights', () => {
  it('are the weighted sums, value by value', () => {
    const one = (...values: number[]): Parameters => ({ w: { shape: [values.length], values: Float32Array.from(values) } });
    expect([...averageParameters([one(1, 2), one(3, 6)], [0.75, 0.25])['w']!.values]).toEqual([1.5, 3]);
    expect(joinedMasks([{ w: Uint8Array.of(1, 0, 0), v: Uint8Array.of(1) }, { w: Uint8Array.of(0, 0, 1) }])).toEqual({
      w: Uint8Array.of(1, 0, 1),
    });
  });
});

describe('a walk (swa)', () => {
  const setup = { optimizer: ADAM, epochs: 3, batchSize: 7, learningRate: 0.01 };
  const walk = async (hooks?: TrainingHooks, change = {}): Promise<FusedNetwork> => {
    return fuse('swa', { members: [member('net', await trained(2))], change: { ...setup, ...change } }, hooks);
  };

  it('goes on from the snapshot of any step to the same bits', async () => {
    const saved = recorder({ checkpointDue: () => true });
    const undisturbed = bits(await walk(saved));
    expect(saved.snapshots.length).toBeGreaterThan(20);
    for (const resumeFrom of saved.snapshots.filter((_, i) => i % 4 === 0))
      expect(bits(await walk(recorder({ resumeFrom })))).toBe(undisturbed);
  });

  it('averages what the epochs end with, its statistics measured anew', async () => {
    const ends = await Promise.all([1, 2].map(async epochs => (await walk(recorder(), { epochs })).model.parameters['fc1/bias']!.values));
    // Of one epoch the end itself; of two, the mean of both.
    const saved = recorder({ checkpointDue: () => true });
    await walk(saved, { epochs: 2 });
    const stepped = wayOf(saved.snapshots);
    const perEpoch = Math.ceil(counts.train / setup.batchSize);
    ends[0]!.forEach((value, k) => expect(value).toBeCloseTo(stepped.get(perEpoch)![k]!, 6));
    ends[1]!.forEach((value, k) => expect(value).toBeCloseTo((stepped.get(perEpoch)![k]! + stepped.get(2 * perEpoch)![k]!) / 2, 6));
    const { report, training } = await walk();
    expect(training?.epochs.run).toBe(3);
    expect(report.judged?.methods[0]).toMatchObject({ id: 'swa', isChosen: true });
    expect(report.members.map(({ name, modelId }) => [name, modelId])).toEqual([
      ['net', 'net'],
      ['last epoch', null],
    ]);
  });

  it('wants one member', async () => {
    const two = [member('a', await trained(1)), member('b', await trained(2))];
    await expect(fuse('swa', { members: two })).rejects.toThrow('Exactly one member is required');
  });
});

/** A bias after each step of a walk. */
function wayOf(snapshots: readonly TensorFile[]): ReadonlyMap<number, Float32Array> {
  const done = (file: TensorFile): number => (JSON.parse(file.metadata['position'] ?? '{}') as { done: number }).done;
  return new Map(snapshots.map(file => [done(file), file.tensors['parameters/fc1/bias']!.values as Float32Array]));
}

describe('a walk averaged after every step (ema)', () => {
  const setup = { optimizer: ADAM, epochs: 2, batchSize: 7, learningRate: 0.01, decay: 0.8 };
  const walk = async (hooks?: TrainingHooks, change = {}): Promise<FusedNetwork> => {
    return fuse('ema', { members: [member('net', await trained(2))], change: { ...setup, ...change } }, hooks);
  };

  it('counts each step by its decay, and none of the zeros it began with', async () => {
    const saved = recorder({ checkpointDue: () => true });
    const bias = (await walk(saved)).model.parameters['fc1/bias']!.values;
    const way = wayOf(saved.snapshots);
    const steps = 2 * Math.ceil(counts.train / setup.batchSize);
    expect(way.size).toBe(steps);
    bias.forEach((value, k) => {
      let [sum, shares] = [0, 0];
      for (let step = 1; step <= steps; step++) {
        const share = setup.decay ** (steps - step);
        sum += share * way.get(step)![k]!;
        shares += share;
      }
      expect(value).toBeCloseTo(sum / shares, 5);
    });
  });

  it('is the last step where nothing before counts, and walks as swa does', async () => {
    const saved = recorder({ checkpointDue: () => true });
    const last = (await walk(saved, { decay: 0 })).model.parameters;
    const end = wayOf(saved.snapshots).get(18)!;
    expect([...last['fc1/bias']!.values]).toEqual([...end]);
    const other = recorder({ checkpointDue: () => true });
    await fuse('swa', { members: [member('net', await trained(2))], change: setup }, other);
    expect([...wayOf(other.snapshots).get(18)!]).toEqual([...end]);
  });

  it('measures its statistics anew', async () => {
    const saved = recorder({ checkpointDue: () => true });
    const { parameters } = (await walk(saved)).model;
    const walked = saved.snapshots.at(-1)!.tensors['parameters/norm1/mean']!.values;
    expect([...parameters['norm1/mean']!.values]).not.toEqual([...walked]);
  });

  it('goes on from the snapshot of any step to the same bits', async () => {
    const saved = recorder({ checkpointDue: () => true });
    const undisturbed = bits(await walk(saved));
    for (const resumeFrom of saved.snapshots.filter((_, i) => i % 5 === 0))
      expect(bits(await walk(recorder({ resumeFrom })))).toBe(undisturbed);
  });

  it('keeps zeros where its member is masked, and is told beside the member and the last step', async () => {
    const { model, ...net } = member('net', await trained(2));
    const kernel = model.parameters['fc2/kernel']!;
    const mask = Uint8Array.from(kernel.values, (_, i) => i % 2);
    const masked = { ...kernel, values: kernel.values.map((value, i) => value * mask[i]!) };
    const lean = { ...net, model: { ...model, masks: { 'fc2/kernel': mask }, parameters: { ...model.parameters, 'fc2/kernel': masked } } };
    const fused = await fuse('ema', { members: [lean], change: setup });
    fused.model.parameters['fc2/kernel']!.values.forEach((value, i) => expect(value === 0).toBe(mask[i] === 0));
    expect(fused.report.judged?.methods[0]).toMatchObject({ id: 'ema', isChosen: true });
    expect(fused.report.members.map(({ name }) => name)).toEqual(['net', 'last epoch']);
    await expect(fuse('ema', { members: [lean, lean] })).rejects.toThrow("Exactly one member is required for 'ema', got 2");
  });
});

describe('a soup', () => {
  const siblings = async (): Promise<readonly SourceMember[]> => {
    const start = await trained(3);
    return Promise.all([11, 12, 13].map(async seed => member(`net${seed}`, await trained(1, start, seed))));
  };

  it.each(['greedy', 'uniform'])(
    'of siblings (%s) is one network, no worse than the best of them by much, with its barriers',
    async take => {
      const { model, report } = await fuse('soup', { members: await siblings(), change: { take, maxBarrier: 0.2 } });
      expect(model.graph).toBe(smallGraph);
      expect(report.barriers).toHaveLength(2);
      expect(report.barriers?.[0]?.points.map(({ at }) => at)).toEqual([0, 0.25, 0.5, 0.75, 1]);
      const own = report.judged?.methods[0];
      expect(own).toMatchObject({ id: 'soup', isChosen: true, isFitted: take === 'greedy' });
      expect(own?.figures['error']).toBeLessThanOrEqual(
        (report.judged?.controls.bestFigures['error'] ?? 0) + (take === 'greedy' ? 0 : 0.1),
      );
      expect(report.members.reduce((sum, { weight }) => sum + (weight ?? 0), 0)).toBeCloseTo(1, 10);
    },
  );

  it('is never worse on the validation part than the best member, whatever else there is, and leaves out what diverged', async () => {
    const [first, ...others] = await siblings();
    const noise = createRandom(7);
    const shaken = (by: number): Parameters =>
      Object.fromEntries(
        Object.entries(first!.model.parameters).map(([name, { shape, values }]) => [
          name,
          { shape, values: values.map(value => value + by * noise.nextNormal()) },
        ]),
      );
    const members = [member('lost', shaken(Number.NaN)), member('far', shaken(3)), member('near', shaken(0.3)), first!, ...others];
    const { report } = await fuse('soup', { members, change: { take: 'greedy', maxBarrier: 1 } });
    expect(report.judged?.methods[0]?.figures['error']).toBeLessThanOrEqual(report.judged!.controls.bestFigures['error']!);
    expect(report.members.find(({ name }) => name === 'lost')?.weight).toBe(0);
  });

  it('is not chosen by items that one of its members was trained on', async () => {
    const [first, second] = await siblings();
    const seen = { ...second!, trainedOn: Uint32Array.of(5, 1003) };
    const change = { maxBarrier: 1 };
    await expect(fuse('soup', { members: [first!, seen], change: { ...change, take: 'greedy' } })).rejects.toThrow(
      /was not trained on are required, but it was trained on 1 of these 30/,
    );
    const { report } = await fuse('soup', { members: [first!, seen], change: { ...change, take: 'uniform' } });
    expect(report.judged).toBeNull();
  });

  it('of strangers is refused, with the curve', async () => {
    const strangers = await Promise.all(
      [21, 22].map(async seed => {
        const start = initialParameters(smallGraph, createRandom(seed).split('init'));
        return member(`net${seed}`, await trained(8, start, seed));
      }),
    );
    const { message, picture } = await rejectionOf(fuse('soup', { members: strangers, change: { maxBarrier: 0 } }));
    expect(message).toMatch(/a barrier of at most 0, but between .* at 0\.25, .* at 1\)/);
    expect(picture?.measure).toBe('error');
    const [curve] = picture!.barriers;
    expect(curve?.points.map(({ at }) => at)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    const [first, last] = [curve!.points[0]!.measure, curve!.points[4]!.measure];
    const rise = Math.max(...curve!.points.map(({ at, measure }) => measure - ((1 - at) * first + at * last)));
    expect(curve?.height).toBeCloseTo(rise, 12);
    expect(rise).toBeGreaterThan(0);
  });

  it('draws no line to a member whose errors are no numbers', () => {
    const points = [0, 0.5, 1].map(at => ({ at, measure: 2 + (at % 1) }));
    const [flat, lost] = [0.5, Number.NaN].map((height, i) => ({ from: 'a', to: `b${i}`, points, height }));
    const { error } = refusedByBarrier([flat!, lost!], 0.1, 'rmse');
    expect(error.picture).toEqual({ measure: 'rmse', barriers: [flat] });
    expect(error.message).toContain("between 'a' and 'b0' it is 0.5");
  });

  it('wants one graph, more than one member, and validation items', async () => {
    const net = member('net', await trained(1));
    const other = graphOf({ input: ['input', { shape: [4] }], out: ['dense', { units: 3 }, 'input'] }, ['out']);
    const small = member('small', initialParameters(other, createRandom(1)), other);
    await expect(fuse('soup', { members: [net, small] })).rejects.toThrow("'net' and 'small' are built differently");
    await expect(fuse('soup', { members: [net] })).rejects.toThrow('At least two members');
    const twin = member('twin', await trained(2));
    await expect(fuse('soup', { members: [net, twin], data: dataSet(0) })).rejects.toThrow('A validation part');
  });
});

describe('members side by side', () => {
  it('are fused and judged through the same call', async () => {
    const members = [member('a', await trained(2)), member('b', await trained(3, undefined, 4))];
    const { model, report } = await fuse('weighted-average', { members });
    expect(report).toMatchObject({ method: 'weighted-average', fittedOn: { split: 'validation', items: 30 } });
    expect(report.judged?.methods.find(({ isChosen }) => isChosen)?.id).toBe('weighted-average');
    expect(model.graph.outputs).toEqual(['logits1']);
  });

  it('can not be fitted on items that one of them was trained on', async () => {
    const seen = { ...member('b', await trained(3)), trainedOn: Uint32Array.of(5, 1003) };
    const members = [member('a', await trained(2)), seen];
    await expect(fuse('weighted-average', { members })).rejects.toThrow(
      "'b' was not trained on are required, but it was trained on 1 of these 30",
    );
    const { report } = await fuse('average', { members });
    expect(report.judged).toBeNull();
    expect(report.warnings.join()).toContain('could not be judged');
  });

  it('take given weights where there is nothing to fit on, but not zeros alone, nor too few', async () => {
    const members = [member('a', await trained(1)), member('b', await trained(2))];
    const given = (weights: readonly number[]): Promise<FusedNetwork> =>
      fuse('weighted-average', { members, change: { weights }, data: dataSet(0) });
    const { report, model } = await given([3, 1]);
    expect(report.members.map(({ weight }) => weight)).toEqual([0.75, 0.25]);
    expect(report.fittedOn).toBeNull();
    expect(Object.keys((await given([0, 1])).model.parameters).every(name => name.startsWith('m2-'))).toBe(true);
    expect(Object.keys(model.parameters).some(name => name.startsWith('m1-'))).toBe(true);
    await expect(given([0, 0])).rejects.toThrow('At least one weight above 0');
    await expect(given([1])).rejects.toThrow('A weight for each of 2 members');
    await expect(fuse('greedy-selection', { members, data: dataSet(0) })).rejects.toThrow('A validation part');
  });

  it('warn of a member that knows one answer only', async () => {
    const { parameters } = member('a', await trained(1)).model;
    const bias = { shape: [3], values: Float32Array.of(0, 100, 0) };
    const stuck = member('stuck', { ...parameters, 'fc2/bias': bias });
    const { report } = await fuse('average', { members: [member('a', parameters), stuck] });
    expect(report.warnings).toContain("'stuck' answers 'b' to every validation item");
    expect(report.judged?.diversity.pairs).toHaveLength(1);
  });
});
