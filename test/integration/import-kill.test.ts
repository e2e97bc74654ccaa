import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src-shared/lib/random.ts';
import { cli, recipeFile, resultOf, startCli, type RunningCli } from '../support/cli.ts';
import { toneOf, wavOf } from '../support/sounds.ts';
import { childrenOf, logsOf, training } from '../support/killing.ts';

const MINUTES = 60_000;
const FILES = 1500;
const home = mkdtempSync(join(tmpdir(), 'espalier-tests-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
type Kind = 'pictures' | 'recordings' | 'tables' | 'texts';
const KINDS: readonly Kind[] = ['pictures', 'recordings', 'tables', 'texts'];
/** Of a table: so many that it goes through the database. */
const ROWS = 1_500_000;
const STEPS: { readonly [K in Kind]: object } = {
  pictures: { kind: 'image-folder', size: [32, 32] },
  recordings: { kind: 'audio-folder', seconds: 0.5, sampleRate: 16_000 },
  tables: { kind: 'table', label: 'y', texts: { kind: 'ordinal' } },
  texts: { kind: 'text', length: 8 },
};
const LINES = 300_000;
const NAMES: { readonly [K in Kind]: string } = {
  pictures: 'pictures',
  recordings: 'recordings',
  tables: 'tables.csv',
  texts: 'texts.jsonl',
};
const sourceOf = (kind: Kind): string => join(home, NAMES[kind]);
const recipe = (kind: Kind): string => recipeFile(home, { data: { do: 'import-data', source: sourceOf(kind), ...STEPS[kind] } });
const begin = (kind: Kind, workspace: string): RunningCli =>
  startCli(['run', recipe(kind), '--workspace', join(home, workspace), '--json'], { ESPALIER_CHECKPOINT_MS: '100' });
const manifestOf = async (run: RunningCli): Promise<unknown> => resultOf(await run.ended).steps['data']?.output.manifest.hash;

/** Data sets of a workspace. */
async function listed(workspace: string): Promise<number> {
  const { out } = await cli('data', 'list', '--workspace', join(home, workspace), '--json');
  return (JSON.parse(out) as readonly unknown[]).length;
}

const undisturbed: Partial<Record<Kind, unknown>> = {};

function writeTable(path: string): void {
  const random = createRandom(4);
  appendFileSync(path, 'a,b,c,town,y\n');
  for (let from = 0; from < ROWS; from += 50_000) {
    const rows = Array.from({ length: 50_000 }, (_, i) => {
      const [a, b] = [random.next(), random.next()];
      return `${a},${b * 1000},${from + i},town ${Math.floor(40 * b)},${a > b ? 'yes' : 'no'}`;
    });
    appendFileSync(path, `${rows.join('\n')}\n`);
  }
}

function writeTexts(path: string): void {
  const random = createRandom(5);
  const words = Array.from({ length: 500 }, (_, i) => `word${i}`);
  for (let from = 0; from < LINES; from += 10_000) {
    const lines = Array.from({ length: 10_000 }, () => {
      const text = Array.from({ length: 20 }, () => words[random.nextUint32() % 500]).join(' ');
      return JSON.stringify({ text, label: text.length % 2 === 0 ? 'even' : 'odd' });
    });
    appendFileSync(path, `${lines.join('\n')}\n`);
  }
}

beforeAll(async () => {
  const random = createRandom(3);
  for (const kind of ['pictures', 'recordings']) for (const label of ['a', 'b']) mkdirSync(join(home, kind, label), { recursive: true });
  for (let number = 0; number < FILES; number++) {
    const pixels = Uint8Array.from({ length: 16 * 16 * 3 }, () => random.nextUint32() & 255);
    const jpeg = await sharp(pixels, { raw: { width: 16, height: 16, channels: 3 } })
      .resize(96, 96)
      .jpeg()
      .toBuffer();
    writeFileSync(join(home, 'pictures', number % 2 === 0 ? 'a' : 'b', `${number}.jpg`), jpeg);
    const sound = wavOf(toneOf(200 + random.next() * 2000, number));
    writeFileSync(join(home, 'recordings', number % 2 === 0 ? 'a' : 'b', `${number}.wav`), sound);
  }
  writeTable(sourceOf('tables'));
  writeTexts(sourceOf('texts'));
  for (const kind of KINDS) undisturbed[kind] = await manifestOf(begin(kind, `${kind}-undisturbed`));
}, 3 * MINUTES);

describe.each(KINDS)('an import of %s', { timeout: 2 * MINUTES }, kind => {
  const [killed, cancelled] = [`${kind}-killed`, `${kind}-cancelled`];

  it('that is killed twice leaves nothing half there, goes on where it stood, and ends with the same bits', async () => {
    expect(undisturbed[kind]).toMatch(/^[0-9a-f]{64}$/);
    for (const share of [0.3, 0.7]) {
      const run = begin(kind, killed);
      await run.line(training('data', share));
      childrenOf(run.child.pid).forEach(pid => process.kill(pid, 'SIGKILL'));
      process.kill(run.child.pid!, 'SIGKILL');
      await run.ended;
      expect(await listed(killed)).toBe(0);
    }
    expect(await manifestOf(begin(kind, killed))).toBe(undisturbed[kind]);
    expect(await listed(killed)).toBe(1);
    expect(logsOf(join(home, killed))).toContain('Going on from the last checkpoint');
    expect((await cli('doctor', '--workspace', join(home, killed), '--json')).code).toBe(0);
    expect(readdirSync(join(home, killed, 'checkpoints'))).toEqual([]);
  });

  it('that is stopped by Ctrl-C leaves no data set, and goes on, too', async () => {
    const run = begin(kind, cancelled);
    await run.line(training('data', 0.2));
    run.child.kill('SIGINT');
    const { code, lines } = await run.ended;
    expect(code).toBe(130);
    expect(JSON.stringify(lines)).not.toContain('"kind":"data"');
    expect(await manifestOf(begin(kind, cancelled))).toBe(undisturbed[kind]);
  });
});
