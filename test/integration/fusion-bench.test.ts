import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { FusionReport, JudgedMethod } from '../../src-shared/domain/fusion-report.ts';
import { createForkStarter } from '../../src-main/platform/child-process.ts';
import { createAnsweringProcess } from '../../src-main/platform/answering-process.ts';
import { createArtifactFiles } from '../../src-main/platform/artifact-files.ts';
import { createFusionBench, type FusionBench } from '../../src-main/services/fusion-bench.ts';
import { listModels } from '../../src-main/stores/model-store.ts';
import { openWorkspace } from '../../src-main/stores/open-workspace.ts';
import { cli, recipeFile, resultOf, SMALL_STEPS } from '../support/cli.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const ENTRY = fileURLToPath(new URL('../../.out/main/bench.js', import.meta.url));
const { digits, dense } = SMALL_STEPS;
const weak = { ...dense, model: { preset: 'mlp', hidden: [4] }, epochs: 1 };

interface Opened {
  readonly bench: FusionBench;
  readonly ids: Readonly<Record<string, string>>;
}

/** For as long as `look` takes: the workspace is held meanwhile. */
async function withBench<T>(folder: string, look: (opened: Opened) => Promise<T>): Promise<T> {
  const workspace = openWorkspace(folder, { name: 'test', pid: process.pid, host: 'here', sinceMs: 0 });
  const answering = createAnsweringProcess({ entry: ENTRY, start: createForkStarter(), idleMs: 60_000 });
  const artifacts = createArtifactFiles(workspace.paths.artifacts);
  const bench = createFusionBench({
    db: workspace.db,
    readArtifact: hash => artifacts.read(hash),
    nowMs: () => performance.now(),
    askBench: question => answering.ask(question),
  });
  try {
    return await look({ bench, ids: Object.fromEntries(listModels(workspace.db).map(model => [model.name, model.id])) });
  } finally {
    answering.close();
    workspace.close();
  }
}

describe('the fusion bench', { timeout: 3 * MINUTES }, () => {
  it('says from stored answers what the step says of itself, once every member has some', async () => {
    const folder = temporaryFolder();
    const workspace = join(folder, 'ws');
    const steps = { digits, dense, weak, large: { ...dense, model: { preset: 'mlp', hidden: [64] }, epochs: 1 } };
    const run = async (more: Readonly<Record<string, object>>) =>
      resultOf(await cli('run', recipeFile(folder, { ...steps, ...more }), '--workspace', workspace, '--json')).steps;
    const measured = (model: string): object => ({ do: 'evaluate', model, split: 'validation' });
    await run({ one: measured('dense') });
    await withBench(workspace, async ({ bench, ids }) => {
      const unanswered = { kind: 'unanswered', modelIds: [ids['weak']] };
      expect(await bench.judge([ids['dense']!, ids['weak']!])).toEqual(unanswered);
      expect(await bench.cascade([ids['weak']!, ids['dense']!], 'margin')).toEqual(unanswered);
    });
    await run({ one: measured('dense'), two: measured('weak'), three: measured('large') });
    const before = await withBench(workspace, async ({ bench, ids }) => {
      const members = [ids['dense']!, ids['weak']!];
      return {
        judged: await bench.judge(members),
        diversity: await bench.diversity(members),
        cascade: await bench.cascade([...members].reverse(), 'margin'),
      };
    });
    const made = await run({
      team: { do: 'fuse', members: ['dense', 'weak'], method: { kind: 'weighted-average' } },
      quick: { do: 'fuse', members: ['weak', 'dense'], method: { kind: 'cascade', confidence: 'margin', target: { accuracyLoss: 0 } } },
    });
    const team = made['team']?.output.summary.fusion as FusionReport;
    const quick = made['quick']?.output.summary.fusion as FusionReport;
    const { judged, diversity, cascade } = before;
    if (judged.kind !== 'judged' || diversity.kind !== 'diversity' || cascade.kind !== 'cascade') throw new Error('unanswered');
    // A fitted method is judged by halves that are drawn from the step's own seed; what it fits on all items is the same.
    const shown = (methods: readonly JudgedMethod[] | undefined) =>
      methods?.map(({ id, isFitted, weights, figures, againstBest, multiplyAdds, bytes }) => ({
        ...{ id, isFitted, weights, multiplyAdds, bytes },
        ...(isFitted ? {} : { figures, againstBest }),
      }));
    expect(shown(judged.methods)).toEqual(shown(team.judged?.methods));
    expect(judged.controls).toEqual(team.judged?.controls);
    expect(diversity.diversity).toEqual(team.judged?.diversity);
    expect(diversity.suggestion).toEqual(team.judged?.suggestion);
    const { serial } = quick;
    if (serial?.kind !== 'cascade') throw new Error('no cascade');
    expect(cascade.curve).toEqual(serial.curve);
    expect(cascade.sameAccuracy).toBe(serial.chosen);
    await withBench(workspace, async ({ bench, ids }) => {
      // What a fusion kept of its members serves as well; the fused model itself has seen the items.
      expect((await bench.judge([ids['dense']!, ids['weak']!, ids['large']!])).kind).toBe('judged');
      expect(await bench.judge([ids['team']!, ids['weak']!])).toEqual({ kind: 'unanswered', modelIds: [ids['team']] });
      expect((await rejectionOf(bench.judge([ids['dense']!, ids['dense']!]))).message).toMatch(/'dense' is there twice/);
      expect((await rejectionOf(bench.judge([ids['dense']!, 'nobody']))).message).toMatch(/no model 'nobody'/);
      expect((await rejectionOf(bench.cascade([ids['large']!, ids['weak']!], 'entropy'))).message).toMatch(/must cost less than the last/);
    });
  });
});
