import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, recipeFile, resultOf, SMALL_STEPS, startCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;

describe('a recipe', { timeout: 3 * MINUTES }, () => {
  it('runs from data to verified files, and the last line says everything', async () => {
    const folder = temporaryFolder();
    const recipe = recipeFile(folder, {
      ...SMALL_STEPS,
      verdict: { do: 'compare', models: ['dense', 'lean'] },
      files: { do: 'export', model: 'lean', formats: ['onnx', 'keras', 'tfjs'] },
    });
    const done = await cli('run', recipe, '--workspace', join(folder, 'ws'), '--json');
    expect(done.error).toBe('');
    expect(done.code).toBe(0);
    const { steps } = resultOf(done);
    const { lean, verdict, files } = steps;
    expect(lean?.output.summary.sparsity.layers).toEqual({ fc1: expect.closeTo(0.8, 3), fc2: expect.closeTo(0.5, 3) });
    const [dense, pruned] = verdict?.output.report.models;
    expect(dense.evaluation.metrics.error.value).toBeLessThan(0.2);
    expect(pruned.size.nonZeros).toBe(Math.round(0.2 * 784 * 32) + 32 + Math.round(0.5 * 320) + 10);
    expect(pruned.size.compressedBytes).toBeLessThan(0.5 * dense.size.compressedBytes);
    expect(verdict?.output.report.testLooks).toBe(1);
    for (const file of files?.output.files) {
      expect(existsSync(file.path)).toBe(true);
      expect(file.verification).toMatchObject({ items: 500, disagreements: 0 });
      expect(file.verification.maxDifference).toBeLessThan(1e-5);
    }
    expect(files?.output.files.map((file: { format: string }) => file.format)).toEqual(['onnx', 'keras', 'tfjs', 'tfjs']);
  });

  it('does not compute the same step twice, whatever it is called, and again when told to', async () => {
    const folder = temporaryFolder();
    const workspace = ['--workspace', join(folder, 'ws'), '--json'];
    const { digits, dense } = SMALL_STEPS;
    const first = resultOf(await cli('run', recipeFile(folder, { digits, dense }), ...workspace));
    const renamed = { data: digits, net: { ...dense, data: 'data' }, more: { ...dense, data: 'data', epochs: 1 } };
    const second = resultOf(await cli('run', recipeFile(folder, renamed, 'renamed'), ...workspace));
    expect([second.steps['data']?.reused, second.steps['net']?.reused, second.steps['more']?.reused]).toEqual([true, true, false]);
    expect(second.steps['net']?.id).toBe(first.steps['dense']?.id);
    const fresh = resultOf(await cli('run', recipeFile(folder, { digits, dense }), ...workspace, '--fresh'));
    expect(fresh.steps['dense']?.reused).toBe(false);
    expect(fresh.steps['dense']?.output.file.hash).toBe(first.steps['dense']?.output.file.hash);
  });

  it('runs replicates of derived seeds, and everything that reads them member by member', async () => {
    const folder = temporaryFolder();
    const workspace = ['--workspace', join(folder, 'ws'), '--json'];
    const { digits, dense, lean } = SMALL_STEPS;
    const steps = {
      digits,
      dense: { ...dense, repeat: 2 },
      lean,
      verdict: { do: 'compare', models: ['dense', 'lean'], split: 'validation' },
    };
    const { steps: done } = resultOf(await cli('run', recipeFile(folder, steps), ...workspace));
    const hashes = [...(done['dense']?.replicates ?? []), ...(done['lean']?.replicates ?? [])].map(member => member.output.file.hash);
    expect(new Set(hashes).size).toBe(4);
    const { report } = done['verdict']?.output;
    expect(report.groups.map((group: { name: string }) => group.name)).toEqual(['dense', 'lean']);
    const errors = report.models
      .slice(0, 2)
      .map((model: { evaluation: { metrics: { error: { value: number } } } }) => model.evaluation.metrics.error.value);
    expect(report.groups[0].metrics.error).toMatchObject({ value: expect.closeTo((errors[0] + errors[1]) / 2, 12), over: 'seeds' });
    // The first replicate has the recipe's own seed: one run alone finds it done.
    const alone = resultOf(await cli('run', recipeFile(folder, { digits, dense }, 'alone'), ...workspace));
    expect(alone.steps['dense']?.reused).toBe(true);
  });

  it('goes on past a failed step wherever that is possible, and says what was not run', async () => {
    const folder = temporaryFolder();
    const { digits, dense, lean } = SMALL_STEPS;
    const steps = { digits, wide: { ...dense, batchSize: 5000 }, lean: { ...lean, model: 'wide' }, dense: { ...dense, epochs: 1 } };
    const done = await cli('run', recipeFile(folder, steps), '--workspace', join(folder, 'ws'), '--json');
    const { steps: results, state } = resultOf(done);
    expect([done.code, state]).toEqual([1, 'failed']);
    expect(results['wide']?.error).toMatchObject({ code: 'invalid-input', message: expect.stringMatching(/5000.*2000/) });
    expect(results['lean']).toMatchObject({ state: 'cancelled', error: { message: "Not run: it needs 'wide', which failed" } });
    expect(results['dense']?.state).toBe('succeeded');
  });

  it('fails as diverged when the loss is no number any more, and keeps the curve', async () => {
    const folder = temporaryFolder();
    const { digits, dense } = SMALL_STEPS;
    const wild = {
      ...dense,
      optimizer: { kind: 'sgd', learningRate: 10, momentum: 0.99 },
      model: { preset: 'mlp', hidden: [32, 32, 32], activation: 'linear' },
    };
    const workspace = join(folder, 'ws');
    const done = await cli(
      'run',
      recipeFile(folder, { digits, wild: { ...wild, loss: { kind: 'mse' } } }),
      '--workspace',
      workspace,
      '--json',
    );
    expect(resultOf(done).steps['wild']?.error?.code).toBe('invalid-input');
    const diverged = await cli('run', recipeFile(folder, { digits, wild }), '--workspace', workspace, '--json');
    expect(diverged.code).toBe(1);
    expect(resultOf(diverged).steps['wild']?.error).toMatchObject({ code: 'diverged', message: expect.stringMatching(/NaN|Infinity/) });
  });

  it('reads a table from where the recipe lies, and names what is wrong with it', async () => {
    const folder = temporaryFolder();
    const rows = Array.from({ length: 300 }, (_, i) => `${i % 7},${(i * 37) % 11},${i % 3 === 0 ? 'a' : 'b'},${i % 7 > 3 ? 'yes' : 'no'}`);
    writeFileSync(join(folder, 'churn.csv'), ['x,y,kind,churned', ...rows].join('\n'));
    const net = { do: 'train', data: 'churn', model: { layers: [{ dense: 8 }, 'relu', { dense: 2 }] }, epochs: 40, batchSize: 20 };
    const steps = {
      churn: { do: 'import-data', source: 'churn.csv', label: 'churned' },
      net,
      verdict: { do: 'evaluate', model: 'net', split: 'test' },
    };
    const done = await cli('run', recipeFile(folder, steps), '--workspace', join(folder, 'ws'), '--json');
    expect(done.error).toBe('');
    expect(resultOf(done).steps['verdict']?.output.evaluation.metrics.accuracy.value).toBeGreaterThan(0.9);
    writeFileSync(join(folder, 'ragged.csv'), 'x,churned\n1,yes\n2\n');
    const ragged = await cli(
      'data',
      'import',
      join(folder, 'ragged.csv'),
      '--set',
      'label=churned',
      '--workspace',
      join(folder, 'ws'),
      '--json',
    );
    expect(ragged.code).toBe(1);
    expect(resultOf(ragged).steps['ragged']?.error?.message).toMatch(/line 3/);
  });
});

describe('the command line', { timeout: MINUTES }, () => {
  it('answers a wrong recipe with exit code 2, the place and the way out, and touches nothing', async () => {
    const folder = temporaryFolder();
    const recipe = recipeFile(folder, { ...SMALL_STEPS, dense: { ...SMALL_STEPS.dense, epoch: 3 } });
    const refused = await cli('run', recipe, '--workspace', join(folder, 'ws'), '--json');
    expect(refused.code).toBe(2);
    const error = JSON.parse(refused.error) as { code: string; path: string; message: string };
    expect(error).toMatchObject({ code: 'invalid-input', path: 'steps.dense.epoch' });
    expect(error.message).toContain("Did you mean 'epochs'?");
  });

  it.each([
    ['a file that is not there', ['run', 'nothing.yaml']],
    ['a folder', ['run', '.']],
    ['an unknown command', ['dance']],
    ['an unknown run', ['runs', 'resume', 'r1']],
    ['an unknown model', ['compare', 'nobody']],
  ])('answers %s with exit code 2', async (_what, args) => {
    const folder = temporaryFolder();
    expect((await cli(...args, ...(args[0] === 'dance' ? [] : ['--workspace', join(folder, 'ws')]))).code).toBe(2);
  });

  it('names who holds the workspace to the second opener', async () => {
    const folder = temporaryFolder();
    const workspace = join(folder, 'ws');
    const holder = startCli(['serve', '--workspace', workspace, '--json']);
    await holder.line(line => line['type'] === 'serving');
    const second = await cli('run', recipeFile(folder, SMALL_STEPS), '--workspace', workspace);
    expect([second.code, second.error]).toEqual([3, expect.stringMatching(/workspace-locked: .*espalier serve/)]);
    expect((await cli('runs', 'list', '--workspace', workspace)).code).toBe(0);
    holder.child.kill('SIGINT');
    await holder.ended;
  });

  it('prints the schema and the catalog that recipes are checked by', async () => {
    const schema = JSON.parse((await cli('schema')).out) as { properties: { steps: object } };
    expect(JSON.stringify(schema.properties.steps)).toContain('"const":"cosine"');
    const catalog = JSON.parse((await cli('catalog', '--json')).out) as { algorithms: Record<string, { id: string; source: string }[]> };
    expect(catalog.algorithms['optimizer']?.map(entry => entry.id)).toEqual(['adam', 'adamw', 'sgd', 'rmsprop']);
    for (const entries of Object.values(catalog.algorithms)) for (const entry of entries) expect(entry.source).not.toBe('');
  });

  it('lists and shows what a run left', async () => {
    const folder = temporaryFolder();
    const workspace = ['--workspace', join(folder, 'ws'), '--json'];
    const { digits, dense } = SMALL_STEPS;
    const { runId } = resultOf(await cli('run', recipeFile(folder, { digits, dense }), ...workspace));
    const models = JSON.parse((await cli('models', 'list', ...workspace)).out) as { name: string }[];
    expect(models.map(model => model.name)).toEqual(['dense']);
    const shown = JSON.parse((await cli('models', 'show', 'dense', ...workspace)).out) as {
      layers: { name: string; parameters: number }[];
    };
    expect(shown.layers.filter(layer => layer.parameters > 0).map(layer => [layer.name, layer.parameters])).toEqual([
      ['fc1', 25_120],
      ['fc2', 330],
    ]);
    const run = JSON.parse((await cli('runs', 'show', runId, ...workspace)).out) as { run: { state: string }; recipe: string };
    expect([run.run.state, run.recipe]).toEqual(['succeeded', readFileSync(join(folder, 'small.json'), 'utf8')]);
    const exported = resultOf(
      await cli('models', 'export', 'dense', '--formats', 'onnx', '--directory', join(folder, 'out'), ...workspace),
    );
    expect(exported.steps['files']?.output.files[0].path).toBe(join(folder, 'out', 'onnx', 'dense.onnx'));
    expect((await cli('models', 'delete', 'dense', ...workspace)).code).toBe(0);
    expect((await cli('models', 'show', 'dense', ...workspace)).code).toBe(2);
  });
});
