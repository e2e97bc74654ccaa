import { describe, expect, it } from 'vitest';
import { importDataset } from '../../../../../src-main/engine/data/import-dataset.ts';
import { loadDataset, type LoadedDataset } from '../../../../../src-main/engine/data/load-dataset.ts';
import { createFitAnew, createFitTogether, fittingOf, fittingTogether } from '../../../../../src-main/engine/data/originals/fit-anew.ts';
import { createCpuEngine } from '../../../../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import { predictSplit } from '../../../../../src-main/engine/evaluation/predict.ts';
import { behindBridge } from '../../../../../src-main/engine/fusion/behind-bridge.ts';
import { graphFromLayers } from '../../../../../src-main/engine/graph/build.ts';
import { entry } from '../../../../../src-main/engine/graph/preset.ts';
import { initialParameters } from '../../../../../src-main/engine/graph/parameters.ts';
import { createRandom } from '../../../../../src-shared/lib/random.ts';
import { newCard } from '../../../../../src-main/jobs/new-network.ts';
import { readers } from '../../../../../src-main/engine/data/readers/index.ts';
import { withSplits } from '../../../../../src-main/engine/data/with-splits.ts';
import { createCatalog } from '../../../../../src-main/services/catalog.ts';
import { parseParams } from '../../../../../src-shared/domain/params/parse-params.ts';
import { canonicalJson } from '../../../../../src-shared/lib/json.ts';
import { idxImages, idxLabels } from '../../../../support/idx.ts';
import { createSha256, memoryArtifacts, memorySources } from '../../../../support/memory-files.ts';
import { wavOf } from '../../../../support/sounds.ts';

type Files = Readonly<Record<string, Uint8Array | string>>;

async function imported(kind: string, files: Files, params: object, onlyClasses?: readonly string[]) {
  const config = parseParams(readers.require(kind).params, { ...params }, createCatalog());
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const artifacts = memoryArtifacts();
  const request = { name: 'some', source: '/data', reader: { id: kind, params: config.value }, onlyClasses };
  const { manifestRef } = await importDataset(
    { ...request, splits: { validation: 0, test: 0, stratify: true, seed: 1 } },
    { sources: memorySources({ '/data': files }, 4096), artifacts, createSha256, turn: async () => {} },
  );
  const data = await loadDataset(manifestRef.hash, artifacts);
  return { data, fit: await createFitAnew(data, artifacts), together: await createFitTogether(data, artifacts) };
}

const ITEMS = 40;
const HELD_OUT = Uint32Array.from([3, 4, 17, 30, 31, 39]);
const isHeldOut = (item: number): boolean => HELD_OUT.includes(item);
const TRAINED = Uint32Array.from({ length: ITEMS }, (_, item) => item).filter(item => !isHeldOut(item));
const items = Array.from({ length: ITEMS }, (_, item) => item);

/** A row's cells, odd where it is held out and `isOdd`. */
function tableOf(isOdd: boolean): Files {
  const rows = items.map(item => {
    const odd = isOdd && isHeldOut(item);
    const number = odd ? 1e6 + item : (item * 7) % 11;
    const gap = odd || item % 9 === 0 ? '' : String((item * 3) % 5);
    const town = odd ? `far${item % 3}` : `town${item % 3}`;
    const date = odd ? '2001-01-01' : `2024-03-${String(1 + (item % 28)).padStart(2, '0')}`;
    return [number, number, gap, town, town, town, date, item % 2 === 0 ? 'a' : 'b'].join();
  });
  return { 't.csv': ['n,q,gap,t1,t2,t3,date,y', ...rows].join('\n') };
}

/** Numbers without gaps and categories alone; the last number varies over what is held out only. */
function plainTableOf(isOdd: boolean): Files {
  const rows = items.map(item => {
    const odd = isOdd && isHeldOut(item);
    return [
      odd ? 300 + item : (item * 7) % 11,
      odd ? `far${item % 2}` : `town${item % 3}`,
      isHeldOut(item) ? item : 5,
      item % 2 === 0 ? 'a' : 'b',
    ].join();
  });
  return { 't.csv': ['n,town,same,y', ...rows].join('\n') };
}

const PLAIN = { label: 'y', columns: { town: { kind: 'one-hot' } } };

const TABLE = {
  label: 'y',
  columns: { q: { kind: 'quantile' }, t1: { kind: 'one-hot' }, t2: { kind: 'ordinal' }, t3: { kind: 'target' } },
};

function textsOf(isOdd: boolean): Files {
  const lines = items.map(item => {
    const words = isOdd && isHeldOut(item) ? `never heard ${item % 2} again again` : `word${item % 4} more${item % 3} good`;
    return JSON.stringify({ text: words, label: item % 2 === 0 ? 'a' : 'b' });
  });
  return { 'rows.jsonl': lines.join('\n') };
}

function soundsOf(isOdd: boolean): Files {
  return Object.fromEntries(
    items.map(item => {
      const wave = Float32Array.from({ length: 1600 }, (_, i) => Math.sin(i * (isOdd && isHeldOut(item) ? 2.3 : 0.1 + item / 100)) / 2);
      return [`${String(item).padStart(2, '0')}_${item % 2 === 0 ? 'a' : 'b'}.wav`, wavOf(wave)];
    }),
  );
}

const SOUND = { names: '{number}_{class}', sampleRate: 8000, seconds: 0.2, evenOut: false, features: { kind: 'log-mel', bands: 8 } };

const KINDS = [
  ['table', tableOf, TABLE],
  ['text', textsOf, { length: 5, atLeast: 1 }],
  ['audio-folder', soundsOf, SOUND],
] as const;

const foldOf = (data: LoadedDataset): LoadedDataset => withSplits(data, { train: TRAINED, test: HELD_OUT });

/** Bands are standardised twice, in float32 between. */
function expectNear(found: unknown, wanted: unknown): void {
  const [one, other] = [numbersOf(found), numbersOf(wanted)];
  expect(one.text).toBe(other.text);
  one.numbers.forEach((value, i) => expect(Math.abs(value - other.numbers[i]!)).toBeLessThan(1e-4 * (1 + Math.abs(value))));
}

function numbersOf(value: unknown): { readonly text: string; readonly numbers: readonly number[] } {
  const numbers: number[] = [];
  const text = canonicalJson(value).replace(/-?\d+(\.\d+)?(e-?\d+)?(?=[,\]}])/g, number => {
    numbers.push(Number(number));
    return 'number';
  });
  return { text, numbers };
}

describe.each(KINDS)('what a fold fits of a %s', (kind, filesOf, params) => {
  it('can’t be changed by what it holds out, though what was fitted at import is', async () => {
    const [plain, odd] = [await imported(kind, filesOf(false), params), await imported(kind, filesOf(true), params)];
    expect(() => expectNear(odd.data.manifest.preprocessing, plain.data.manifest.preprocessing)).toThrow();
    const [one, other] = [plain.fit(foldOf(plain.data)), odd.fit(foldOf(odd.data))];
    expectNear(other.manifest.preprocessing, one.manifest.preprocessing);
    expect(other.inputShape).toEqual(one.inputShape);
    const [inputs, same] = [one.gatherItems(TRAINED).inputs, other.gatherItems(TRAINED).inputs];
    same.forEach((value, i) => expect(value).toBeCloseTo(inputs[i]!, 3));
    expect([...other.gatherItems(HELD_OUT).inputs]).not.toEqual([...one.gatherItems(HELD_OUT).inputs]);
    expect(other.itemsOf('test')).toEqual(HELD_OUT);
    expect(other.gatherItems(HELD_OUT).targets).toEqual(one.gatherItems(HELD_OUT).targets);
  });

  it('is on all items of the training part what was fitted at import', async () => {
    const { data, fit } = await imported(kind, filesOf(false), params);
    expect(fittingOf(data.manifest)).toBe('anew');
    const again = fit(data);
    expectNear(again.manifest.preprocessing, data.manifest.preprocessing);
    const all = Uint32Array.from(items);
    const [before, after] = [data.gatherItems(all).inputs, again.gatherItems(all).inputs];
    expect(after.length).toBe(before.length);
    after.forEach((value, i) => expect(value).toBeCloseTo(before[i]!, 4));
  });
});

describe.each([
  ['table', plainTableOf, PLAIN],
  ['audio-folder', soundsOf, SOUND],
] as const)('what a fold fits of a %s by its stored inputs', (kind, filesOf, params) => {
  it('can’t be changed by what it holds out, and is what its originals would give', async () => {
    const [plain, odd] = [await imported(kind, filesOf(false), params), await imported(kind, filesOf(true), params)];
    expect(() => expectNear(odd.data.manifest.preprocessing, plain.data.manifest.preprocessing)).toThrow();
    const [one, other] = [plain.together(foldOf(plain.data)), odd.together(foldOf(odd.data))];
    expectNear(other.manifest.preprocessing, one.manifest.preprocessing);
    expectNear(one.manifest.preprocessing, plain.fit(foldOf(plain.data)).manifest.preprocessing);
    const [inputs, same] = [one.gatherItems(TRAINED).inputs, other.gatherItems(TRAINED).inputs];
    expect(same.length).toBe(inputs.length);
    same.forEach((value, i) => expect(value).toBeCloseTo(inputs[i]!, 3));
    const [held, own] = [other.gatherItems(HELD_OUT).inputs, odd.fit(foldOf(odd.data)).gatherItems(HELD_OUT).inputs];
    held.forEach((value, i) => expect(Math.abs(value - own[i]!)).toBeLessThan(1e-3 * (1 + Math.abs(value))));
  });

  it('is what layers in front of the network do to inputs as the data has them', async () => {
    const engine = await createCpuEngine();
    const { data, together } = await imported(kind, filesOf(false), params);
    const [fold, turn] = [foldOf(data), () => Promise.resolve()];
    const fitted = together(fold);
    const flat = fitted.inputShape.length > 1 ? [entry('flatten')] : [];
    const task = data.manifest.target.task;
    const graph = graphFromLayers([...flat, entry('dense', { units: data.outputs })], {
      inputShape: fitted.inputShape,
      outputs: data.outputs,
      task,
    });
    const parameters = initialParameters(graph, createRandom(1));
    const model = behindBridge({ graph, parameters, masks: {}, card: newCard(fitted.manifest, fitted) }, data);
    expect(model.card).toEqual(newCard(data.manifest, data));
    const answers = await predictSplit({ engine, graph, parameters, data: fitted, split: 'test', turn });
    const behind = await predictSplit({ engine, graph: model.graph, parameters, data: fold, split: 'test', turn });
    answers.outputs.forEach((value, i) => expect(behind.outputs[i]).toBeCloseTo(value, 4));
    expect(behindBridge(model, data)).toBe(model);
  });
});

it('of a large table numbers without gaps and categories are fitted anew, and gaps are not', async () => {
  const { data } = await imported('table', plainTableOf(false), PLAIN);
  const { originals: _originals, ...large } = data.manifest;
  expect(fittingOf(large)).toBe('anew');
  expect(fittingTogether(large)).toBe('layers');
  const columns = large.columns?.map(column => ({ ...column, missing: 1 })) ?? [];
  expect(fittingOf({ ...large, columns })).toBe('once');
});

it('some classes only are kept with their own rows', async () => {
  const rows = items.map(item => `${item % 3 === 0 ? 1000 : item},${'abc'[item % 3]!}`);
  const { data, fit } = await imported('table', { 't.csv': ['x,y', ...rows].join('\n') }, { label: 'y' }, ['b', 'c']);
  const [step] = fit(data).manifest.preprocessing;
  expect(step).toEqual(data.manifest.preprocessing[0]);
});

it('nothing is fitted of pictures, nor can be where the originals were too much to keep', async () => {
  const pictures = {
    'a-images-idx3-ubyte': idxImages([1, 2, 3, 4]),
    'a-labels-idx1-ubyte': idxLabels([0, 1, 0, 1]),
  };
  const { data, fit } = await imported('idx', pictures, {});
  expect(fittingOf(data.manifest)).toBe('nothing');
  expect(fit(data)).toBe(data);
  const table = await imported('table', tableOf(false), TABLE);
  const { originals: _originals, ...without } = table.data.manifest;
  expect(fittingOf(without)).toBe('once');
});
