import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, recipeFile, resultOf, SMALL_STEPS, startCli, type RunningCli } from '../support/cli.ts';
import { childrenOf, logsOf, training } from '../support/killing.ts';
import { hasNative } from '../support/native-engine.ts';
import { registerLibrary } from '../support/register-library.ts';
import { registeredLibrary } from '../support/requirements.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
/** Often enough that there is something to go on from after a second. */
const ENVIRONMENT = { ESPALIER_CHECKPOINT_MS: '150' };
/** Epochs enough for two seconds of training on that engine. */
const ENGINES = [{ engine: 'wasm', times: 1 }, ...(hasNative ? [{ engine: 'libtensorflow', times: 4 }] : [])];
/** `pruning-kill.test.ts` kills in them. */
const NO_CONTROLS = { random: false, scratch: false, dense: false };

function stepsOf(times: number): Readonly<Record<string, unknown>> {
  return {
    digits: SMALL_STEPS.digits,
    dense: { ...SMALL_STEPS.dense, model: { preset: 'mlp', hidden: [64], dropout: 0.2 }, epochs: 6 * times, batchSize: 20 },
    lean: {
      ...SMALL_STEPS.lean,
      ...{ schedule: { kind: 'cubic', epochs: 4 * times }, fineTune: { epochs: 2 * times }, batchSize: 20, controls: NO_CONTROLS },
    },
  };
}

describe.each(ENGINES)('a run on $engine that is killed', { timeout: 6 * MINUTES }, ({ engine, times }) => {
  let undisturbed: readonly string[];

  function begin(workspace: string, folder: string): RunningCli {
    const engines = join(folder, 'engines');
    mkdirSync(engines, { recursive: true });
    if (engine === 'libtensorflow') registerLibrary(engines, { folder: registeredLibrary() ?? '' });
    const options = ['--workspace', workspace, '--engine', engine, '--json'];
    return startCli(['run', recipeFile(folder, stepsOf(times)), ...options], { ...ENVIRONMENT, ESPALIER_ENGINES: engines });
  }

  function hashesOf(done: Awaited<RunningCli['ended']>): readonly string[] {
    const { steps } = resultOf(done);
    return ['dense', 'lean'].map(step => String(steps[step]?.output.file.hash));
  }

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'espalier-undisturbed-'));
    undisturbed = hashesOf(await begin(join(folder, 'ws'), folder).ended);
    rmSync(folder, { recursive: true, force: true });
  }, 2 * MINUTES);

  it.each([
    ['its job, while training', 'job', 'dense', 0.4],
    ['its job, while pruning', 'job', 'lean', 0.5],
    ['the program, while training', 'main', 'dense', 0.5],
    ['the program and its job at once', 'both', 'lean', 0.3],
  ] as const)('(%s) ends with the same bits when it is run again', async (_what, victim, step, share) => {
    const folder = temporaryFolder();
    const workspace = join(folder, 'ws');
    const first = begin(workspace, folder);
    await first.line(training(step, share));
    const jobs = childrenOf(first.child.pid);
    expect(jobs).toHaveLength(1);
    if (victim !== 'job') process.kill(first.child.pid!, 'SIGKILL');
    if (victim !== 'main') jobs.forEach(pid => process.kill(pid, 'SIGKILL'));
    const killed = await first.ended;
    expect(killed.code === 0).toBe(false);
    if (victim === 'job') {
      expect([killed.code, resultOf(killed).state]).toEqual([1, 'interrupted']);
      expect(resultOf(killed).steps[step]).toMatchObject({ state: 'interrupted', error: { code: 'job-lost' } });
    }
    const again = await begin(workspace, folder).ended;
    expect(hashesOf(again)).toEqual(undisturbed);
    const log = logsOf(workspace);
    expect(log).toContain('Going on from the last checkpoint');
  });

  it('is resumable after Ctrl-C, and says so', async () => {
    const folder = temporaryFolder();
    const workspace = join(folder, 'ws');
    const first = begin(workspace, folder);
    await first.line(training('dense', 0.3));
    first.child.kill('SIGINT');
    const stopped = await first.ended;
    expect([stopped.code, resultOf(stopped).state]).toEqual([130, 'interrupted']);
    expect(resultOf(stopped).steps['dense']?.state).toBe('interrupted');
    const again = await begin(workspace, folder).ended;
    expect(hashesOf(again)).toEqual(undisturbed);
    expect(resultOf(again).runId).toBe(resultOf(stopped).runId);
  });

  it('is killed again and again, and still ends with the same bits', async () => {
    const folder = temporaryFolder();
    const workspace = join(folder, 'ws');
    for (const share of [0.15, 0.45, 0.75]) {
      const run = begin(workspace, folder);
      await run.line(training('dense', share));
      childrenOf(run.child.pid).forEach(pid => process.kill(pid, 'SIGKILL'));
      process.kill(run.child.pid!, 'SIGKILL');
      await run.ended;
    }
    expect(hashesOf(await begin(workspace, folder).ended)).toEqual(undisturbed);
    const doctor = await cli('doctor', '--workspace', workspace, '--json');
    expect(doctor.code).toBe(0);
  });
});

describe('a step without checkpoints', { timeout: 3 * MINUTES }, () => {
  const steps = {
    digits: SMALL_STEPS.digits,
    dense: { ...SMALL_STEPS.dense, epochs: 1 },
    // Not on the test split: whether it looks there before or after the verdict is chance.
    check: { do: 'evaluate', model: 'dense', split: 'validation' },
    verdict: { do: 'compare', models: ['dense'], split: 'test' },
    files: { do: 'export', model: 'dense', formats: ['onnx', 'keras', 'tfjs'] },
  };

  /** Everything but durations and latencies. */
  function essenceOf(done: Awaited<RunningCli['ended']>): unknown {
    const { digits, dense, check, verdict, files } = resultOf(done).steps;
    const exported = files?.output.files.map((file: { sha256: string }) => file.sha256);
    const { models, testLooks } = verdict?.output.report;
    return [digits?.output.manifest.hash, dense?.output.file.hash, check?.output.evaluation, models[0].evaluation, testLooks, exported];
  }

  it.each(['digits', 'check', 'verdict', 'files'])('(%s) that is killed begins anew, to the same result', async step => {
    const folder = temporaryFolder();
    const recipe = recipeFile(folder, steps);
    const begin = (workspace: string): RunningCli => startCli(['run', recipe, '--workspace', join(folder, workspace), '--json']);
    const first = begin('killed');
    await first.line(line => line['type'] === 'progress' && line['jobId'] !== undefined && jobOf(first, step) === line['jobId']);
    childrenOf(first.child.pid).forEach(pid => process.kill(pid, 'SIGKILL'));
    process.kill(first.child.pid!, 'SIGKILL');
    await first.ended;
    const again = await begin('killed').ended;
    expect(resultOf(again).steps[step]?.reused).toBe(false);
    expect(essenceOf(again)).toEqual(essenceOf(await begin('undisturbed').ended));
  });
});

/** Id of the job that runs a step, once the command has said that it does. */
function jobOf({ seen }: RunningCli, step: string): unknown {
  return seen.find(line => line['type'] === 'step' && line['step'] === step && line['state'] === 'running')?.['jobId'];
}
