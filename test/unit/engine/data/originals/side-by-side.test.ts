import { describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../../../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import { importDataset } from '../../../../../src-main/engine/data/import-dataset.ts';
import { loadDataset, type LoadedDataset } from '../../../../../src-main/engine/data/load-dataset.ts';
import { createFitTogether, fittingTogether } from '../../../../../src-main/engine/data/originals/fit-anew.ts';
import { requireRoom, sideBySide } from '../../../../../src-main/engine/data/originals/side-by-side.ts';
import { storeOwnInputs, withOwnInputs } from '../../../../../src-main/engine/data/own-inputs.ts';
import { encodingOf } from '../../../../../src-main/engine/data/table/encodings/index.ts';
import { readers } from '../../../../../src-main/engine/data/readers/index.ts';
import { withInputs } from '../../../../../src-main/engine/data/with-inputs.ts';
import { withSplits } from '../../../../../src-main/engine/data/with-splits.ts';
import { predictSplit } from '../../../../../src-main/engine/evaluation/predict.ts';
import { behindPlaces } from '../../../../../src-main/engine/fusion/behind-bridge.ts';
import { graphFromLayers } from '../../../../../src-main/engine/graph/build.ts';
import { initialParameters } from '../../../../../src-main/engine/graph/parameters.ts';
import { entry } from '../../../../../src-main/engine/graph/preset.ts';
import { newItems } from '../../../../../src-main/engine/prediction/new-items.ts';
import { newCard } from '../../../../../src-main/jobs/new-network.ts';
import { createCatalog } from '../../../../../src-main/services/catalog.ts';
import { parseParams } from '../../../../../src-shared/domain/params/parse-params.ts';
import { createRandom } from '../../../../../src-shared/lib/random.ts';
import { createSha256, memoryArtifacts, memorySources } from '../../../../support/memory-files.ts';

const ITEMS = 60;
const items = Array.from({ length: ITEMS }, (_, item) => item);
const random = createRandom(3);
const rows = items.map(item => {
  const gap = item % 5 === 0 ? '' : (random.nextNormal() * 10).toFixed(3);
  const date = `2024-0${1 + (item % 9)}-${String(1 + ((item * 7) % 28)).padStart(2, '0')}`;
  return [
    gap,
    (item * 7) % 23,
    `size${item % 4}`,
    `town${(item * 5) % 11}`,
    date,
    `kind${item % 2}`,
    'abc'[Math.floor(random.next() * 3)],
  ].join();
});
const TABLE = { 't.csv': ['gap,q,size,town,date,plain,y', ...rows].join('\n') };
const TABLE_PARAMS = { label: 'y', columns: { q: { kind: 'quantile', points: 9 }, size: { kind: 'ordinal' }, town: { kind: 'target' } } };

const TEXTS = {
  'rows.jsonl': items
    .map(item => JSON.stringify({ text: `word${item % 7} low${item % 4} lower${item % 5}`, label: 'ab'[item % 2] }))
    .join('\n'),
};

const KINDS = [
  ['table', TABLE, TABLE_PARAMS],
  ['text', TEXTS, { length: 6, atLeast: 1 }],
  ['text', TEXTS, { length: 24, atLeast: 1, vocabulary: 24, tokeniser: { kind: 'byte-pair' } }],
] as const;

async function imported(kind: string, files: Readonly<Record<string, string>>, params: object) {
  const config = parseParams(readers.require(kind).params, { ...params }, createCatalog());
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const artifacts = memoryArtifacts();
  const request = { name: 'some', source: '/data', reader: { id: kind, params: config.value } };
  const { manifestRef } = await importDataset(
    { ...request, splits: { validation: 0, test: 0, stratify: true, seed: 1 } },
    { sources: memorySources({ '/data': files }, 4096), artifacts, createSha256, turn: async () => {} },
  );
  const data = await loadDataset(manifestRef.hash, artifacts);
  return { data, ref: manifestRef, artifacts, fit: await createFitTogether(data, artifacts) };
}

const all = Uint32Array.from(items);
const foldOf = (data: LoadedDataset, fold: number): LoadedDataset =>
  withSplits(data, { train: all.filter(item => item % 3 !== fold), test: all.filter(item => item % 3 === fold) });
const FOLDS = [0, 1, 2];
const decoders = { picture: () => Promise.reject(new Error('no picture')), sound: () => Promise.reject(new Error('no sound')) };

describe.each(KINDS)('fits of a %s side by side', (kind, files, params) => {
  it('have each fit’s own inputs at its places', async () => {
    const { data, fit } = await imported(kind, files, params);
    expect(fittingTogether(data.manifest)).toBe('inputs');
    const fits = FOLDS.map(fold => fit(foldOf(data, fold)));
    const { inputs, places } = sideBySide(fits);
    const width = inputs.shape[0]!;
    expect(inputs.values.length).toBe(ITEMS * width);
    fits.forEach((own, f) => {
      const wanted = own.gatherItems(all).inputs;
      const found = items.flatMap(item => places[f]!.map(place => inputs.values[item * width + place]!));
      expect(found).toEqual([...wanted]);
    });
  });

  it('are made of a new item as they were of those of the data', async () => {
    const { data, fit } = await imported(kind, files, params);
    const joint = withInputs(data, sideBySide([fit(foldOf(data, 0)), fit(foldOf(data, 1))]).inputs);
    const call = { sources: memorySources({ '/new': files }, 4096), source: '/new', decoders, turn: async () => {} };
    const found: number[] = [];
    for await (const some of newItems({ ...call, card: newCard(joint.manifest, joint) }))
      found.push(...some.flatMap(item => [...item.inputs!]));
    expect(found.length).toBe(ITEMS * joint.inputShape[0]!);
    // Mean answers are told to a training row without its own answer.
    const isSame = (column: string): boolean => column !== 'town';
    const compared = placesOfColumns(joint, isSame);
    const stored = joint.gatherItems(all).inputs;
    for (const item of items)
      for (const place of compared) {
        const at = item * joint.inputShape[0]! + place;
        expect(found[at]).toBeCloseTo(stored[at]!, 5);
      }
  });

  it('are what a network behind its places takes, and come back from the store', async () => {
    const { data, ref, artifacts, fit } = await imported(kind, files, params);
    const engine = await createCpuEngine();
    const fits = FOLDS.map(fold => fit(foldOf(data, fold)));
    const { inputs, places } = sideBySide(fits);
    const stored = await storeOwnInputs(ref, inputs, artifacts);
    const card = { inputShape: inputs.shape, preprocessing: inputs.preprocessing };
    const joint = await withOwnInputs(data, { file: stored.inputs!, card }, artifacts);
    for (const fold of FOLDS) {
      const own = fits[fold]!;
      const purpose = { inputShape: own.inputShape, outputs: data.outputs, task: data.task };
      const graph = graphFromLayers([entry('dense', { units: data.outputs })], purpose);
      const parameters = initialParameters(graph, createRandom(1));
      const model = behindPlaces({ graph, parameters, masks: {}, card: newCard(own.manifest, own) }, joint, places[fold]!);
      expect(model.card).toEqual(newCard(joint.manifest, joint));
      const call = { engine, parameters, split: 'test', turn: async () => {} } as const;
      const alone = await predictSplit({ ...call, graph, data: own });
      const behind = await predictSplit({ ...call, graph: model.graph, data: foldOf(joint, fold) });
      expect([...behind.outputs]).toEqual([...alone.outputs]);
    }
  });
});

/** Inputs of a table's columns that are asked for; of texts all. */
function placesOfColumns({ manifest, inputShape }: LoadedDataset, isAsked: (column: string) => boolean): readonly number[] {
  const table = manifest.preprocessing.find(step => step.kind === 'table');
  if (table === undefined) return Array.from({ length: inputShape[0]! }, (_, place) => place);
  let first = 0;
  return table.columns.flatMap(column => {
    const width = encodingOf(column).width(column);
    first += width;
    return isAsked(column.column) ? Array.from({ length: width }, (_, i) => first - width + i) : [];
  });
}

describe('what fits have in common', () => {
  it('stands there once, but for what answers were used in', async () => {
    const { data, fit } = await imported('table', TABLE, TABLE_PARAMS);
    const [one, other] = [fit(foldOf(data, 0)), fit(foldOf(data, 1))];
    const columns = sideBySide([one, other, one]).inputs.preprocessing.flatMap(step => (step.kind === 'table' ? step.columns : []));
    const count = (name: string): number => columns.filter(({ column }) => column === name).length;
    // Every fold has all kinds, and numbers of its own.
    expect(count('plain')).toBe(1);
    expect(count('gap')).toBe(2);
    expect(count('town')).toBe(3);
  });
});

it('labels that are held out change nothing that a fold is trained on', async () => {
  const { data, fit } = await imported('table', TABLE, TABLE_PARAMS);
  const turned = withTargets(data, item => (item % 3 === 0 ? 1 : 0));
  const [before, after] = [fit(foldOf(data, 0)), fit(foldOf(turned, 0))];
  expect(after.manifest.preprocessing).toEqual(before.manifest.preprocessing);
  const trained = foldOf(data, 0).itemsOf('train');
  expect([...after.gatherItems(trained).inputs]).toEqual([...before.gatherItems(trained).inputs]);
  // Fitted once on all items, they would.
  const once = (from: LoadedDataset): LoadedDataset => fit(withSplits(from, { train: all }));
  expect([...once(turned).gatherItems(trained).inputs]).not.toEqual([...once(data).gatherItems(trained).inputs]);
});

/** Class numbers moved on by as much. */
function withTargets(data: LoadedDataset, by: (item: number) => number): LoadedDataset {
  const stored = data.stored!;
  const targets = Int32Array.from(stored.targets, (target, item) => (target + by(item)) % data.outputs);
  return { ...data, stored: { ...stored, targets } };
}

it('more inputs than can be held are refused before anything is trained', () => {
  expect(() => requireRoom(1000, 65_537)).toThrow(/At most 65536 inputs an item .* need up to 65537 for each of 1000 items/);
  expect(() => requireRoom(10_000_000, 26)).toThrow(/250000000 in all/);
  expect(() => requireRoom(10_000_000, 25)).not.toThrow();
});
