import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { SCREENS, SIDE_SCREENS } from '../../src-renderer/app/screens.ts';
import { lineagePath, modelPath, TABS as MODEL_TABS } from '../../src-renderer/features/models/model-target.ts';
import { wizardPath } from '../../src-renderer/ipc/draft.ts';
import { stepKinds } from '../../src-shared/domain/recipe/steps/index.ts';
import { cli, recipeFile, resultOf, SMALL_STEPS, type RunResult } from '../support/cli.ts';
import { everyStep } from '../support/every-step.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));
const MINUTES = 60_000;
/** Pixels: most pages fit. */
const TALL = 2400;

/** How a person may look at a screen; accessibility is judged once in each language and each theme. */
const LOOKS = [
  { id: 'en-light', language: 'English', theme: 'light', audited: true },
  { id: 'en-dark', language: 'English', theme: 'dark', audited: false },
  { id: 'zh-dark', language: '简体中文', theme: 'dark', audited: true },
  { id: 'zh-light', language: '简体中文', theme: 'light', audited: false },
] as const;

let bench: Workbench;
let run: RunResult;
/** Every address a person can be at, by the name of its picture. */
let addresses: ReadonlyMap<string, string>;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (!available) return;
  const steps = everyStep({
    items: SMALL_STEPS.digits,
    model: { preset: 'mlp', hidden: [32, 16] },
    augment: [{ kind: 'shift', pixels: 1 }],
    batchSize: 50,
  });
  bench = await openWorkbench({}, async workspace => {
    // One step that fails, for how that is shown.
    const file = join(dirname(workspace), 'missing.onnx');
    writeFileSync(file, 'no model');
    const broken = { do: 'import-model', data: 'items', source: file };
    const answers = { do: 'predict', model: 'net', data: 'items' };
    const recipe = recipeFile(dirname(workspace), { ...steps, answers, broken }, 'every-kind');
    run = resultOf(await cli('run', recipe, '--workspace', workspace, '--engine', 'wasm', '--json'));
  });
  addresses = new Map([...screens(), ...entities(run), ...(await studies()), ...wizards()]);
  await bench.page.setViewportSize({ width: 1440, height: TALL });
}, 6 * MINUTES);

afterAll(async () => {
  if (available) await bench.close();
});

function screens(): readonly (readonly [string, string])[] {
  return [...SCREENS, ...SIDE_SCREENS].map(({ id, path }) => [id, path] as const);
}

/** Pages of what the run made: each step's panel, each kind of model, what stands below an id. */
function entities({ runId, steps }: RunResult): readonly (readonly [string, string])[] {
  const { net, lean, team, small, items, verdict } = steps;
  const below = SCREENS.flatMap(({ path, below: pages = {} }) =>
    Object.keys(pages).map(page => [`${path.slice(1)}-${page}`, `${path}/${net!.id}/${page}`] as const),
  );
  const models = Object.entries({ net, lean, team, small }).map(([name, step]) => [`model-${name}`, modelPath(step!.id!)] as const);
  const tabs = MODEL_TABS.map(tab => [`model-lean-${tab}`, modelPath(lean!.id!, tab)] as const);
  return [
    ...Object.keys(steps).map(name => [`run-${name.replace('/', '-')}`, `/runs/${runId}@${encodeURIComponent(name)}`] as const),
    ...models,
    ...tabs,
    ['lineage', lineagePath()],
    ...below,
    ['data-items', `/data/${items!.id}`],
    ['comparison', `/compare/${verdict!.jobId}`],
  ];
}

async function studies(): Promise<readonly (readonly [string, string])[]> {
  await bench.openScreen('studies');
  const links = bench.page.locator('main a[href^="#/studies/"], aside a[href^="#/studies/"], nav a[href^="#/studies/"]');
  const hrefs = await links.evaluateAll(found => found.map(link => link.getAttribute('href') ?? ''));
  return hrefs.map((href, i) => [`study-${i + 1}`, href.slice(1)] as const);
}

function wizards(): readonly (readonly [string, string])[] {
  return [...stepKinds.all.map(({ id }) => [`wizard-${id}`, wizardPath(id)] as const), ['recipe-editor', '/new/recipe']];
}

/** How, and the review, where what must still be given is told. */
function wizardPages(): Locator {
  return bench.page.getByRole('navigation', { name: /^(Steps of this wizard|向导的步骤)$/ }).getByRole('button');
}

async function choose(language: string, theme: 'light' | 'dark'): Promise<void> {
  const { page, openScreen } = bench;
  await openScreen('settings');
  await page.getByText(language, { exact: true }).first().click();
  await page
    .getByText(theme === 'dark' ? /^(Dark|深色)$/ : /^(Light|浅色)$/)
    .first()
    .click();
}

/** What no screen may show in any language: names of texts instead of texts, words of programs, anything beyond its edge. */
function faults(): Promise<readonly string[]> {
  return bench.page.evaluate(() => {
    const text = document.body.innerText;
    const found = [
      ...text.matchAll(
        /\bundefined\b|\[object |\bNaN\b|\{\{|\b(?:runs|models|data|common|app|compare|wizard|studies|fusion|home)\.[a-z][A-Za-z]+\b/g,
      ),
    ].map(([odd]) => `shows '${odd}'`);
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) found.push(`is ${document.documentElement.scrollWidth} pixels wide of ${width}`);
    for (const button of document.querySelectorAll('main button, main a')) {
      const { left, right } = button.getBoundingClientRect();
      const isScrolled = button.closest('[class*="scroll" i], [data-scrollable], table, .react-flow, svg') !== null;
      if (!isScrolled && right > left && right > width + 1) found.push(`has '${(button.textContent ?? '').trim()}' beyond its edge`);
    }
    return found;
  });
}

it.runIf(available).each(LOOKS)(
  'every screen, page and wizard is whole: $id',
  { timeout: 6 * MINUTES },
  async ({ id, language, theme, audited }) => {
    const { openScreen, lookAt, axe, complaints } = bench;
    await choose(language, theme);
    const wrong: string[] = [];
    const look = async (name: string): Promise<void> => {
      wrong.push(...(await faults()).map(fault => `${name} ${fault}`));
      if (audited) wrong.push(...(await axe(name)));
      await lookAt(`gallery/${id}/${name}`);
    };
    for (const [name, path] of addresses) {
      await openScreen(path.slice(1));
      await look(name);
      if (!name.startsWith('wizard-')) continue;
      const pages = wizardPages();
      // A new draft gets its address a moment later, and its page is built again there.
      await bench.page.waitForURL(/draft~/);
      await pages.nth(1).waitFor();
      for (let number = 2; number <= (await pages.count()); number++) {
        await pages.nth(number - 1).click();
        await bench.page.waitForLoadState('networkidle');
        await look(`${name}-${number}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(complaints).toEqual([]);
  },
);
