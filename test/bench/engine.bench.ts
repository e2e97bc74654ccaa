/**
 * Training speed beside Keras (`fit`, `jit_compile`), a `tf.function` loop and PyTorch, all on the same threads in one run:
 * each in a process of its own, taking turns round by round, so that a machine that slows down slows all of them. A ratio is
 * the median over rounds of ours by the best peer of that round. "Ours" is what the scheduler would choose: all threads for
 * an operation, operations side by side, or one thread, whichever its rehearsal times faster. Writes a markdown table to .out/bench/engine.md.
 *
 * Run: npm run bench:engine -- [--only NETWORK[,…]] [--batch 64] [--rounds 7] [--seconds 1] [--threads 2] [--long]
 * Needs a registered native library (`espalier engine install`) or ESPALIER_LIBRARY, and ESPALIER_PYTHON with keras and torch;
 * a peer that is missing is named. --long instead makes 10,000 steps of each of ours and looks at tensors and memory.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ALLOCATOR } from '../../src-main/platform/job-launcher.ts';
import { judgingPython, registeredLibrary } from '../support/requirements.ts';
import { startContender, type Contender, type ContenderPlan, type Stretch } from './engine/contender.ts';
import { NETWORKS } from './engine/networks.ts';

/** Steps after which a long run tells what is held. */
const LONG_STOPS = [500, 1000, 2500, 5000, 10_000];

const PEERS = ['keras', 'keras-jit', 'loop', 'torch'] as const;
/** Our side as users run it: built, not from its sources. */
const OWN = fileURLToPath(new URL('../../.out/bench/own', import.meta.url));
const OUTPUT = fileURLToPath(new URL('../../.out/bench/engine.md', import.meta.url));

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: NETWORKS.join(',') },
    batch: { type: 'string', default: '64,256' },
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(availableParallelism()) },
    long: { type: 'boolean', default: false },
  },
});
const library = registeredLibrary();
if (library === null) throw new Error('A registered native library is required: npm run --silent espalier -- engine install');
const { bundleForNode } = (await import(new URL('../../scripts/build/build-main.mjs', import.meta.url).href)) as {
  bundleForNode(folder: string, entries: Readonly<Record<string, string>>): Promise<void>;
};
await bundleForNode(OWN, { own: 'test/bench/engine/own.ts' });
const threads = Number(options.threads);
const rounds = Number(options.rounds);

interface Row {
  readonly network: string;
  readonly batch: number;
  /** Examples a second: medians over the rounds, by contender. */
  readonly speeds: ReadonlyMap<string, number>;
  /** Ours by the best peer, by Keras's `fit`: median, least and greatest over the rounds. */
  readonly ratio: readonly [number, number, number];
  readonly fitRatio: number;
  readonly firstStepMs: ReadonlyMap<string, number>;
  readonly peakBytes: ReadonlyMap<string, number>;
  /** Share of a step outside TensorFlow. */
  readonly outside: number;
}

const lines: string[] = [];
const print = (line: string): void => {
  lines.push(line);
  console.log(line);
};
const networks = options.only.split(',');
const batches = options.batch.split(',').map(Number);
if (options.long) for (const network of networks) await longRun(network);
else await compare();
mkdirSync(dirname(OUTPUT), { recursive: true });
writeFileSync(OUTPUT, `${lines.join('\n')}\n`);

async function compare(): Promise<void> {
  print(
    `${cpus()[0]?.model ?? ''}, ${threads} threads, ${new Date().toISOString().slice(0, 10)}, ${rounds} rounds of ${options.seconds} s\n`,
  );
  const rows: Row[] = [];
  for (const network of networks) for (const batch of batches) rows.push(await compareOne(network, batch));
  const own = ownNames();
  const names = [...own, ...PEERS];
  print(`\n| examples/s | batch | ${names.join(' | ')} | ours / best peer | ours / Keras fit | outside TensorFlow |`);
  print(`|---|---|${names.map(() => '---|').join('')}---|---|---|`);
  for (const { network, batch, speeds, ratio, fitRatio, outside } of rows) {
    const cells = names.map(name => whole(speeds.get(name)));
    const [median, least, greatest] = ratio.map(value => value.toFixed(2));
    print(
      `| ${network} | ${batch} | ${cells.join(' | ')} | **${median}** (${least}-${greatest}) | ${fitRatio.toFixed(2)} | ${percent(outside)} |`,
    );
  }
  for (const [title, unit, of] of [
    ['start to first step, s', 1000, 'firstStepMs'],
    ['peak memory, MB', 1e6, 'peakBytes'],
  ] as const) {
    print(`\n| ${title} | batch | ${names.join(' | ')} |\n|---|---|${names.map(() => '---|').join('')}`);
    for (const row of rows) {
      const cells = names.map(name => ((row[of].get(name) ?? NaN) / unit).toFixed(unit === 1000 ? 2 : 0));
      print(`| ${row.network} | ${row.batch} | ${cells.join(' | ')} |`);
    }
  }
}

async function compareOne(network: string, batch: number): Promise<Row> {
  const contenders = await startAll(network, batch);
  const sizes = new Set(contenders.map(({ parameters }) => parameters));
  if (sizes.size !== 1)
    throw new Error(`The same networks are required, got ${contenders.map(c => `${c.name}: ${c.parameters}`).join(', ')}`);
  const stretches = new Map<string, Stretch[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) stretches.get(contender.name)?.push(await contender.run(Number(options.seconds)));
  }
  const peakBytes = new Map<string, number>();
  for (const contender of contenders) peakBytes.set(contender.name, await contender.end());
  const speedsOf = (name: string): number[] => (stretches.get(name) ?? []).map(({ steps, ms }) => (steps * batch * 1000) / ms);
  const speeds = new Map(contenders.map(({ name }) => [name, median(speedsOf(name))]));
  // The rehearsal's choice: by the first half of the rounds; the ratios come from all of them.
  const early = (name: string): number => median(speedsOf(name).slice(0, Math.ceil(rounds / 2)));
  const own = ownNames().toSorted((a, b) => early(b) - early(a))[0] ?? '';
  const peers = contenders.map(({ name }) => name).filter(name => !ownNames().includes(name));
  const ratios = speedsOf(own).map((speed, round) => speed / Math.max(...peers.map(name => speedsOf(name)[round] ?? 0)));
  const fits = speedsOf(own).map((speed, round) => speed / (speedsOf('keras')[round] ?? NaN));
  const ours = stretches.get(own) ?? [];
  console.error(`${network}, ${batch}: ${[...speeds].map(([name, speed]) => `${name} ${whole(speed)}`).join(', ')}`);
  return {
    ...{ network, batch, speeds, peakBytes },
    ratio: [median(ratios), Math.min(...ratios), Math.max(...ratios)],
    fitRatio: median(fits),
    firstStepMs: new Map(contenders.map(({ name, firstStepMs }) => [name, firstStepMs])),
    outside: median(ours.map(({ ms, nativeMs = 0 }) => 1 - nativeMs / ms)),
  };
}

async function startAll(network: string, batch: number): Promise<readonly Contender[]> {
  const contenders: Contender[] = [];
  for (const plan of [...ownPlans(network, batch), ...PEERS.map(peer => peerPlan(peer, network, batch))]) {
    try {
      contenders.push(await startContender(plan));
    } catch (thrown) {
      console.error(`Left out: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  return contenders;
}

function ownNames(): readonly string[] {
  return threads === 1 ? ['1 thread'] : [`${threads} threads`, `${threads} side by side`, '1 thread'];
}

function ownPlans(network: string, batch: number): readonly ContenderPlan[] {
  return ownNames().map(name => ({
    name,
    command: process.execPath,
    args: [
      '--disable-warning=DEP0044',
      join(OWN, 'own.js'),
      network,
      String(batch),
      name.split(' ')[0] ?? '1',
      library ?? '',
      rungOf(name),
    ],
    env: { ...ALLOCATOR, TF_CPP_MIN_LOG_LEVEL: '3' },
  }));
}

function rungOf(name: string): string {
  return name.endsWith('side by side') ? 'libtensorflow-ops' : 'libtensorflow';
}

function peerPlan(name: string, network: string, batch: number): ContenderPlan {
  const script = fileURLToPath(new URL('./engine/peers.py', import.meta.url));
  return { name, command: judgingPython(), args: [script, name, network, String(batch), String(threads)], env: {} };
}

/** Ten thousand steps: nothing may grow. */
async function longRun(network: string): Promise<void> {
  for (const plan of ownPlans(network, 64).slice(-1)) {
    const contender = await startContender(plan);
    const seen: Stretch[] = [];
    for (const steps of LONG_STOPS) {
      let last = await contender.run(1);
      while ((last.done ?? 0) < steps) last = await contender.run(1);
      seen.push(last);
    }
    const peak = await contender.end();
    const figures = seen.map(({ done, tensors, rssBytes = 0 }) => `${done} steps: ${tensors} tensors, ${whole(rssBytes / 1e6)} MB`);
    print(`${network}, batch 64, ${plan.name}: ${figures.join('; ')}; peak ${whole(peak / 1e6)} MB`);
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function whole(value: number | undefined): string {
  return value === undefined ? 'missing' : Math.round(value).toLocaleString('en-US');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
