import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchSeeds } from './bench-seeds.ts';
import type { BenchPart } from './fusion/bench-part.ts';

/** Runs the parts of a bench, a file of this folder each, one after the other: those named on the command line, or all. */
export async function runParts(parts: URL, seeds: number): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      workspace: { type: 'string' },
      seeds: { type: 'string', default: String(seeds) },
      quick: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const folder = values.workspace ?? mkdtempSync(join(tmpdir(), 'espalier-bench-'));
  const names = readdirSync(parts).flatMap(file => (file.endsWith('.bench.ts') ? file.slice(0, -'.bench.ts'.length) : []));
  const unknown = positionals.filter(name => !names.includes(name));
  if (unknown.length > 0) throw new Error(`Parts are required (${names.join(', ')}), got ${unknown.join(', ')}`);
  try {
    mkdirSync(folder, { recursive: true });
    const said = values.quick ? '; quick: shows that all goes, its figures say nothing' : '';
    console.log(`${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores${said}`);
    for (const name of names.filter(each => positionals.length === 0 || positionals.includes(each))) {
      const started = performance.now();
      console.log(`\n${name}`);
      const { bench } = (await import(new URL(`${name}.bench.ts`, parts).href)) as BenchPart;
      await bench({ folder, seeds: values.quick ? [1] : benchSeeds(values.seeds), quick: values.quick });
      console.log(`  ${Math.round((performance.now() - started) / 1000)} s`);
    }
  } finally {
    if (values.workspace === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
