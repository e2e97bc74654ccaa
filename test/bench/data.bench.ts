/**
 * Data of every kind against the figures of the issue, a part a file of test/bench/data, one after the other. The workspace is kept
 * when one is named, so that it can be stopped and gone on with.
 * Run: npm run bench:data [-- PART…] [--seeds 3] [--quick] [--workspace FOLDER]
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchSeeds } from './bench-seeds.ts';
import type { BenchPart } from './fusion/bench-part.ts';

const PARTS = new URL('data/', import.meta.url);

const { values, positionals } = parseArgs({
  options: { workspace: { type: 'string' }, seeds: { type: 'string', default: '3' }, quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const folder = values.workspace ?? mkdtempSync(join(tmpdir(), 'espalier-bench-'));
const names = readdirSync(PARTS).flatMap(file => (file.endsWith('.bench.ts') ? file.slice(0, -'.bench.ts'.length) : []));
const unknown = positionals.filter(name => !names.includes(name));
if (unknown.length > 0) throw new Error(`Parts are required (${names.join(', ')}), got ${unknown.join(', ')}`);
try {
  mkdirSync(folder, { recursive: true });
  console.log(`${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores${values.quick ? '; quick: its figures say nothing' : ''}`);
  for (const name of names.filter(each => positionals.length === 0 || positionals.includes(each))) {
    const started = performance.now();
    console.log(`\n${name}`);
    const { bench } = (await import(new URL(`${name}.bench.ts`, PARTS).href)) as BenchPart;
    await bench({ folder, seeds: values.quick ? [1] : benchSeeds(values.seeds), quick: values.quick });
    console.log(`  ${Math.round((performance.now() - started) / 1000)} s`);
  }
} finally {
  if (values.workspace === undefined) rmSync(folder, { recursive: true, force: true });
}
