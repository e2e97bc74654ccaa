import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FusionReport } from '../../src-shared/domain/fusion-report.ts';
import type { SerialReport } from '../../src-shared/domain/serial-fusion.ts';
import { cli, recipeFile, resultOf, SMALL_STEPS, startCli } from '../support/cli.ts';
import { childrenOf, logsOf, training } from '../support/killing.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const { digits, dense } = SMALL_STEPS;
const weak = { ...dense, model: { preset: 'mlp', hidden: [4] }, epochs: 1 };
const splits = { train: 1000, validation: 300, test: 300, seed: 3 };
const some = (...onlyClasses: string[]) => ({ do: 'import-data', source: 'builtin:mnist', onlyClasses, splits });
const low = some('0', '1', '2', '3', '4');
const high = some('5', '6', '7', '8', '9');
/** Formats of TensorFlow's operations, which compare, and choose by it. */
const GRAPHS = ['saved-model', 'tflite', 'tfjs-graph'];
const stage = { preset: 'mlp', hidden: [8] };

describe('members in a row', { timeout: 4 * MINUTES }, () => {
  it('make models like any other: judged, compared, fused again, exported', async () => {
    const folder = temporaryFolder();
    const recipe = recipeFile(folder, {
      ...{ digits, dense, weak, low, high },
      lowDigits: { ...dense, data: 'low' },
      highDigits: { ...dense, data: 'high' },
      quick: { do: 'fuse', members: ['weak', 'dense'], method: { kind: 'cascade', confidence: 'margin', target: { accuracyLoss: 0.01 } } },
      series: { do: 'fuse', members: ['lowDigits', 'highDigits'], method: { kind: 'chain', labels: 'byName' }, data: 'digits', epochs: 2 },
      routed: { do: 'fuse', members: ['weak', 'lowDigits', 'highDigits'], method: { kind: 'specialists' }, data: 'digits' },
      boosted: { do: 'fuse', data: 'digits', stage, method: { kind: 'boosting', stages: 3 }, epochs: 2 },
      team: { do: 'fuse', members: ['quick', 'boosted'] },
      verdict: { do: 'compare', models: ['weak', 'dense', 'quick', 'series', 'routed', 'boosted', 'team'], split: 'validation' },
      ranked: { do: 'fuse', members: ['weak', 'dense'], method: { kind: 'rank-average' } },
      conditional: { do: 'export', model: 'quick', formats: ['onnx', ...GRAPHS] },
      routes: { do: 'export', model: 'routed', formats: ['onnx', ...GRAPHS] },
      places: { do: 'export', model: 'ranked', formats: ['onnx', ...GRAPHS] },
      plain: { do: 'export', model: 'series', formats: ['onnx', 'keras', 'keras-h5', 'tfjs'] },
      keras: { do: 'export', model: 'quick', formats: ['keras'] },
    });
    const done = await cli('run', recipe, '--workspace', join(folder, 'ws'), '--json');
    const { steps } = resultOf(done);
    const fusionOf = (step: string): FusionReport => steps[step]?.output.summary.fusion;
    const serialOf = <K extends SerialReport['kind']>(step: string, kind: K): Extract<SerialReport, { kind: K }> => {
      expect(fusionOf(step).serial?.kind).toBe(kind);
      return fusionOf(step).serial as Extract<SerialReport, { kind: K }>;
    };
    const models = steps['verdict']?.output.report.models as { name: string; evaluation: { metrics: { error: { value: number } } } }[];
    const errorOf = (name: string): number => models.find(model => model.name === name)?.evaluation.metrics.error.value ?? NaN;

    const quick = serialOf('quick', 'cascade');
    const point = quick.curve[quick.chosen]!;
    expect(1 - point.accuracy).toBeCloseTo(errorOf('quick'), 9);
    expect(errorOf('quick')).toBeLessThanOrEqual(errorOf('dense') + 0.01 + 1e-9);
    expect(point.exits[0]! + point.exits[1]!).toBeCloseTo(1, 9);
    expect(fusionOf('quick').fittedOn).toEqual({ split: 'validation', items: 500 });
    expect(quick.latency).toHaveLength(3);

    expect(serialOf('series', 'chain').labels[0]?.unknown).toEqual(['5', '6', '7', '8', '9']);
    expect(errorOf('series')).toBeLessThan(0.35);
    expect(fusionOf('series').warnings.join()).toMatch(/'lowDigits', 'highDigits' saw the validation items can't be told/);
    const routed = serialOf('routed', 'specialists');
    expect(routed.kept).toBe(0);
    expect(routed.judged?.figures['error']).toBeCloseTo(errorOf('routed'), 9);
    const boosted = serialOf('boosted', 'boosting');
    expect(boosted.curve[boosted.kept - 1]?.validation?.accuracy).toBeCloseTo(1 - errorOf('boosted'), 6);

    for (const step of ['conditional', 'routes', 'places', 'plain']) {
      expect(steps[step]?.error).toBeUndefined();
      for (const { verification } of steps[step]?.output.files) expect(verification.disagreements).toBe(0);
    }
    expect(steps['keras']?.error?.message).toMatch(/can't be written as Keras: it takes each item’s answer by a comparison/);
  });

  it('say why they can not be put in a row', async () => {
    const folder = temporaryFolder();
    const fuse = (members: readonly string[], method: object, more: object = {}) => ({ do: 'fuse', members, method, ...more });
    const table = { labels: { table: { lowDigits: { '7': '0' } } } };
    const recipe = recipeFile(folder, {
      ...{ digits, dense: { ...dense, epochs: 1 }, weak, low },
      lowDigits: { ...weak, data: 'low' },
      unknown: some('0', 'O'),
      backwards: fuse(['dense', 'weak'], { kind: 'cascade' }),
      dear: fuse(['weak', 'dense'], { kind: 'cascade', target: { cost: 0.01 } }),
      other: fuse(['lowDigits', 'dense'], { kind: 'cascade' }, { data: 'digits' }),
      alone: fuse(['dense'], { kind: 'chain' }),
      mislabelled: fuse(['lowDigits', 'dense'], { kind: 'chain', ...table }, { data: 'digits' }),
      double: fuse(['dense', 'lowDigits', 'weak'], { kind: 'specialists' }),
      stageless: { do: 'fuse', data: 'digits', method: { kind: 'boosting' } },
    });
    const done = await cli('run', recipe, '--workspace', join(folder, 'ws'), '--json');
    const { steps } = resultOf(done);
    const messageOf = (step: string): string => `${steps[step]?.state}: ${steps[step]?.error?.message}`;
    expect(messageOf('unknown')).toMatch(/^failed: A class of the data is required, got 'O'/);
    expect(messageOf('backwards')).toMatch(/^failed: Every stage must cost less than the last, but 'dense' costs/);
    expect(messageOf('dear')).toMatch(/^failed: A cost of at least [\d.]+ is required/);
    expect(messageOf('other')).toMatch(/^failed: Members with the same classes are required/);
    expect(messageOf('alone')).toMatch(/^failed: A chain needs at least two members, got 1/);
    expect(messageOf('mislabelled')).toMatch(/^failed: The member must have a class '7'/);
    expect(messageOf('double')).toMatch(/^failed: Each class may have one specialist, but 'lowDigits' and 'weak' both know '0'/);
    expect(messageOf('stageless')).toMatch(/^failed: The network of a stage is required for boosting/);
  });

  it('that are killed within a stage of a boosting end with the same bits when they are run again', async () => {
    const folder = temporaryFolder();
    const boosted = { do: 'fuse', data: 'digits', stage, method: { kind: 'boosting', stages: 3 }, epochs: 4, batchSize: 10 };
    const recipe = recipeFile(folder, { digits, boosted });
    const begin = (workspace: string) =>
      startCli(['run', recipe, '--workspace', join(folder, workspace), '--json'], { ESPALIER_CHECKPOINT_MS: '150' });
    const first = begin('killed');
    await first.line(training('boosted', 0.5));
    childrenOf(first.child.pid).forEach(pid => process.kill(pid, 'SIGKILL'));
    expect((await first.ended).code).toBe(1);
    const outputs = [await begin('killed').ended, await begin('undisturbed').ended].map(done => resultOf(done).steps['boosted']?.output);
    expect(outputs[0].file.hash).toBe(outputs[1].file.hash);
    expect(logsOf(join(folder, 'killed'))).toContain('Going on from the last checkpoint');
  });
});
