import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createArtifactFiles } from '../../src-main/platform/artifact-files.ts';
import { createCatalog } from '../../src-main/services/catalog.ts';
import { createEventHub } from '../../src-main/services/event-hub.ts';
import { lineage } from '../../src-main/services/lineage.ts';
import { modelUses } from '../../src-main/services/model-evaluations.ts';
import { deleteModelView, labelModels, modelViews, saveModelView } from '../../src-main/services/model-labels.ts';
import { deleteModels, dependentsOf, restoreModels } from '../../src-main/services/model-removal.ts';
import { weightHistograms } from '../../src-main/services/model-weights.ts';
import { modelDetail, modelRows } from '../../src-main/services/models.ts';
import { rerunFrom } from '../../src-main/services/rerun.ts';
import { storedOutputs } from '../../src-main/services/stored-outputs.ts';
import { openDatabase } from '../../src-main/stores/database.ts';
import { ownersOf } from '../../src-main/stores/artifact-store.ts';
import { finishJob, insertJobs, moveJob, setJobInput } from '../../src-main/stores/job-store.ts';
import { migrate } from '../../src-main/stores/migrate.ts';
import { migrations } from '../../src-main/stores/migrations/index.ts';
import { insertModel, listModels } from '../../src-main/stores/model-store.ts';
import { openWorkspace } from '../../src-main/stores/open-workspace.ts';
import { insertRun } from '../../src-main/stores/run-store.ts';
import type { StepOutput } from '../../src-shared/domain/step-output.ts';
import { cli } from '../support/cli.ts';
import { failureOf } from '../support/failure-of.ts';
import { makeLargeWorkspace } from '../support/large-workspace.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { aJob, aRun, hash, HOLDER, modelOutput } from '../support/store-rows.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Three trained models on one data set: `model-0000` by the step `net-16-0`, and so on. */
async function aWorkspace() {
  const folder = temporaryFolder();
  const facts = await makeLargeWorkspace(folder, { runs: 3, metrics: 1, points: 3 });
  const { db, paths, close } = openWorkspace(folder, HOLDER);
  onTestFinished(close);
  const artifacts = createArtifactFiles(paths.artifacts);
  const news: string[] = [];
  const events = createEventHub(thrown => {
    throw thrown;
  });
  events.subscribe(each => void (each.type === 'run-changed' && news.push(each.runId)));
  const context = { db, events, nowMs: () => 5000, hasArtifact: artifacts.has, catalog: createCatalog() };
  return { ...facts, db, context, news, artifacts };
}

type Space = Awaited<ReturnType<typeof aWorkspace>>;

/** A finished job in a run of its own (or the given one) that read the models. */
function aReader({ db }: Pick<Space, 'db'>, id: string, output: StepOutput, modelIds: readonly string[]): void {
  aRun(db, `run-${id}`, 9000);
  insertJobs(db, [aJob(id, { runId: `run-${id}`, step: id, kind: output.kind === 'files' ? 'export' : 'compare' })]);
  const read = modelIds.map(modelId => ({ name: 'net', replicate: null, id: modelId, output: modelOutput(hash('1')) }));
  setJobInput(db, id, `key-${id}`, { name: id, values: {}, inputs: { models: read }, seed: 1, facts: {} });
  moveJob(db, id, 'running', { nowMs: 9000 });
  finishJob(db, id, { nowMs: 9500, output, entityId: null, reused: false });
}

const files: StepOutput = {
  kind: 'files',
  directory: '/out',
  files: [
    {
      ...{ format: 'onnx', path: '/out/net.onnx', bytes: 12, sha256: hash('e') },
      verification: { runtime: 'onnxruntime', items: 10, maxDifference: 1e-7, tolerance: 1e-5, disagreements: 0 },
    },
  ],
};

describe('the labels of models', () => {
  it('are kept, shown in the list, and told to whoever looks', async () => {
    const { db, context, news } = await aWorkspace();
    labelModels(context, {
      models: ['model-0001'],
      name: ' Grüße 🌳 ',
      note: 'the one for the board',
      starred: true,
      addTags: ['board', 'a'],
    });
    labelModels(context, { models: ['Grüße 🌳'], addTags: ['b', 'a'], removeTags: ['board'] });
    const [, named, other] = modelRows(db);
    expect(named).toMatchObject({
      ...{ id: 'model-0001', name: 'Grüße 🌳', givenName: 'Grüße 🌳', step: 'net-32-0', note: 'the one for the board', starred: true },
      ...{ tags: ['a', 'b'], runName: 'sweep 2', dataName: 'digits' },
    });
    expect(other).toMatchObject({ name: 'net-16-0', givenName: null, note: '', starred: false, tags: [] });
    expect(news).toEqual(['run-0001', 'run-0001']);
    labelModels(context, { models: ['model-0001'], name: '', starred: false });
    expect(modelRows(db)[1]).toMatchObject({ name: 'net-32-0', starred: false, note: 'the one for the board' });
  });

  it('leave every name with one meaning for recipes', async () => {
    const { db, context } = await aWorkspace();
    labelModels(context, { models: ['model-0000'], name: 'best' });
    const refused = (model: string, name: string) => failureOf(() => labelModels(context, { models: [model], name }));
    expect(refused('model-0001', 'best').message).toMatch(/^The name 'best' belongs to another model \(model-0000\)/);
    expect(refused('model-0001', 'net-16-0').message).toMatch(/belongs to the models of a step/);
    expect(refused('model-0001', 'model-0002').code).toBe('invalid-input');
    expect(refused('model-0001', 'a\nb').path).toBe('name');
    expect(refused('model-0001', 'x'.repeat(81)).message).toMatch(/got 81/);
    expect(storedOutputs(db, 'model', 'best').map(({ id, name, replicate }) => [id, name, replicate])).toEqual([
      ['model-0000', 'best', null],
    ]);
    // The step's name still means its newest model, also the renamed one.
    expect(storedOutputs(db, 'model', 'net-16-0').map(({ id }) => id)).toEqual(['model-0000']);
    // A step of that name in a later run takes the given name's meaning from nobody.
    aRun(db, 'later', 99_000);
    insertJobs(db, [aJob('later-job', { runId: 'later', step: 'best' })]);
    insertModel(db, {
      id: 'later-model',
      name: 'best',
      replicate: null,
      jobId: 'later-job',
      output: modelOutput(hash('7')),
      createdMs: 99_000,
    });
    expect(storedOutputs(db, 'model', 'best').map(({ id }) => id)).toEqual(['model-0000']);
  });

  it('are all or none', async () => {
    const { db, context, news } = await aWorkspace();
    expect(failureOf(() => labelModels(context, { models: ['model-0000', 'nobody'], starred: true })).code).toBe('not-found');
    expect(failureOf(() => labelModels(context, { models: ['model-0000', 'model-0001'], name: 'two' })).message).toMatch(
      /one model, not to 2/,
    );
    const many = Array.from({ length: 21 }, (_, i) => `t${i}`);
    expect(failureOf(() => labelModels(context, { models: ['model-0000'], addTags: many })).path).toBe('tags');
    expect(failureOf(() => labelModels(context, { models: ['model-0000'], addTags: ['a,b'] })).path).toBe('tags');
    expect(modelRows(db).filter(row => row.starred || row.tags.length > 0)).toEqual([]);
    expect(news).toEqual([]);
  });
});

describe('deleted models', () => {
  it('say before what depends on them', async () => {
    const space = await aWorkspace();
    aReader(space, 'files', files, ['model-0000']);
    aReader(space, 'verdict', { kind: 'report', report: { models: [] } as never }, ['model-0000', 'model-0001']);
    insertRun(space.db, { id: 'open', name: 'open', recipe: 'model:model-0000', seed: 1, fresh: false, engine: null, createdMs: 1 });
    insertJobs(space.db, [aJob('open-job', { runId: 'open' })]);
    expect(dependentsOf(space.db, ['model-0000'])).toEqual({
      models: [],
      reports: [{ jobId: 'verdict', runId: 'run-verdict', name: 'verdict' }],
      files: ['/out/net.onnx'],
      older: [],
      openRuns: [{ id: 'open', name: 'open' }],
    });
    expect(dependentsOf(space.db, ['model-0002'])).toEqual({ models: [], reports: [], files: [], openRuns: [], older: [] });
  });

  it('come back as they were, with their file', async () => {
    const { db, context, news } = await aWorkspace();
    labelModels(context, { models: ['model-0000'], name: 'best', addTags: ['a'] });
    const before = modelRows(db);
    const { hash: file } = before[2]!.output.file;
    deleteModels(context, ['best']);
    expect(modelRows(db).map(row => row.id)).toEqual(['model-0002', 'model-0001']);
    expect(ownersOf(db, file)).toEqual([]);
    await restoreModels(context, ['model-0000']);
    expect(modelRows(db)).toEqual(before);
    expect(ownersOf(db, file)).toEqual([{ kind: 'model', id: 'model-0000' }]);
    expect(await restoreModels(context, ['model-0000'])).toEqual([]);
    expect(news).toEqual(['run-0000', 'run-0000', 'run-0000']);
  });

  it('stay away when their name or their file is gone', async () => {
    const { context } = await aWorkspace();
    labelModels(context, { models: ['model-0000'], name: 'best' });
    deleteModels(context, ['model-0000']);
    labelModels(context, { models: ['model-0001'], name: 'best' });
    expect(await rejectionOf(restoreModels(context, ['model-0000']))).toMatchObject({ code: 'invalid-input' });
    const cleaned = { ...context, hasArtifact: () => Promise.resolve(false) };
    expect(await rejectionOf(restoreModels(cleaned, ['model-0000']))).toMatchObject({
      code: 'not-found',
      hint: expect.stringMatching(/again/),
    });
    expect(await rejectionOf(restoreModels(context, ['nobody']))).toMatchObject({ code: 'not-found' });
  });
});

describe('what the workspace tells of a model', () => {
  it('is where it came from and where it went', async () => {
    const space = await aWorkspace();
    aReader(space, 'files', files, ['model-0001']);
    const { nodes, edges } = lineage(space.db);
    expect(nodes.map(node => node.step)).toEqual(expect.arrayContaining(['digits', 'net-16-0', 'net-32-0', 'net-64-0', 'files']));
    expect(edges.map(({ from, to, role }) => [from, to, role])).toContainEqual(['run-0001/net-32-0', 'run-files/files', 'models']);
    const edge = edges.find(each => each.to === 'run-0001/net-32-0')!;
    expect(edge).toMatchObject({ from: 'run-data/digits', role: 'data', cost: { epochs: 8 } });
    expect(edge.cost.ms).toBe(modelRows(space.db)[1]!.output.summary.trainingMs);
  });

  it('is every measure of it, and its files', async () => {
    const space = await aWorkspace();
    const evaluation = { split: 'test', items: 10, task: 'classes', metrics: {} } as const;
    const model = (modelId: string) => ({ name: 'net', modelId, replicate: null, evaluation, size: {}, latency: { p50Ms: 1 } });
    aReader(space, 'verdict', { kind: 'report', report: { models: ['model-0000', 'model-0001'].map(model) } as never }, [
      'model-0000',
      'model-0001',
    ]);
    aReader(space, 'check', { kind: 'evaluation', evaluation, testLooks: 1 }, ['model-0000']);
    aReader(space, 'files', files, ['model-0000']);
    const { evaluations, files: exported } = modelUses(space.db, 'model-0000');
    expect(evaluations.map(({ step, beside, latency }) => [step, beside, latency?.p50Ms])).toEqual([
      ['verdict', 1, 1],
      ['check', 0, undefined],
    ]);
    expect(exported).toMatchObject([{ format: 'onnx', step: 'files', runId: 'run-files' }]);
    expect(modelUses(space.db, 'model-0002')).toEqual({ evaluations: [], files: [], latencies: [] });
  });

  it('is how its weights are spread, in bins shared by those beside it', async () => {
    const { db, artifacts } = await aWorkspace();
    const [first] = await weightHistograms(db, artifacts.read, { modelIds: ['model-0000', 'model-0002'], bins: 20 });
    expect(first!.models.map(model => model.modelId)).toEqual(['model-0000', 'model-0002']);
    for (const { counts, zeros, broken, total, shape } of first!.models) {
      expect(counts.length).toBe(20);
      expect(counts.reduce((sum, count) => sum + count, zeros + broken)).toBe(total);
      expect(shape.reduce((product, size) => product * size, 1)).toBe(total);
    }
    expect(first!.models.flatMap(({ counts }) => [counts[0]! > 0, counts[19]! > 0])).toContain(true);
  });

  it('is the memory of each layer', async () => {
    const { db, artifacts } = await aWorkspace();
    const { layers, peakActivationBytes } = await modelDetail(db, 'model-0000', artifacts.read);
    expect(layers.find(layer => layer.name === 'fc1')?.activationBytes).toBe(16 * 4);
    expect(peakActivationBytes).toBe(2 * 64 * 4);
  });
});

describe('a recipe from a step on', () => {
  const RECIPE = [
    ...['espalier: 1', 'name: chain', 'seed: 1', 'steps:', '  digits: { do: import-data, source: "builtin:mnist" }'],
    '  dense: { do: train, data: digits, model: { preset: mlp, hidden: [8] }, epochs: 1 }',
    ...[
      '  lean: { do: prune, model: dense }',
      '  small: { do: prune, model: lean }',
      '  other: { do: train, data: digits, model: { preset: mlp }, epochs: 1 }',
    ],
    '  verdict: { do: compare, models: [dense, lean], split: validation }',
  ].join('\n');
  const STEPS = ['digits', 'dense', 'lean', 'small', 'other', 'verdict'];

  async function chain() {
    const space = await aWorkspace();
    insertRun(space.db, { id: 'chain', name: 'chain', recipe: RECIPE, seed: 1, fresh: false, engine: null, createdMs: 1 });
    insertJobs(space.db, STEPS.map((step, position) => aJob(`j-${step}`, { runId: 'chain', step, position }))); // prettier-ignore
    for (const [step, entityId] of [
      ['digits', space.dataId],
      ['dense', 'model-0000'],
      ['lean', 'model-0001'],
    ] as const) {
      // prettier-ignore
      moveJob(space.db, `j-${step}`, 'running', { nowMs: 1 });
      finishJob(space.db, `j-${step}`, { nowMs: 2, output: modelOutput(hash('1')), entityId, reused: true });
    }
    return space;
  }

  it('does the step and all that follows, and takes the rest from the workspace', async () => {
    const { context } = await chain();
    const { steps, recipe } = rerunFrom(context, 'j-lean');
    expect(steps).toEqual(['lean', 'small', 'verdict']);
    expect(recipe).toContain('models: [ model:model-0000, lean ]');
    expect(recipe).toContain('lean: { do: prune, model: model:model-0000 }');
  });

  it('does again what was deleted since', async () => {
    const { context } = await chain();
    deleteModels(context, ['model-0000']);
    expect(rerunFrom(context, 'j-lean').steps).toEqual(['dense', 'lean', 'small', 'verdict']);
    expect(failureOf(() => rerunFrom(context, 'nothing')).code).toBe('not-found');
  });
});

describe('views of the list', () => {
  it('are kept by name, and replaced', async () => {
    const { db, context } = await aWorkspace();
    saveModelView(context, { name: ' Small ones ', view: { sort: 'bytes' } });
    expect(saveModelView(context, { name: 'Small ones', view: { sort: 'name' } })).toEqual([
      { name: 'Small ones', view: { sort: 'name' } },
    ]);
    expect(failureOf(() => saveModelView(context, { name: ' ', view: 1 })).path).toBe('name');
    expect(failureOf(() => saveModelView(context, { name: 'x', view: 'x'.repeat(20_001) })).path).toBe('view');
    expect(deleteModelView(context, 'Small ones')).toEqual([]);
    expect(modelViews(db)).toEqual([]);
  });
});

it('a store from before labels gets them, with its models as they were', () => {
  const db = openDatabase(join(temporaryFolder(), 'espalier.db'));
  onTestFinished(() => void db.close());
  migrate(db, migrations.slice(0, 2), () => '');
  db.exec(`INSERT INTO runs (id, name, recipe, seed, state, fresh, created_ms) VALUES ('r', 'tour', '', 1, 'queued', 0, 1);
    INSERT INTO jobs (id, run_id, step, kind, position, state, seed, created_ms) VALUES ('j', 'r', 'net', 'train', 0, 'queued', 1, 1)`);
  insertModel(db, { id: 'm', name: 'net', replicate: null, jobId: 'j', output: modelOutput(hash('1')), createdMs: 1 });
  migrate(db, migrations, () => join(temporaryFolder(), 'backup.db'));
  expect(listModels(db)).toMatchObject([{ id: 'm', name: 'net', givenName: null, note: '', starred: false, tags: [], runName: 'tour' }]);
});

it('the command line names, tags, stars, deletes and takes back', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  await makeLargeWorkspace(folder, { runs: 2, metrics: 1, points: 1 });
  const models = (...args: string[]) => cli('models', ...args, '--workspace', folder);
  expect((await models('rename', 'net-16-0', 'baseline')).out).toBe('baseline (model-0000)\n');
  expect((await models('tag', 'baseline', 'board', 'small')).code).toBe(0);
  expect((await models('tag', 'baseline', 'small', '--remove')).code).toBe(0);
  expect((await models('star', 'baseline')).code).toBe(0);
  expect((await models('note', 'baseline', 'shown in May')).out).toBe('★ baseline [board] (model-0000): shown in May\n');
  expect((await models('list')).out).toMatch(/★ baseline .* board +model-0000/);
  const refused = await models('rename', 'net-32-0', 'baseline');
  expect([refused.code, refused.error]).toEqual([2, expect.stringMatching(/belongs to another model/)]);
  const opened = openWorkspace(folder, HOLDER);
  insertRun(opened.db, { id: 'open', name: 'later', recipe: 'model:model-0000', seed: 1, fresh: false, engine: null, createdMs: 1 });
  insertJobs(opened.db, [aJob('open-job', { runId: 'open' })]);
  opened.close();
  const asked = await models('delete', 'baseline');
  expect([asked.code, asked.error]).toEqual([2, expect.stringMatching(/may still read 'baseline': later[^]*--force/)]);
  expect((await models('list')).out).toMatch('baseline');
  expect((await models('delete', 'baseline', '--force')).out).toBe('Deleted baseline (model-0000)\n');
  expect((await models('list')).out).not.toMatch('baseline');
  expect((await models('restore', 'model-0000')).out).toMatch('★ baseline [board]');
});
