/**
 * What an import that was killed does anew, at the size at which it is most: a table just below 64 MB, from where on what was read is kept;
 * a folder of 50,000 texts of 1 kB, which would have to be read for their hashes anyway; and the vocabulary of as many texts in one file,
 * by words and by byte pairs, which is learned from what was kept. The whole import each time, from the start of its process.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, type Random } from '../../../src-shared/lib/random.ts';
import type { BenchOptions } from '../fusion/bench-part.ts';
import { measureImport } from './measure-import.ts';

const TABLE_BYTES = { whole: 67e6, quick: 1e6 } as const;
const TEXTS = { whole: 50_000, quick: 500 } as const;
const WORDS_A_TEXT = 150;
/** Different words. */
const WORDS = 20_000;

export async function bench({ folder, quick }: BenchOptions): Promise<void> {
  const size = quick ? 'quick' : 'whole';
  const splits = { validation: 0.1, test: 0.1, seed: 1 };
  const table = join(folder, 'anew.csv');
  writeFileSync(table, tableText(TABLE_BYTES[size]));
  const [texts, lines] = writeTexts(folder, TEXTS[size]);
  const imports: readonly (readonly [string, object])[] = [
    ['a table just below 64 MB', { source: table, kind: 'table', label: 'label' }],
    ['a folder of texts', { source: texts, kind: 'text' }],
    ['as many texts in a file, words', { source: lines, kind: 'text' }],
    ['the same, byte pairs', { source: lines, kind: 'text', tokeniser: { kind: 'byte-pair' } }],
    ['the same, word pieces', { source: lines, kind: 'text', tokeniser: { kind: 'word-piece' } }],
  ];
  for (const [name, step] of imports) {
    const { seconds, cpuSeconds } = await measureImport({ do: 'import-data', ...step, splits }, folder);
    console.log(`  ${name}: ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of computing)`);
  }
}

function tableText(bytes: number): string {
  const random = createRandom(1).split('table');
  const rows = ['a,b,c,d,e,town,label'];
  for (let length = 0; length < bytes; length += rows.at(-1)!.length + 1) {
    const numbers = Array.from({ length: 5 }, () => random.next().toFixed(6));
    rows.push([...numbers, `town ${random.nextUint32() % 50}`, random.next() < 0.3 ? 'yes' : 'no'].join(','));
  }
  return rows.slice(0, -1).join('\n');
}

/** The same texts as a file each, in a folder for each of two classes, and as JSON lines. */
function writeTexts(folder: string, count: number): readonly [string, string] {
  const random = createRandom(1).split('texts');
  const [files, lines] = [join(folder, 'anew-texts'), join(folder, 'anew.jsonl')];
  for (const label of ['ham', 'spam']) mkdirSync(join(files, label), { recursive: true });
  const records = Array.from({ length: count }, (_, i) => {
    const label = i % 2 === 0 ? 'ham' : 'spam';
    const text = Array.from({ length: WORDS_A_TEXT }, () => wordOf(random)).join(' ');
    writeFileSync(join(files, label, `${i}.txt`), text);
    return JSON.stringify({ text, label });
  });
  writeFileSync(lines, records.join('\n'));
  return [files, lines];
}

/** The n-th word is about as frequent as 1/n (Zipf's law). */
function wordOf(random: Random): string {
  return `w${Math.floor(WORDS ** random.next()).toString(36)}x`;
}
