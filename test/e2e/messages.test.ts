import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));

/** A column that has to be dropped, and a training that fails at once. */
const RECIPE = `espalier: 1
name: wild
seed: 1
steps:
  digits: { do: import-data, source: "builtin:mnist", splits: { train: 1000, validation: 200, test: 200, seed: 1 } }
  wild: { do: train, data: digits, model: { preset: mlp, hidden: [64, 64, 64, 64] }, epochs: 20, optimizer: { kind: sgd, learningRate: 10 } }
  judged: { do: evaluate, model: wild }
`;

const MISTAKES = `espalier: 1
name: mistakes
steps:
  digits: { do: import-data, source: "builtin:mnist" }
  net: { do: train, data: digits, model: { preset: mlpp }, epochs: 0, optimizer: { kind: adm } }
  lean: { do: prune, model: nett, target: { sparsity: 2 } }
`;

const recipes = mkdtempSync(join(tmpdir(), 'espalier-recipes-'));
let bench: Workbench;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (!available) return;
  writeFileSync(join(recipes, 'mnist-tour.yaml'), RECIPE);
  bench = await openWorkbench({ ESPALIER_RECIPES: recipes });
}, 60_000);

afterAll(async () => {
  rmSync(recipes, { recursive: true });
  if (available) await bench.close();
});

it.runIf(available)('what main words is Chinese where the screens are', { timeout: 180_000 }, async () => {
  const { page, openScreen, lookAt, axe, complaints } = bench;
  await page.evaluate(() => localStorage.setItem('espalier.language', 'zh-CN'));
  await page.reload();

  await openScreen('new/recipe');
  await page.locator('textarea').first().fill(MISTAKES);
  await page.getByText("未知的优化器 'adm'").waitFor();
  await page.getByText('是否想写“mlp”？').waitFor();
  await lookAt('messages-recipe');

  await openScreen('new/make~train');
  await page.locator('#wizard-page').waitFor();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByText('缺少必填项“数据”').first().waitFor();
  await lookAt('messages-wizard');
  await page.getByRole('navigation').last().getByRole('button').last().click();
  await page.getByText('缺少必填项“数据”').first().waitFor();
  await lookAt('messages-review');

  await openScreen('');
  await page.getByRole('button', { name: '开始导览' }).click();
  const failure = page.getByRole('alert').filter({ hasText: 'wild' });
  await failure.getByText(/训练损失必须是有限的，但在第 \d+ 步/).waitFor();
  await lookAt('messages-failure');
  await page.evaluate(() => localStorage.setItem('espalier.theme', 'dark'));
  await page.reload();
  await failure.getByRole('link', { name: '查看日志' }).click();
  await page
    .getByText(/训练损失必须是有限的/)
    .first()
    .waitFor();
  await lookAt('messages-log');
  await page.getByRole('button', { name: 'judged', exact: true }).click();
  await page.getByText('未运行：它需要“wild”，而后者已失败').waitFor();
  await lookAt('messages-not-run');
  await page.setViewportSize({ width: 1024, height: 700 });
  await openScreen('compute');
  await page.getByText('这里最快的引擎').first().waitFor();
  await lookAt('messages-compute');
  expect(await axe('messages')).toEqual([]);
  expect(complaints).toEqual([]);
});
