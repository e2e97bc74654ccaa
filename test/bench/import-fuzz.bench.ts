import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createRandom, type Random } from '../../src-shared/lib/random.ts';
import { mutatedInside } from './imports/mutate-inside.ts';
import { fuzzSources, type FuzzSource } from './imports/fuzz-sources.ts';
import type { FuzzAnswer, FuzzRequest } from './imports/fuzz-worker.ts';

/**
 * Mutated files over the readers of models and of capsules: `npm run bench:imports -- [COUNT] [SEED] [READER]`. Every file must be read, or
 * refused by an error value, within 2 s, and without the memory of the process growing beyond the bound. They are read in a thread, which
 * is ended where a reader is not (libhdf5 gets lost in damaged files).
 */
const COUNT = Number(process.argv[2] ?? 10_000);
const SEED = Number(process.argv[3] ?? 1);
/** Of the readers, all without it. */
const ONLY = process.argv[4];
const LONGEST_MS = 2000;
/** Waited for until it is ended. */
const LOST_MS = 10_000;
/** By one file, in MB: no fixture has more than 1. */
const MOST_MB = 300;

interface Outcome {
  files: number;
  read: number;
  refused: number;
  bugs: number;
  slow: number;
  lost: number;
  large: number;
  longestMs: number;
}

const sources = await fuzzSources(ONLY);
const random = createRandom(SEED).split('import-fuzz');
const outcomes = new Map<string, Outcome>();
let worker = await started();
let mostMb = 0;
for (let i = 0; i < COUNT; i++) {
  const source = i % sources.length;
  const { name, reader, files } = sources[source]!;
  const outcome = outcomeOf(reader);
  outcome.files++;
  const given = changed(files, random);
  const answer = await asked(worker, { source, files: given });
  if (answer === null) {
    outcome.lost++;
    console.log(`${name}, number ${i}: did not end within ${LOST_MS} ms, kept in ${kept(given)}`);
    await worker.terminate();
    worker = await started();
    continue;
  }
  if (!judge(outcome, answer, `${name}, number ${i}`)) console.log(`kept in ${kept(given)}`);
}
await worker.terminate();
for (const [reader, outcome] of outcomes) console.log(reader.padEnd(12), JSON.stringify(outcome));
const all = [...outcomes.values()];
const sum = (key: keyof Outcome): number => all.reduce((total, one) => total + one[key], 0);
const faults = sum('bugs') + sum('slow') + sum('lost') + sum('large');
console.log(
  `${COUNT} files from ${sources.length}, seed ${SEED}: ${sum('read')} read, ${sum('refused')} refused, ${faults} otherwise; the longest ${Math.max(...all.map(one => one.longestMs))} ms, at most ${Math.round(mostMb)} MB`,
);
process.exitCode = faults === 0 ? 0 : 1;

function outcomeOf(reader: string): Outcome {
  const known = outcomes.get(reader) ?? { files: 0, read: 0, refused: 0, bugs: 0, slow: 0, lost: 0, large: 0, longestMs: 0 };
  outcomes.set(reader, known);
  return known;
}

/** Whether it is as it should be. */
function judge(outcome: Outcome, { outcome: found, spentMs, memoryMb, thrown }: FuzzAnswer, title: string): boolean {
  const faultsBefore = outcome.bugs + outcome.slow + outcome.large;
  if (found === 'read') outcome.read++;
  else if (found === 'refused') outcome.refused++;
  else {
    outcome.bugs++;
    console.log(`${title}: ${thrown ?? ''}`);
  }
  outcome.longestMs = Math.max(outcome.longestMs, Math.round(spentMs));
  if (spentMs > LONGEST_MS) {
    outcome.slow++;
    console.log(`${title}: took ${Math.round(spentMs)} ms`);
  }
  if (mostMb > 0 && memoryMb > mostMb + MOST_MB) {
    outcome.large++;
    console.log(`${title}: the process grew from ${Math.round(mostMb)} to ${Math.round(memoryMb)} MB`);
  }
  mostMb = Math.max(mostMb, memoryMb);
  return outcome.bugs + outcome.slow + outcome.large === faultsBefore;
}

/** The folder that files were put in, to be looked at. */
function kept(files: FuzzSource['files']): string {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-fuzz-'));
  for (const { name, bytes } of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

/** One of the files, each as likely as the others. */
function changed(files: FuzzSource['files'], from: Random): FuzzSource['files'] {
  const place = Math.floor(from.next() * files.length);
  return files.map((file, i) => (i === place ? { ...file, bytes: mutatedInside(file.bytes, from) } : file));
}

async function started(): Promise<Worker> {
  const made = new Worker(new URL('./imports/fuzz-worker.ts', import.meta.url), { workerData: { only: ONLY } });
  await new Promise((resolve, reject) => made.once('message', resolve).once('error', reject));
  return made;
}

/** Null where no answer comes. A thread that crashes is an answer. */
function asked(to: Worker, request: FuzzRequest): Promise<FuzzAnswer | null> {
  return new Promise(resolve => {
    const waiting = setTimeout(() => resolve(null), LOST_MS);
    const heard = (answer: FuzzAnswer): void => {
      clearTimeout(waiting);
      to.off('error', crashed);
      resolve(answer);
    };
    const crashed = (thrown: Error): void => {
      console.log(thrown.stack);
      clearTimeout(waiting);
      to.off('message', heard);
      resolve(null);
    };
    to.once('message', heard).once('error', crashed);
    to.postMessage(request);
  });
}
