import { describe, expect, it } from 'vitest';
import type { DatasetManifest } from '../../src-shared/domain/dataset.ts';
import type { DistillationReport } from '../../src-shared/domain/distillation.ts';
import { encodeSoftLabels } from '../../src-main/engine/distillation/soft-labels.ts';
import { createArtifactFiles } from '../../src-main/platform/artifact-files.ts';
import { createSoftLabelService } from '../../src-main/services/soft-labels.ts';
import { insertJobs } from '../../src-main/stores/job-store.ts';
import { insertModel } from '../../src-main/stores/model-store.ts';
import { openStage } from '../support/run-stage.ts';
import { aJob, aRun, modelOutput } from '../support/store-rows.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const logits = (...rows: number[][]): Float32Array => Float32Array.from(rows.flat(), Math.log);

/** Images of one pixel of three classes; a model `small` that was taught, a model `net` that was not. */
async function site() {
  const files = createArtifactFiles(temporaryFolder());
  const stage = openStage({ readArtifact: files.read, artifactBytes: files });
  const store = async (values: Uint8Array | Uint32Array) => files.write(new Uint8Array(values.buffer));
  const manifest: DatasetManifest = {
    ...{ version: 1, name: 'tiny', reader: 'idx', items: 5, preprocessing: [], sources: [], warnings: [] },
    input: { file: await store(Uint8Array.of(10, 11, 12, 13, 14)), dtype: 'uint8', shape: [5, 1, 1, 1], kind: 'image' },
    target: {
      ...{ file: await store(Uint8Array.of(0, 1, 2, 0, 1)), dtype: 'uint8', shape: [5] },
      ...{ task: 'classes', classes: ['red', 'green', 'blue'], label: 'label' },
    },
    splits: {
      train: { file: await store(Uint32Array.of(0, 1, 2)), dtype: 'uint32', shape: [3] },
      validation: { file: await store(Uint32Array.of(3, 4)), dtype: 'uint32', shape: [2] },
    },
  };
  const data = await files.write(new TextEncoder().encode(JSON.stringify(manifest)));
  const soft = await files.write(
    encodeSoftLabels({
      ...{ data: data.hash, teachers: ['t'], transfer: { omit: [], unlabelled: null }, engine: 'e', weights: [1], known: [[0, 1, 2]] },
      classes: manifest.target.classes,
      train: [logits([0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.1, 0.1, 0.8])],
      validation: { teacher: logits([0.7, 0.2, 0.1], [0.1, 0.5, 0.4]), student: logits([0.5, 0.4, 0.1], [0.1, 0.4, 0.5]) },
    }),
  );
  const { db } = stage.context;
  aRun(db);
  insertJobs(db, [aJob('j'), aJob('k', { position: 1 })]);
  const output = modelOutput('c'.repeat(64), data.hash);
  const distillation = { softLabels: soft } as unknown as DistillationReport;
  const row = { name: 'small', replicate: null, jobId: 'j', createdMs: 3 };
  insertModel(db, { ...row, id: 'small', output: { ...output, summary: { ...output.summary, distillation } } });
  insertModel(db, { ...row, id: 'net', name: 'net', jobId: 'k', output });
  return createSoftLabelService(stage.context);
}

const ALL = { modelId: 'small', part: 'validation', pick: 'all', label: null, rival: null, offset: 0, limit: 9 } as const;

describe('what a distilled model was taught', () => {
  it('is opened with its parts, the teacher’s confusions and disagreements', async () => {
    const view = await (await site()).open('small');
    expect(view).toMatchObject({ task: 'classes', classes: ['red', 'green', 'blue'], unknown: [], shape: [1, 1, 1], dataId: null });
    expect(view.parts.map(({ part, items, disagreements }) => [part, items, disagreements])).toEqual([
      ['validation', 2, 0],
      ['train', 3, 1],
    ]);
    expect(view.parts[0]!.nearest[1]!.towards[0]).toMatchObject({ label: 2, share: expect.closeTo(0.4, 5) as number });
  });

  it('is shown page by page, with the items themselves and everyone’s logits', async () => {
    const page = await (await site()).items({ ...ALL, offset: 1 });
    expect(page.total).toBe(2);
    expect(page.items).toMatchObject([{ item: 4, label: [1], pixels: Buffer.from([14]).toString('base64'), alone: null }]);
    expect(page.items[0]!.student!.map(Math.exp)).toEqual([0.1, 0.4, 0.5].map(share => expect.closeTo(share, 4) as number));
  });

  it('is taken along as rows', async () => {
    expect(await (await site()).rows({ ...ALL, part: 'train', pick: 'teacher-label' })).toEqual([
      { item: 1, label: 1, teacher: 0, confidence: 0.6, student: null },
    ]);
  });

  it('is refused for a model without a teacher, and for a pick the part does not have', async () => {
    const service = await site();
    await expect(service.open('net')).rejects.toThrow(/'net' had no teacher/);
    await expect(service.open('nobody')).rejects.toThrow(/no model 'nobody'/);
    await expect(service.items({ ...ALL, part: 'train', pick: 'student-teacher' })).rejects.toThrow(/'student-teacher'/);
  });
});
