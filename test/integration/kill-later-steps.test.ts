import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode as encodeBmp } from 'bmp-ts';
import { expect, it } from 'vitest';
import { cli, recipeFile, resultOf, SMALL_STEPS, startCli, type RunningCli } from '../support/cli.ts';
import { childrenOf, logsOf } from '../support/killing.ts';
import { MODEL_FOLDER } from '../support/model-fixtures.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
/** Often enough that there is something to go on from after a second. */
const ENVIRONMENT = { ESPALIER_CHECKPOINT_MS: '150' };

/** Each is killed in its turn; those with a share go on from a checkpoint, the others begin anew. */
const KILLS = [
  { step: 'wide', share: 0.4, resumes: true },
  { step: 'narrow', share: 0.5, resumes: true },
  { step: 'small', share: 0.4, resumes: true },
  { step: 'net', share: -1, resumes: false },
  { step: 'answers', share: -1, resumes: false },
] as const;

function stepsIn(folder: string) {
  const fineTune = { epochs: 12 };
  return {
    digits: SMALL_STEPS.digits,
    wide: {
      ...{ do: 'slim', data: 'digits', model: { preset: 'mlp', hidden: [64, 32] } },
      ...{ widths: [0.25, 1], random: 1, epochs: 8, batchSize: 20 },
    },
    narrow: {
      ...{ do: 'subnet', model: 'wide', target: { parameters: 0.4 }, trials: 3 },
      ...{ fineTune, controls: { scratch: false }, batchSize: 10 },
    },
    small: { do: 'quantise', model: 'narrow', calibration: { items: 100 }, sensitivity: false, fineTune, batchSize: 10 },
    net: { do: 'import-model', source: join(MODEL_FOLDER, 'torch-digits.onnx'), data: 'digits' },
    answers: { do: 'predict', model: 'small', source: join(folder, 'pictures'), directory: join(folder, 'answers') },
  };
}

type Steps = ReturnType<typeof stepsIn>;

/** What stays where it is found again: hashes of models and of the file of answers. */
function essenceOf(done: Awaited<RunningCli['ended']>): unknown {
  const { wide, narrow, small, net, answers } = resultOf(done).steps;
  return [...[wide, narrow, small, net].map(step => step?.output.file.hash as unknown), answers?.output.file.sha256];
}

it(
  'a slimmable training, a sub-network, a quantisation, an import and a prediction that are killed end with the same bits',
  { timeout: 8 * MINUTES },
  async () => {
    const folder = temporaryFolder();
    writePictures(join(folder, 'pictures'));
    const steps = stepsIn(folder);
    const begin = (workspace: string, names: readonly (keyof Steps)[]): RunningCli => {
      const some = Object.fromEntries(names.map(name => [name, steps[name]]));
      const recipe = recipeFile(folder, some, `${workspace}-${names.length}`);
      return startCli(['run', recipe, '--workspace', join(folder, workspace), '--engine', 'wasm', '--json'], ENVIRONMENT);
    };
    const all = Object.keys(steps) as (keyof Steps)[];
    const undisturbed = essenceOf(await begin('undisturbed', all).ended);
    rmSync(join(folder, 'answers'), { recursive: true });
    const workspace = join(folder, 'killed');
    for (const { step, share, resumes } of KILLS) {
      const names = all.slice(0, all.indexOf(step) + 1);
      const run = begin('killed', names);
      await run.line(line => line['type'] === 'progress' && line['jobId'] === jobOf(run, step) && Number(line['fraction']) > share);
      childrenOf(run.child.pid).forEach(pid => process.kill(pid, 'SIGKILL'));
      process.kill(run.child.pid!, 'SIGKILL');
      await run.ended;
      const listed = await cli('models', 'list', '--workspace', workspace, '--json');
      expect(listed.out, `${step} is half there`).not.toContain(`"${step}"`);
      expect(readdirSync(folder)).not.toContain('answers');
      const before = countOf(workspace, 'Going on from the last checkpoint');
      const again = resultOf(await begin('killed', names).ended).steps[step];
      expect([step, again?.state, again?.reused]).toEqual([step, 'succeeded', false]);
      if (resumes) expect(countOf(workspace, 'Going on from the last checkpoint'), step).toBeGreaterThan(before);
    }
    expect(essenceOf(await begin('killed', all).ended)).toEqual(undisturbed);
    expect((await cli('doctor', '--workspace', workspace, '--json')).code).toBe(0);
    expect(readdirSync(join(workspace, 'scratch'))).toEqual([]);
  },
);

function writePictures(folder: string): void {
  mkdirSync(folder);
  for (let i = 0; i < 150; i++) {
    const data = Buffer.from(Uint8Array.from({ length: 28 * 28 * 4 }, (_, at) => (at * (i + 3) + i) % 251));
    writeFileSync(join(folder, `${i}.bmp`), encodeBmp({ data, bitPP: 24, width: 28, height: 28 }).data);
  }
}

/** Id of the job that runs a step, once the command has said that it does. */
function jobOf({ seen }: RunningCli, step: string): unknown {
  return seen.find(line => line['type'] === 'step' && line['step'] === step && line['state'] === 'running')?.['jobId'] ?? 'none yet';
}

function countOf(workspace: string, words: string): number {
  return logsOf(workspace).split(words).length - 1;
}
