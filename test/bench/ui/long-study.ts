import { cli, recipeFile, resultOf } from '../../support/cli.ts';
import { createCatalog } from '../../../src-main/services/catalog.ts';
import { openWorkspace } from '../../../src-main/stores/open-workspace.ts';
import { putTrials, setStudyElapsed, trialsOf } from '../../../src-main/stores/study-store.ts';
import { parseFields } from '../../../src-shared/domain/params/parse-params.ts';
import { searchLane } from '../../../src-shared/domain/recipe/steps/search.step.ts';
import { decode } from '../../../src-shared/domain/search/assignments.ts';
import { parseSpace } from '../../../src-shared/domain/search/parse-space.ts';
import { resolveSpace } from '../../../src-shared/domain/search/resolve-space.ts';
import type { Space } from '../../../src-shared/domain/search/space.ts';
import type { StudyReport } from '../../../src-shared/domain/study-report.ts';
import type { Trial } from '../../../src-shared/domain/study.ts';
import { createRandom, type Random } from '../../../src-shared/lib/random.ts';

const EPOCHS = 27;
const RUNGS = [1, 3, 9, EPOCHS];
const EPOCH_MS = 800;
const STEPS = {
  digits: { do: 'import-data', source: 'builtin:mnist', splits: { train: 200, validation: 100, test: 100, seed: 1 } },
  best: {
    do: 'search',
    data: 'digits',
    space: {
      model: { preset: 'mlp', depth: { from: 1, to: 4 }, width: { from: 16, to: 512, scale: 'log' } },
      optimizer: { kind: 'adam', learningRate: { from: 0.0003, to: 0.03, scale: 'log' } },
    },
    budget: { trials: 500, epochs: EPOCHS, totalEpochs: 2 * EPOCHS },
    scheduler: { kind: 'asha', reduction: 3, leastEpochs: 1 },
    ...{ control: 'never', confirm: { top: 1, seeds: 1 }, processes: 1 },
  },
};

/**
 * A search that really ran for a few trials, and as many more beside them as make `count`: drawn from its space, with curves of
 * their own that end at ASHA's rungs. Returns the study's id.
 */
export async function makeLongStudy(folder: string, workspace: string, count: number): Promise<string> {
  const recipe = recipeFile(folder, STEPS, 'long-study');
  const run = await cli('run', recipe, '--workspace', workspace, '--engine', 'wasm', '--json');
  const { study } = resultOf(run).steps['best']!.output as { readonly study: StudyReport };
  const opened = openWorkspace(workspace, { name: 'a bench', pid: process.pid, host: 'here', sinceMs: Date.now() });
  try {
    const real = trialsOf(opened.db, study.study);
    const patterns = real.filter(({ role, reports }) => role === 'search' && reports.length > 0);
    const added = addedTrials(patterns, { first: real.length + 1, last: count });
    putTrials(opened.db, study.study, added);
    setStudyElapsed(opened.db, study.study, added.at(-1)?.reports.at(-1)?.elapsedMs ?? 0);
    return study.study;
  } finally {
    opened.close();
  }
}

function addedTrials(patterns: readonly Trial[], { first, last }: { readonly first: number; readonly last: number }): readonly Trial[] {
  const random = createRandom(1);
  const space = searchedSpace();
  let spent = patterns.reduce((sum, { reports }) => sum + reports.length, 0);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i): Trial => {
    const epochs = RUNGS.find(rung => rung === EPOCHS || random.next() < 0.66)!;
    const reports = curve(random, epochs, spent);
    spent += epochs;
    const pattern = patterns[i % patterns.length]!;
    const state = epochs === EPOCHS ? 'finished' : 'stopped';
    const assignment = decode(
      space,
      Float64Array.from(space.dimensions, () => random.next()),
    );
    const fields = resolveSpace(space, assignment);
    const own = { number: first + i, seed: i, assignment, fields, state, until: epochs, reports, trainingMs: epochs * EPOCH_MS } as const;
    return { ...pattern, ...own, checkpoint: null };
  });
}

function searchedSpace(): Space {
  const parsed = parseSpace(STEPS.best.space, searchLane.fields.space.fields, { catalog: createCatalog(), parseFields });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

function curve(random: Random, epochs: number, spent: number): Trial['reports'] {
  const end = 0.85 + 0.12 * random.next();
  return Array.from({ length: epochs }, (_, i) => {
    const accuracy = end * (1 - 0.6 * Math.exp(-(i + 1) / 3));
    const values = { 'validation.accuracy': accuracy, 'validation.loss': 2 * (1 - accuracy) };
    return { epoch: i + 1, values, spent: spent + i + 1, elapsedMs: (spent + i + 1) * EPOCH_MS };
  });
}
