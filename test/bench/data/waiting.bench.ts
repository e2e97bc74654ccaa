/**
 * How much of a training is waiting for items, where they don't stay on the device but are fetched batch by batch: what WebAssembly
 * always does, and TensorFlow's library with more than 2 GiB that it can't read where they lie. Images, sounds and tables, each laid behind
 * itself until it is larger than that, for what the processor keeps at hand is fetched in no time; with a small network and a larger one of
 * its kind, for the shorter a step, the more a fetch counts. With TensorFlow's library also what a step takes where it reads the data where
 * they lie, each after the other. Shares of the computing. Bar: 5 %.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../../src-main/engine/backends/ladder.ts';
import type { HostArray } from '../../../src-main/engine/compiler.ts';
import { assembleDataset, loadDataset, storedOf, type LoadedDataset } from '../../../src-main/engine/data/load-dataset.ts';
import { withSplits } from '../../../src-main/engine/data/with-splits.ts';
import { initialParameters } from '../../../src-main/engine/graph/parameters.ts';
import { presets } from '../../../src-main/engine/graph/presets/index.ts';
import type { Engine } from '../../../src-main/engine/tensor-library.ts';
import { timedData } from '../../../src-main/engine/training/timed-data.ts';
import { runTraining } from '../../../src-main/engine/training/run-training.ts';
import { createArtifactFiles } from '../../../src-main/platform/artifact-files.ts';
import { alignedBytes } from '../../../src-main/platform/read-whole.ts';
import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { parseParams } from '../../../src-shared/domain/params/parse-params.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import type { DataOutput } from '../../../src-shared/domain/step-output.ts';
import { resultOf, startCli } from '../../support/cli.ts';
import { registeredLibrary } from '../../support/requirements.ts';
import { computingMs } from '../computing.ts';
import type { BenchOptions } from '../fusion/bench-part.ts';

const WANTED = 0.05;
const BATCH = 64;
/** Steps at least that are timed: of a small network more, so that a single slow fetch does not make the share. */
const STEPS = { small: 3000, large: 30, quick: 20 } as const;
/** Networks whose steps are short. */
const SMALL: readonly string[] = ['mlp', 'resnet-tabular'];
/** In a process of TensorFlow's library, data of more than this are fetched. */
const LARGE_BYTES = 2.1 * 2 ** 30;
/** Of the table: numbers and one of ten classes, which some of them tell. */
const TABLE = { rows: 20_000, columns: 30, classes: 10 } as const;

const RECORDINGS = fileURLToPath(new URL('../../../../shared/data/fsdd/recordings', import.meta.url));

interface Subject {
  readonly data: string;
  readonly networks: readonly string[];
  readonly step: object;
}

export async function bench({ folder, seeds, quick }: BenchOptions): Promise<void> {
  const subjects = subjectsIn(folder);
  const imports = await imported(folder, subjects);
  const library = registeredLibrary();
  const rungs = [...(library === null ? [] : ['libtensorflow']), 'wasm'];
  for (const rung of rungs) {
    const engine = await createEngine(rung, library === null ? { threads: 1 } : { libraryFolder: library, threads: 1 });
    for (const { data: name, networks } of subjects) {
      const data = enlarged(imports.get(name)!);
      for (const network of networks) {
        const [fetched, read]: [Waiting[], Waiting[]] = [[], []];
        for (const seed of seeds) {
          fetched.push(await train(fetching(engine), { data, network, seed, quick }));
          if (engine.compiler !== null) read.push(await train(engine, { data, network, seed, quick }));
        }
        console.log(
          `  ${rung}, ${name}, ${network}: ${textOf(fetched)}${read.length === 0 ? '' : `; read where they lie: ${textOf(read)}`}`,
        );
      }
    }
  }
}

/** On a device that would have to copy all of the data, and has no room for them. */
function fetching(engine: Engine): Engine {
  const { compiler } = engine;
  return compiler === null ? engine : { ...engine, compiler: { ...compiler, bytesTaken: ({ byteLength }) => byteLength } };
}

function subjectsIn(folder: string): readonly Subject[] {
  const splits = { validation: 0.1, test: 0.1, seed: 1 };
  const table = join(folder, 'waiting.csv');
  writeFileSync(table, tableText());
  const features = { kind: 'log-mel', bands: 24, hopMs: 20, range: 45, low: 100, high: 3800 };
  const sounds = { source: RECORDINGS, kind: 'audio-folder', names: '{class}_{speaker}_{take}', sampleRate: 8000, seconds: 0.7, features };
  return [
    { data: 'images', networks: ['mlp', 'lenet5'], step: { source: 'builtin:mnist', splits: { train: 8000, validation: 1000, seed: 1 } } },
    { data: 'sounds', networks: ['mlp', 'dscnn-small'], step: { ...sounds, splits } },
    { data: 'tables', networks: ['mlp', 'resnet-tabular'], step: { source: table, label: 'label', splits } },
  ];
}

function tableText(): string {
  const random = createRandom(1);
  const columns = Array.from({ length: TABLE.columns }, (_, i) => `n${i}`);
  const rows = Array.from({ length: TABLE.rows }, () => {
    const numbers = columns.map(() => random.next());
    return [...numbers.map(number => number.toFixed(4)), `c${Math.floor(numbers[0]! * TABLE.classes)}`].join(',');
  });
  return `${[...columns, 'label'].join(',')}\n${rows.join('\n')}\n`;
}

/** By name, as a person would import them: on the command line. */
async function imported(folder: string, subjects: readonly Subject[]): Promise<ReadonlyMap<string, LoadedDataset>> {
  const steps = Object.fromEntries(subjects.map(({ data, step }) => [data, { do: 'import-data', ...step }]));
  const recipe = join(folder, 'waiting.json');
  const workspace = join(folder, 'workspace');
  writeFileSync(recipe, JSON.stringify({ espalier: 1, name: 'waiting', seed: 1, steps }));
  const done = await startCli(['run', recipe, '--workspace', workspace, '--json']).ended;
  if (done.code !== 0) throw new Error(`The import failed: ${done.error || JSON.stringify(resultOf(done))}`);
  const artifacts = createArtifactFiles(join(workspace, 'artifacts'));
  const outputs = subjects.map(({ data }) => [data, resultOf(done).steps[data]?.output as unknown as DataOutput] as const);
  return new Map(
    await Promise.all(outputs.map(async ([name, { manifest }]) => [name, await loadDataset(manifest.hash, artifacts)] as const)),
  );
}

interface Waiting {
  readonly waitingMs: number;
  readonly totalMs: number;
  readonly steps: number;
}

interface Trial {
  readonly data: LoadedDataset;
  readonly network: string;
  readonly seed: number;
  readonly quick: boolean;
}

/** From the end of the first epoch on: it compiles, which takes as long as hundreds of steps of a small network. */
async function train({ tf, compiler }: Engine, { data: all, network, seed, quick }: Trial): Promise<Waiting> {
  const stepsPerEpoch = STEPS[quick ? 'quick' : SMALL.includes(network) ? 'small' : 'large'];
  const data = withSplits(all, { train: someOf(all, { items: stepsPerEpoch * BATCH, seed }) });
  const epochs = 2;
  const graph = graphOf(network, data);
  let waitingMs = 0;
  let begun = Number.NaN;
  await runTraining(
    {
      ...{ tf, compiler, graph, parameters: initialParameters(graph, createRandom(seed)), masks: {}, seed },
      data: timedData(data, computingMs, ms => (waitingMs += ms)),
      ...{ epochs, batchSize: BATCH, weightDecay: 0, keep: 'last', schedule: { kind: 'constant' } },
      optimizer: { kind: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    },
    {
      ...{ resumeFrom: null, report: () => undefined, measure: () => undefined, checkpointDue: () => false },
      ...{ checkpoint: () => Promise.resolve(), turn: () => Promise.resolve(), nowMs: computingMs },
      afterEpoch({ epoch }) {
        if (epoch === 1) [waitingMs, begun] = [0, computingMs()];
        return Promise.resolve('on');
      },
      log(_level, message) {
        throw new Error(message);
      },
    },
  );
  return { waitingMs, totalMs: computingMs() - begun, steps: (epochs - 1) * stepsPerEpoch };
}

/** So many items of the training part, scattered over all copies of it. */
function someOf(data: LoadedDataset, { items, seed }: { readonly items: number; readonly seed: number }): Uint32Array {
  const numbers = data.itemsOf('train');
  const random = createRandom(seed).split('some');
  return Uint32Array.from({ length: items }, () => numbers[Math.floor(random.next() * numbers.length)]!).sort();
}

/** Laid behind itself, whole, until it is too large for the device. Its training part is that of all copies, the others are left out. */
function enlarged(data: LoadedDataset): LoadedDataset {
  const { inputs, targets, items } = storedOf(data);
  const copies = Math.ceil(LARGE_BYTES / (inputs.byteLength + targets.byteLength));
  const numbers = data.itemsOf('train');
  const train = new Uint32Array(copies * numbers.length);
  for (let copy = 0; copy < copies; copy++)
    train.set(
      numbers.map(number => number + copy * items),
      copy * numbers.length,
    );
  const { manifest, groups } = data;
  const { input, target } = manifest;
  return assembleDataset({
    manifest: {
      ...{ ...manifest, items: copies * items },
      input: { ...input, shape: [copies * items, ...input.shape.slice(1)] },
      target: { ...target, shape: [copies * items, ...target.shape.slice(1)] },
    },
    ...{ input: repeated(inputs, copies), target: repeated(targets, copies), groups },
    itemsOf: split => (split === 'train' ? train : new Uint32Array(0)),
  });
}

function repeated(values: HostArray, copies: number): HostArray {
  // Where an array lies that was read from a file.
  const { buffer, byteOffset } = alignedBytes(copies * values.byteLength);
  const make = values.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => HostArray;
  const all = new make(buffer, byteOffset, copies * values.length);
  for (let copy = 0; copy < copies; copy++) all.set(values, copy * values.length);
  return all;
}

function graphOf(network: string, { inputShape, outputs }: LoadedDataset): ModelGraph {
  const preset = presets.require(network);
  const params = parseParams(preset.params, {});
  if (!params.ok) throw new Error(JSON.stringify(params.error));
  return preset.build(params.value, { inputShape, outputs });
}

function textOf(times: readonly Waiting[]): string {
  const shares = times.map(({ waitingMs, totalMs }) => waitingMs / totalMs).toSorted((a, b) => a - b);
  const [least = NaN, greatest = NaN] = [shares[0], shares.at(-1)];
  const { waitingMs, steps, totalMs } = times[0]!;
  const each = `${((1000 * waitingMs) / steps).toFixed(0)} µs of ${((1000 * totalMs) / steps).toFixed(0)} a step`;
  return `waiting ${(100 * least).toFixed(1)}-${(100 * greatest).toFixed(1)} % (${greatest <= WANTED ? 'within' : 'ABOVE'} 5 %), ${each}`;
}
