import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { artifactPath, createArtifactFiles } from '../../src-main/platform/artifact-files.ts';
import { writeCheckpoint } from '../../src-main/platform/checkpoint-files.ts';
import { sha256OfFile } from '../../src-main/platform/sha256.ts';
import { referenceArtifacts } from '../../src-main/stores/artifact-store.ts';
import { checkpointsOf, recordCheckpoint } from '../../src-main/stores/checkpoint-store.ts';
import { insertDataset, listDatasets } from '../../src-main/stores/dataset-store.ts';
import { diagnose } from '../../src-main/stores/doctor/diagnose.ts';
import type { Finding } from '../../src-main/stores/doctor/finding.ts';
import { repair } from '../../src-main/stores/doctor/repair.ts';
import { findSucceeded, insertJobs, moveJob } from '../../src-main/stores/job-store.ts';
import { insertModel, listModels } from '../../src-main/stores/model-store.ts';
import { openWorkspace, type Workspace } from '../../src-main/stores/open-workspace.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { aJob, aRun, dataOutput, HOLDER, modelOutput, succeeded } from '../support/store-rows.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const ports = { hashFile: sha256OfFile, nowMs: Date.now };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const kinds = (findings: readonly Finding[]): readonly string[] =>
  findings.map(finding => finding.kind).filter(kind => kind !== 'disk-low');

interface Patient extends Workspace {
  readonly model: string;
  readonly manifest: string;
  readonly array: string;
}

/** A workspace with a data set of two files, a model, and a job with two checkpoints. */
async function healthy(): Promise<Patient> {
  const workspace = openWorkspace(temporaryFolder(), HOLDER);
  onTestFinished(() => workspace.close());
  const { db, paths } = workspace;
  const files = createArtifactFiles(paths.artifacts);
  const [model, manifest, array] = [
    await files.write(bytes('model')),
    await files.write(bytes('manifest')),
    await files.write(bytes('array')),
  ];
  succeeded(db, 'import', 'kd', { nowMs: 10, entityId: 'd' });
  insertDataset(db, { id: 'd', name: 'digits', jobId: 'import', output: dataOutput(manifest.hash), createdMs: 10 });
  referenceArtifacts(db, { kind: 'dataset', id: 'd' }, [manifest, array], 10);
  succeeded(db, 'train', 'km', { nowMs: 20, entityId: 'm' });
  insertModel(db, { id: 'm', name: 'net', replicate: null, jobId: 'train', output: modelOutput(model.hash, manifest.hash), createdMs: 20 });
  referenceArtifacts(db, { kind: 'model', id: 'm' }, [model, manifest], 20);
  const snapshot = { metadata: {}, tensors: { w: { shape: [2], values: Float32Array.of(1, 2) } } };
  for (const seq of [1, 2]) recordCheckpoint(db, await writeCheckpoint(paths.checkpoints, { key: 'k', seq, snapshot }), [], seq);
  return { ...workspace, model: model.hash, manifest: manifest.hash, array: array.hash };
}

/** Diagnoses, repairs, and diagnoses again: what was found first, and what is left. */
async function treat(patient: Patient): Promise<{ found: readonly Finding[]; left: readonly string[] }> {
  const found = await diagnose(patient, ports);
  await repair(patient.db, found, 99);
  return { found, left: kinds(await diagnose(patient, ports)) };
}

describe('a workspace that is examined', () => {
  it('has nothing wrong when nothing is, and every artifact was looked at', async () => {
    const patient = await healthy();
    const progress: string[] = [];
    expect(kinds(await diagnose(patient, { ...ports, onProgress: (done, total) => void progress.push(`${done}/${total}`) }))).toEqual([]);
    expect(progress).toEqual(['1/3', '2/3', '3/3']);
  });

  it('loses a model whose file is damaged, keeps the file aside, and its step would run again', async () => {
    const patient = await healthy();
    const path = artifactPath(patient.paths.artifacts, patient.model);
    writeFileSync(path, 'mudel');
    const { found, left } = await treat(patient);
    expect(found[0]).toMatchObject({
      kind: 'artifact-damaged',
      severity: 'error',
      path,
      message: expect.stringContaining('it belongs to model m') as string,
    });
    expect(left).toEqual([]);
    expect(readFileSync(join(patient.paths.artifacts, 'damaged', patient.model), 'utf8')).toBe('mudel');
    expect([listModels(patient.db), findSucceeded(patient.db, 'km')]).toEqual([[], null]);
    expect(listDatasets(patient.db).length).toBe(1);
  });

  it('loses a data set with any of its files, but not the model that was trained on it', async () => {
    const patient = await healthy();
    rmSync(artifactPath(patient.paths.artifacts, patient.manifest));
    const { found, left } = await treat(patient);
    expect(kinds(found)).toEqual(['artifact-missing']);
    expect(left).toEqual([]);
    expect([listDatasets(patient.db).length, listModels(patient.db).length]).toEqual([0, 1]);
  });

  it('gives back what nobody refers to once it is a day old, and nothing younger', async () => {
    const patient = await healthy();
    const files = createArtifactFiles(patient.paths.artifacts);
    const [young, old] = [await files.write(bytes('young')), await files.write(bytes('old one'))];
    const then = (Date.now() - 2 * DAY_MS) / 1000;
    for (const hash of [old.hash, patient.model]) utimesSync(artifactPath(patient.paths.artifacts, hash), then, then);
    const { found } = await treat(patient);
    expect(found.filter(({ kind }) => kind !== 'disk-low').map(({ kind, bytes: size }) => [kind, size])).toEqual([
      ['artifact-unreferenced', 7],
    ]);
    expect([await files.has(young.hash), await files.has(old.hash), await files.has(patient.model)]).toEqual([true, false, true]);
  });

  it('forgets a damaged checkpoint and removes what killed processes left', async () => {
    const patient = await healthy();
    const { checkpoints, artifacts, exports } = patient.paths;
    const newest = join(checkpoints, checkpointsOf(patient.db, 'k')[0]!.folder);
    truncateSync(join(newest, 'snapshot.safetensors'), 20);
    mkdirSync(join(checkpoints, 'k', '3-half.tmp'));
    mkdirSync(join(artifacts, 'tmp'), { recursive: true });
    writeFileSync(join(artifacts, 'tmp', 'half'), 'x');
    writeFileSync(join(exports, '.01890a5d-ac96-774b-bcce-b302099a8057.tmp'), 'x');
    writeFileSync(join(artifacts, 'notes.txt'), 'mine');
    const { found, left } = await treat(patient);
    expect(kinds(found).toSorted()).toEqual([
      'checkpoint-damaged',
      'checkpoint-orphaned',
      'stray-file',
      'temporary-file',
      'temporary-file',
    ]);
    // A file that is not ours is only shown.
    expect(left).toEqual(['stray-file']);
    expect(checkpointsOf(patient.db, 'k').map(row => row.seq)).toEqual([1]);
    expect(readdirSync(join(checkpoints, 'k')).length).toBe(1);
  });

  it('changes nothing by being looked at', async () => {
    const patient = await healthy();
    rmSync(artifactPath(patient.paths.artifacts, patient.array));
    expect(kinds(await diagnose(patient, ports))).toEqual(kinds(await diagnose(patient, ports)));
    expect(listDatasets(patient.db).length).toBe(1);
  });

  it('must be at rest', async () => {
    const patient = await healthy();
    aRun(patient.db);
    insertJobs(patient.db, [aJob('a')]);
    moveJob(patient.db, 'a', 'running', { nowMs: 1 });
    expect((await rejectionOf(diagnose(patient, ports))).code).toBe('invalid-input');
  });

  it('with a damaged database gets no advice about its files', async () => {
    const patient = await healthy();
    patient.db.pragma('foreign_keys = OFF');
    patient.db.exec(`DELETE FROM artifacts; DELETE FROM runs`);
    const found = await diagnose(patient, ports);
    expect(kinds(found)).toEqual(['store-damaged']);
    expect(found[0]?.message).toMatch(/a row of \w+ \(.*\) refers to one that is not there/);
    expect(found[0]?.repair).toBeNull();
  });
});
