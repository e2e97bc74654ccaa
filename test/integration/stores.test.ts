import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { JOB_STATES } from '../../src-shared/domain/job-state.ts';
import {
  artifactsIn,
  forgetUnreferenced,
  moveReferences,
  referenceArtifacts,
  referencedArtifacts,
} from '../../src-main/stores/artifact-store.ts';
import { checkpointsOf, deleteCheckpoints, latestCheckpoint, recordCheckpoint } from '../../src-main/stores/checkpoint-store.ts';
import { openDatabase, openReadableDatabase, type WritableDb } from '../../src-main/stores/database.ts';
import { findDataset, insertDataset, listDatasets } from '../../src-main/stores/dataset-store.ts';
import {
  findSucceeded,
  getJob,
  insertJobs,
  jobsOfRun,
  markOrphansInterrupted,
  moveJob,
  setJobFraction,
  succeededJobs,
} from '../../src-main/stores/job-store.ts';
import { appendMetrics, deleteMetrics, seriesOf } from '../../src-main/stores/metric-store.ts';
import { migrate } from '../../src-main/stores/migrate.ts';
import { migrations } from '../../src-main/stores/migrations/index.ts';
import { deleteModel, findModels, getModel, insertModel, listModels } from '../../src-main/stores/model-store.ts';
import { getRun, listRuns, moveRun } from '../../src-main/stores/run-store.ts';
import { addTestLook, countTestLooks } from '../../src-main/stores/test-look-store.ts';
import { failureOf } from '../support/failure-of.ts';
import { aJob, aRun, dataOutput, hash, modelOutput, succeeded } from '../support/store-rows.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function aStore(path = join(temporaryFolder(), 'espalier.db')): WritableDb {
  const db = openDatabase(path);
  onTestFinished(() => void db.close());
  migrate(db, migrations, () => '');
  return db;
}

describe('runs and jobs', () => {
  it('are stored as they were given, queued, with the run as far as its jobs', () => {
    const db = aStore();
    aRun(db);
    insertJobs(db, [aJob('b', { position: 1, replicate: 2 }), aJob('a')]);
    setJobFraction(db, 'a', 0.5);
    expect(getRun(db, 'run')).toEqual({
      ...{ id: 'run', name: 'tour', recipe: 'espalier: 1', seed: 2 ** 40 + 1, fresh: false, engine: null, createdMs: 1000 },
      ...{ open: 2, paused: false, deletedMs: null },
      ...{ state: 'queued', startedMs: null, finishedMs: null, error: null, fraction: 0.25 },
    });
    expect(jobsOfRun(db, 'run').map(job => [job.id, job.replicate, job.state, job.fraction])).toEqual([
      ['a', null, 'queued', 0.5],
      ['b', 2, 'queued', 0],
    ]);
  });

  it('may have every state of the state machine and no other', () => {
    const db = aStore();
    const insert = db.prepare(
      `INSERT INTO runs (id, name, recipe, seed, state, fresh, created_ms, finished_ms) VALUES (?, 'n', 'r', 1, ?, 0, 1, CASE WHEN ? IN ('succeeded', 'failed', 'cancelled') THEN 2 END)`,
    );
    for (const state of JOB_STATES) insert.run(state, state, state);
    expect(listRuns(db, 10).length).toBe(JOB_STATES.length);
    expect(() => insert.run('x', 'paused', 'paused')).toThrow(/CHECK constraint failed/);
  });

  it('move only as the state machine allows, and keep their first start', () => {
    const db = aStore();
    aRun(db);
    insertJobs(db, [aJob('a')]);
    moveJob(db, 'a', 'running', { nowMs: 10 });
    moveJob(db, 'a', 'failed', { nowMs: 20, error: { code: 'diverged', message: 'NaN' } });
    expect(getJob(db, 'a')).toMatchObject({ state: 'failed', startedMs: 10, finishedMs: 20, error: { code: 'diverged' } });
    expect(() => moveJob(db, 'a', 'running', { nowMs: 30 })).toThrow("Job a is failed and can't become running");
    moveJob(db, 'a', 'queued', { nowMs: 30 });
    expect(getJob(db, 'a')).toMatchObject({ state: 'queued', startedMs: 10, finishedMs: null, error: null });
    expect(failureOf(() => moveRun(db, 'other', 'running', { nowMs: 1 })).code).toBe('not-found');
  });

  it('that ran when the store was left are interrupted, and nothing else is', () => {
    const db = aStore();
    aRun(db);
    insertJobs(db, [aJob('a'), aJob('b', { position: 1 })]);
    moveRun(db, 'run', 'running', { nowMs: 5 });
    moveJob(db, 'a', 'running', { nowMs: 5 });
    expect(markOrphansInterrupted(db)).toEqual({ jobs: 1, runs: 1 });
    expect(jobsOfRun(db, 'run').map(job => job.state)).toEqual(['interrupted', 'queued']);
    expect(getRun(db, 'run')?.state).toBe('interrupted');
  });

  it('are found again by key: the newest that has its result still', () => {
    const db = aStore();
    succeeded(db, 'old', 'k', { nowMs: 10, entityId: 'm1' });
    insertModel(db, { id: 'm1', name: 'net', replicate: null, jobId: 'old', output: modelOutput(hash('1')), createdMs: 10 });
    succeeded(db, 'new', 'k', { nowMs: 20, entityId: 'm2' });
    insertModel(db, { id: 'm2', name: 'net', replicate: null, jobId: 'new', output: modelOutput(hash('2')), createdMs: 20 });
    succeeded(db, 'reused', 'k', { nowMs: 30, entityId: 'm2', reused: true });
    expect(findSucceeded(db, 'k')?.id).toBe('reused');
    deleteModel(db, 'm2', 40);
    expect(findSucceeded(db, 'k')?.id).toBe('old');
    expect(findSucceeded(db, 'other')).toBeNull();
    expect(succeededJobs(db, 'train', 2).map(job => job.id)).toEqual(['reused', 'new']);
  });
});

describe('metrics', () => {
  it('keep NaN and both infinities', () => {
    const db = aStore();
    const values = [1.5, NaN, Infinity, -Infinity, 5e-324, Number.MAX_VALUE];
    appendMetrics(
      db,
      'k',
      values.map((value, step) => ({ name: 'loss', step, value })),
    );
    expect(seriesOf(db, 'k', { maxPoints: 100 })).toEqual([{ name: 'loss', steps: [0, 1, 2, 3, 4, 5], values }]);
  });

  it('count a repeated step once, and stay apart by key', () => {
    const db = aStore();
    appendMetrics(db, 'k', [
      { name: 'loss', step: 1, value: 3 },
      { name: 'loss', step: 1, value: 2 },
    ]);
    appendMetrics(db, 'k', [{ name: 'loss', step: 1, value: 1 }]);
    appendMetrics(db, 'other', [{ name: 'loss', step: 1, value: 9 }]);
    deleteMetrics(db, 'other');
    expect(seriesOf(db, 'k', { maxPoints: 100 })).toEqual([{ name: 'loss', steps: [1], values: [1] }]);
    expect(seriesOf(db, 'other', { maxPoints: 100 })).toEqual([]);
  });
});

describe('checkpoints', () => {
  const checkpoint = (seq: number): { key: string; seq: number; folder: string; bytes: number } => ({
    key: 'k',
    seq,
    folder: `k/${seq}-x`,
    bytes: 10,
  });

  it('are the last two, and name the folders that are needed no more', () => {
    const db = aStore();
    expect([1, 2, 3, 4].map(seq => recordCheckpoint(db, checkpoint(seq), [], seq))).toEqual([[], [], ['k/1-x'], ['k/2-x']]);
    expect(checkpointsOf(db, 'k').map(row => row.seq)).toEqual([4, 3]);
    expect(latestCheckpoint(db, 'k')).toEqual({ ...checkpoint(4), createdMs: 4 });
    expect(deleteCheckpoints(db, 'k').toSorted()).toEqual(['k/3-x', 'k/4-x']);
    expect(latestCheckpoint(db, 'k')).toBeNull();
  });

  it('come with their metrics or not at all', () => {
    const db = aStore();
    recordCheckpoint(db, checkpoint(1), [{ name: 'loss', step: 1, value: 1 }], 1);
    const broken = [
      { name: 'loss', step: 2, value: 2 },
      { name: null as unknown as string, step: 2, value: 2 },
    ];
    expect(() => recordCheckpoint(db, checkpoint(2), broken, 2)).toThrow(/NOT NULL/);
    expect(latestCheckpoint(db, 'k')?.seq).toBe(1);
    expect(seriesOf(db, 'k', { maxPoints: 10 })[0]?.steps).toEqual([1]);
  });
});

describe('models, data sets and their files', () => {
  it('are found by id, or by name with the replicates of the newest run', () => {
    const db = aStore();
    for (const run of ['1', '2']) {
      aRun(db, run);
      insertJobs(
        db,
        [0, 1].map(replicate => aJob(`${run}${replicate}`, { runId: run, replicate, position: replicate })),
      );
      for (const replicate of [1, 0]) {
        insertModel(db, {
          id: `m${run}${replicate}`,
          name: 'net',
          replicate,
          jobId: `${run}${replicate}`,
          output: modelOutput(hash('1')),
          createdMs: Number(run),
        });
      }
    }
    expect(findModels(db, 'm10').map(model => model.id)).toEqual(['m10']);
    expect(findModels(db, 'net').map(model => model.id)).toEqual(['m20', 'm21']);
    expect(findModels(db, 'nothing')).toEqual([]);
    expect(getModel(db, 'm10')).toMatchObject({ kind: 'train', runId: '1', output: modelOutput(hash('1')) });
    expect([deleteModel(db, 'm20', 9), deleteModel(db, 'm20', 9)]).toEqual([true, false]);
    expect(listModels(db).map(model => model.id)).toEqual(['m21', 'm11', 'm10']);
  });

  it('a data set is meant by its id before any that has the id as its name', () => {
    const db = aStore();
    aRun(db);
    insertJobs(db, [aJob('a'), aJob('b', { position: 1 })]);
    insertDataset(db, { id: 'd1', name: 'digits', jobId: 'a', output: dataOutput(hash('a')), createdMs: 1 });
    insertDataset(db, { id: 'd2', name: 'd1', jobId: 'b', output: dataOutput(hash('b')), createdMs: 2 });
    expect(findDataset(db, 'd1')?.id).toBe('d1');
    expect(findDataset(db, 'digits')?.id).toBe('d1');
    expect(listDatasets(db).map(dataset => dataset.id)).toEqual(['d2', 'd1']);
  });

  it('keep a file as long as one of them refers to it', () => {
    const db = aStore();
    const files = [
      { hash: hash('1'), bytes: 3 },
      { hash: hash('2'), bytes: 4 },
    ];
    referenceArtifacts(db, { kind: 'job', id: 'a' }, files, 1);
    referenceArtifacts(db, { kind: 'model', id: 'm' }, files.slice(1), 1);
    moveReferences(db, { kind: 'job', id: 'a' }, { kind: 'dataset', id: 'd' });
    expect(referencedArtifacts(db)).toEqual(files);
    db.prepare(`DELETE FROM artifact_references WHERE owner_kind = 'dataset'`).run();
    expect(forgetUnreferenced(db)).toEqual([hash('1')]);
    expect(referencedArtifacts(db)).toEqual(files.slice(1));
  });

  it('are named at any depth of an output', () => {
    expect(
      artifactsIn({ ...modelOutput(hash('1'), hash('2')), more: [{ deep: { hash: hash('3'), bytes: 1 } }] }).map(file => file.hash),
    ).toEqual([hash('1'), hash('2'), hash('3')]);
    expect(artifactsIn({ hash: 'short', bytes: 1 })).toEqual([]);
    // A file that hangs on another one.
    const inputs = { hash: hash('5'), bytes: 1 };
    expect(artifactsIn({ data: { hash: hash('4'), bytes: 1, inputs } }).map(file => file.hash)).toEqual([hash('4'), hash('5')]);
  });

  it('count one look at test data a job', () => {
    const db = aStore();
    aRun(db);
    insertJobs(db, [aJob('a'), aJob('b', { position: 1 })]);
    for (const [job, at] of [
      ['a', 1],
      ['a', 2],
      ['b', 3],
    ] as const)
      addTestLook(db, hash('a'), job, at);
    expect([countTestLooks(db, hash('a')), countTestLooks(db, hash('b'))]).toEqual([2, 0]);
  });
});

describe('a database', () => {
  it('tells of statements that take long, and of no others', () => {
    const slow: string[] = [];
    const db = openDatabase(join(temporaryFolder(), 'a.db'), { onSlow: (sql, ms) => void slow.push(`${sql} ${ms > 20}`) });
    onTestFinished(() => void db.close());
    db.prepare('SELECT 1').get();
    const count = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT count(*) FROM n';
    db.prepare(count).pluck().get();
    expect(slow).toEqual([`${count} true`]);
  });

  it('can be read while another connection writes', () => {
    const path = join(temporaryFolder(), 'espalier.db');
    const db = aStore(path);
    aRun(db);
    const reader = openReadableDatabase(path);
    onTestFinished(() => void reader.close());
    db.exec('BEGIN IMMEDIATE');
    moveRun(db, 'run', 'running', { nowMs: 1 });
    expect(getRun(reader, 'run')?.state).toBe('queued');
    db.exec('COMMIT');
    expect(getRun(reader, 'run')?.state).toBe('running');
    expect(() => moveRun(reader as WritableDb, 'run', 'failed', { nowMs: 1 })).toThrow(/readonly/);
  });
});
