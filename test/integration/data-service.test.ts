import { describe, expect, it } from 'vitest';
import type { ArtifactRef, DatasetManifest } from '../../src-shared/domain/dataset.ts';
import type { CrossValidationReport } from '../../src-shared/domain/cross-validation.ts';
import { createArtifactFiles } from '../../src-main/platform/artifact-files.ts';
import { encodeOutOfFold } from '../../src-main/engine/evaluation/cross-validation/predictions-file.ts';
import { createDataService, type DataService } from '../../src-main/services/data.ts';
import { forgetUnreferenced } from '../../src-main/stores/artifact-store.ts';
import { listDatasets } from '../../src-main/stores/dataset-store.ts';
import { insertModel } from '../../src-main/stores/model-store.ts';
import { recordSuccess } from '../../src-main/services/record-success.ts';
import { getJob, insertJobs, moveJob } from '../../src-main/stores/job-store.ts';
import { openStage, type Stage } from '../support/run-stage.ts';
import { aJob, aRun, dataOutput, modelOutput } from '../support/store-rows.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Site {
  readonly stage: Stage;
  readonly data: DataService;
  readonly id: string;
  readonly manifest: string;
  lose(hash: string): void;
  write(bytes: Uint8Array): Promise<ArtifactRef>;
}

interface Answers {
  readonly target: Pick<DatasetManifest['target'], 'task' | 'classes' | 'label' | 'shape'>;
  readonly values: Uint8Array;
}

const CLASSES: Answers = {
  target: { task: 'classes', classes: ['no', 'yes'], label: 'label', shape: [6] },
  values: Uint8Array.of(0, 1, 1, 0, 1, 0),
};

/** Items 0 and 3 have the first of two labels, 1 and 2 the second. */
const SEVERAL: Answers = {
  target: { task: 'labels', classes: ['dark', 'round'], label: 'labels', shape: [6, 2] },
  values: Uint8Array.of(1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0),
};

/** Six images of 2 × 1 pixels: numbers 0 and 4 are equal, and lie in training and test. */
async function imageSite(answers: Answers = CLASSES): Promise<Site> {
  const files = createArtifactFiles(temporaryFolder());
  const lost = new Set<string>();
  const stage = openStage({
    readArtifact: files.read,
    artifactBytes: files,
    hasArtifact: async hash => !lost.has(hash) && (await files.has(hash)),
  });
  const store = async (values: Uint8Array | Uint32Array) => files.write(new Uint8Array(values.buffer));
  const input = await store(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 9, 9));
  const target = await store(answers.values);
  const [train, test] = [await store(Uint32Array.of(0, 1, 2, 3)), await store(Uint32Array.of(4, 5))];
  const manifest: DatasetManifest = {
    version: 1,
    name: 'tiny',
    reader: 'idx',
    items: 6,
    input: { file: input, dtype: 'uint8', shape: [6, 2, 1, 1], kind: 'image' },
    target: { file: target, dtype: 'uint8', ...answers.target },
    splits: { train: { file: train, dtype: 'uint32', shape: [4] }, test: { file: test, dtype: 'uint32', shape: [2] } },
    preprocessing: [],
    sources: [],
    warnings: [],
  };
  const file = await files.write(new TextEncoder().encode(JSON.stringify(manifest)));
  const { db } = stage.context;
  aRun(db);
  insertJobs(db, [aJob('j', { step: 'tiny' }), aJob('m', { step: 'net', position: 1 })]);
  moveJob(db, 'j', 'running', { nowMs: 1 });
  const input0 = { name: 'tiny', values: {}, inputs: {}, seed: 1, facts: {} };
  const further = [input, target, train, test];
  const output = { ...dataOutput(file.hash), manifest: file };
  recordSuccess(db, { job: getJob(db, 'j')!, input: input0, output, further, nowMs: 2, newId: () => 'd' });
  return {
    stage,
    data: createDataService(stage.context),
    id: 'd',
    manifest: file.hash,
    lose: hash => void lost.add(hash),
    write: files.write,
  };
}

describe('a data set', () => {
  it('tells what it was made from, and which models need it', async () => {
    const { stage, data, id, manifest } = await imageSite();
    insertModel(stage.context.db, {
      id: 'm',
      name: 'net',
      replicate: 1,
      jobId: 'm',
      output: modelOutput('c'.repeat(64), manifest),
      createdMs: 3,
    });
    const detail = await data.get(id);
    expect(detail).toMatchObject({
      deleted: false,
      runId: 'run',
      reader: 'idx',
      kind: 'image',
      models: [{ id: 'm', name: 'net', replicate: 1 }],
    });
    await expect(data.get('nobody')).rejects.toThrow(/no data set 'nobody'/);
  });

  it('shows its items page by page, of one class where that is asked for', async () => {
    const { data, id } = await imageSite();
    const page = await data.items(id, { split: 'train', label: null, offset: 1, limit: 2 });
    expect(page).toMatchObject({ total: 4, shape: [2, 1, 1], columns: [] });
    expect(page.items).toEqual([
      { item: 1, label: 'yes', pixels: Buffer.from([3, 4]).toString('base64'), cells: [], tokens: [] },
      { item: 2, label: 'yes', pixels: Buffer.from([5, 6]).toString('base64'), cells: [], tokens: [] },
    ]);
    expect((await data.items(id, { split: 'train', label: 0, offset: 0, limit: 9 })).items.map(({ item }) => item)).toEqual([0, 3]);
    expect(await data.items(id, { split: 'validation', label: null, offset: 0, limit: 9 })).toMatchObject({ total: 0, items: [] });
  });

  it('shows items by their numbers, and knows of no label that is contradicted before a cross-validation', async () => {
    const { data, id } = await imageSite();
    expect((await data.itemsAt(id, [5, 0])).items.map(({ item, label }) => [item, label])).toEqual([
      [5, 'no'],
      [0, 'no'],
    ]);
    await expect(data.itemsAt(id, [6])).rejects.toThrow(/below 6 is required, got 6/);
    expect(await data.labelSuspects(id)).toEqual({ model: null, items: 0, issues: 0, examples: [] });
  });

  it('has labels that the members of its newest cross-validation contradict, over all rounds', async () => {
    const { stage, data, id, manifest, write } = await imageSite();
    // Labels are no, yes, yes, no; item 2 is taken for a no by both rounds, and by 0.9 and 0.5 a mean 0.7 of it.
    const logit = (no: number): number[] => [Math.log(no), Math.log(1 - no)];
    const rounds = [
      [0.6, 0.2, 0.9, 0.7],
      [0.6, 0.2, 0.5, 0.7],
    ];
    const outOfFold = await write(
      encodeOutOfFold({
        ...{ data: manifest, folds: 'f'.repeat(64), task: 'classes', width: 2, repeats: 2 },
        items: Uint32Array.of(0, 1, 2, 3),
        outputs: Float32Array.from(rounds.flat().flatMap(logit)),
      }),
    );
    const crossValidation = { outOfFold } as unknown as CrossValidationReport;
    const output = { ...modelOutput('c'.repeat(64), manifest), crossValidation };
    insertModel(stage.context.db, { id: 'm', name: 'folds', replicate: 1, jobId: 'm', output, createdMs: 3 });
    const { examples, ...report } = await data.labelSuspects(id);
    expect(report).toEqual({ model: { id: 'm', name: 'folds' }, items: 4, issues: 1 });
    expect(examples).toMatchObject([{ item: 2, split: 'train', label: 'yes', doubt: 'class', guess: 'no' }]);
    expect(examples[0]?.probability).toBeCloseTo(0.7, 6);
  });

  it('has each of several labels judged by itself: one that is missing, and one that is too much', async () => {
    const { stage, data, id, manifest, write } = await imageSite(SEVERAL);
    // Of having dark and round; item 2 is said to be dark, too, and item 3 not to be.
    const rounds = [
      [0.9, 0.1, 0.1, 0.8, 0.95, 0.9, 0.02, 0.3],
      [0.9, 0.1, 0.1, 0.8, 0.85, 0.9, 0.04, 0.1],
    ];
    const outOfFold = await write(
      encodeOutOfFold({
        ...{ data: manifest, folds: 'f'.repeat(64), task: 'labels', width: 2, repeats: 2 },
        items: Uint32Array.of(0, 1, 2, 3),
        outputs: Float32Array.from(rounds.flat(), has => Math.log(has / (1 - has))),
      }),
    );
    const crossValidation = { outOfFold } as unknown as CrossValidationReport;
    const output = { ...modelOutput('c'.repeat(64), manifest), crossValidation };
    insertModel(stage.context.db, { id: 'm', name: 'folds', replicate: 1, jobId: 'm', output, createdMs: 3 });
    const { examples, ...report } = await data.labelSuspects(id);
    expect(report).toEqual({ model: { id: 'm', name: 'folds' }, items: 4, issues: 2 });
    expect(examples).toMatchObject([
      { item: 3, label: 'dark', doubt: 'surplus', guess: 'dark' },
      { item: 2, label: 'round', doubt: 'missing', guess: 'dark' },
    ]);
    expect(examples[0]?.probability).toBeCloseTo(0.97, 6);
    expect(examples[1]?.labelProbability).toBeCloseTo(0.1, 6);
  });

  it('has its classes counted, and its equal items found across splits', async () => {
    const { data, id } = await imageSite();
    expect((await data.balance(id)).splits.map(({ split, counts }) => [split, counts])).toEqual([
      ['train', [2, 2]],
      ['test', [1, 1]],
    ]);
    expect(await data.duplicates(id)).toMatchObject({
      items: 6,
      groups: 1,
      across: [{ from: 'train', to: 'test', items: 1 }],
      conflicting: 1,
      examples: [
        [
          { item: 0, split: 'train', label: 'no' },
          { item: 4, split: 'test', label: 'yes' },
        ],
      ],
    });
  });

  it('is deleted and comes back with its files, unless a clean-up took them', async () => {
    const { stage, data, id, manifest, lose } = await imageSite();
    expect([data.remove(id), data.remove(id)]).toEqual([true, false]);
    expect(listDatasets(stage.context.db)).toEqual([]);
    expect((await data.get(id)).deleted).toBe(true);
    expect(await data.restore(id)).toBe(true);
    expect(await data.restore(id)).toBe(false);
    expect(listDatasets(stage.context.db).map(each => each.id)).toEqual([id]);
    expect(forgetUnreferenced(stage.context.db)).toEqual([]);
    data.remove(id);
    lose(manifest);
    await expect(data.restore(id)).rejects.toThrow(/a clean-up has removed 1 of 1/);
  });
});
