import { parseArgs } from 'node:util';
import { sizeFigures } from '../../src-main/engine/evaluation/size.ts';
import { compressedBytes, encodeModel } from '../../src-main/engine/formats/native.ts';
import { createArtifactFiles } from '../../src-main/platform/artifact-files.ts';
import { sha256 } from '../../src-main/platform/sha256.ts';
import { recordSuccess } from '../../src-main/services/record-success.ts';
import { inTransaction, type WritableDb } from '../../src-main/stores/database.ts';
import { insertJobs, jobsOfRun, moveJob, setJobInput } from '../../src-main/stores/job-store.ts';
import { appendMetrics } from '../../src-main/stores/metric-store.ts';
import { openWorkspace } from '../../src-main/stores/open-workspace.ts';
import { insertRun, moveRun } from '../../src-main/stores/run-store.ts';
import type { ArtifactRef } from '../../src-shared/domain/dataset.ts';
import type { DataOutput, ModelOutput, StepOutput } from '../../src-shared/domain/step-output.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { presetModel } from './format-models.ts';

/** How much there is to be; what is left out is the 1,000 runs of 10 metrics with 1,000 points. */
export interface LargeWorkspaceOptions {
  readonly runs?: number;
  readonly metrics?: number;
  readonly points?: number;
}

export interface LargeWorkspaceFacts {
  /** Newest last; each has one training job and one model. */
  readonly runIds: readonly string[];
  readonly jobIds: readonly string[];
  readonly dataId: string;
}

const METRICS = [
  ...['train.loss', 'train.accuracy', 'validation.loss', 'validation.accuracy', 'learningRate'],
  ...['gradientNorm', 'weightNorm', 'updateRatio', 'throughput', 'memory'],
];
const CLASSES = ['0', '1', '2', '3', '4'];
const START_MS = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;
const WIDTHS = [16, 32, 64, 128];

/**
 * A workspace as it is after months of work, written through the stores: a data set, then runs with one training job,
 * its curves and its model each. The models' files are real and few, so that their pages open; nothing was trained.
 * `node test/support/large-workspace.ts FOLDER [--runs N] [--metrics N] [--points N]` makes one by hand.
 */
export async function makeLargeWorkspace(folder: string, options: LargeWorkspaceOptions = {}): Promise<LargeWorkspaceFacts> {
  const { runs = 1000, metrics = 10, points = 1000 } = options;
  const workspace = openWorkspace(folder, { name: 'a test', pid: process.pid, host: 'here', sinceMs: START_MS });
  try {
    const artifacts = createArtifactFiles(workspace.paths.artifacts);
    const manifest = await artifacts.write(new TextEncoder().encode('{"made":"for a test"}'));
    const files = await Promise.all(WIDTHS.map(width => modelFile(width, bytes => artifacts.write(bytes))));
    const writer = createWriter(workspace.db, { files, manifest, metrics, points });
    writer.data();
    for (let i = 0; i < runs; i += 1) writer.run(i);
    return writer.facts;
  } finally {
    workspace.close();
  }
}

interface Material {
  readonly files: readonly StoredModel[];
  readonly manifest: ArtifactRef;
  readonly metrics: number;
  readonly points: number;
}

interface StoredModel {
  readonly hidden: number;
  readonly file: ArtifactRef;
  readonly size: ModelOutput['summary']['size'];
}

async function modelFile(hidden: number, write: (bytes: Uint8Array) => Promise<ArtifactRef>): Promise<StoredModel> {
  const model = presetModel('mlp', { hidden: [hidden] }, [8, 8, 1]);
  const bytes = encodeModel(model);
  return { hidden, file: await write(bytes), size: sizeFigures(model, { bytes: bytes.length, compressedBytes: compressedBytes(bytes) }) };
}

function createWriter(db: WritableDb, material: Material) {
  const runIds: string[] = [];
  const jobIds: string[] = [];
  const data = { name: 'digits', id: 'data-digits', replicate: null, output: dataOutput(material.manifest) };
  return {
    facts: { runIds, jobIds, dataId: data.id },
    data: () =>
      finishedRun(db, {
        ...{ id: 'run-data', name: 'import', recipe: recipeText('import'), step: 'digits', kind: 'import-data', atMs: START_MS },
        ...{ input: {}, output: data.output, entityId: data.id, metrics: [] },
      }),
    run(i: number): void {
      const id = `run-${String(i).padStart(4, '0')}`;
      const random = createRandom(i);
      const model = material.files[i % material.files.length]!;
      const name = `net-${model.hidden}-${Math.floor(i / material.files.length)}`;
      const job = finishedRun(db, {
        ...{ id, name: `sweep ${i + 1}`, recipe: recipeText(name, model.hidden), step: name, kind: 'train' },
        ...{ atMs: START_MS + (i + 1) * 30 * MINUTE_MS, input: { data: [data] }, entityId: `model-${String(i).padStart(4, '0')}` },
        output: modelOutput(model, material.manifest, random.next()),
        metrics: curves(material, random.next()),
      });
      runIds.push(id);
      jobIds.push(job);
    },
  };
}

interface FinishedRun {
  readonly id: string;
  readonly name: string;
  readonly recipe: string;
  readonly step: string;
  readonly kind: string;
  readonly atMs: number;
  readonly input: Readonly<Record<string, readonly unknown[]>>;
  readonly output: StepOutput;
  readonly entityId: string;
  readonly metrics: Parameters<typeof appendMetrics>[2];
}

function finishedRun(db: WritableDb, run: FinishedRun): string {
  return inTransaction(db, () => {
    const { id, name, recipe, step, kind, atMs } = run;
    const jobId = `job-${id}`;
    insertRun(db, { id, name, recipe, seed: 1, fresh: false, engine: null, createdMs: atMs });
    insertJobs(db, [{ id: jobId, runId: id, step, kind, replicate: null, position: 0, seed: 1, createdMs: atMs }]);
    moveRun(db, id, 'running', { nowMs: atMs });
    const input = { name: step, values: {}, inputs: run.input, seed: 1, facts: {} };
    setJobInput(db, jobId, sha256(id), input);
    moveJob(db, jobId, 'running', { nowMs: atMs });
    appendMetrics(db, sha256(id), run.metrics);
    const job = jobsOfRun(db, id)[0]!;
    const common = { further: [], nowMs: atMs + 20 * MINUTE_MS, newId: () => run.entityId };
    recordSuccess(db, { job, input: input as never, output: run.output, ...common });
    moveRun(db, id, 'succeeded', { nowMs: atMs + 20 * MINUTE_MS });
    return jobId;
  });
}

/** Curves that look like training, by name and step, as a job reports them. */
function curves({ metrics, points }: Material, luck: number): Parameters<typeof appendMetrics>[2] {
  return Array.from({ length: metrics }, (_, m) => METRICS[m] ?? `metric${m}`)
    .sort()
    .flatMap(name =>
      Array.from({ length: points }, (_, i) => {
        const falling = Math.exp((-4 * i) / points) * (1 + luck) + 0.03 * Math.sin(i * (1 + luck));
        return { name, step: (i + 1) * 10, value: name.endsWith('accuracy') ? 1 - falling / 3 : falling };
      }),
    );
}

function modelOutput({ file, size, hidden }: StoredModel, data: ArtifactRef, luck: number): ModelOutput {
  const error = 0.02 + 0.03 * luck + 0.4 / hidden;
  return {
    kind: 'model',
    file,
    data,
    summary: {
      ...{ task: 'classes', classes: CLASSES, size, sparsity: null, steps: 3440, trainingMs: Math.round(60_000 * (1 + luck)) },
      validation: { loss: 3 * error, accuracy: 1 - error, error },
      epochs: { run: 8, kept: 7, stoppedEarly: false },
    },
  };
}

function dataOutput(manifest: ArtifactRef): DataOutput {
  const summary = {
    ...{ name: 'digits', items: 70_000, inputShape: [8, 8, 1], task: 'classes' as const, classes: CLASSES, warnings: [] },
    splits: { train: 55_000, validation: 5000, test: 10_000 },
  };
  return { kind: 'data', manifest, summary };
}

/** Of the import, or of a training on what it left in the workspace. */
function recipeText(name: string, hidden?: number): string {
  const step =
    hidden === undefined
      ? '  digits:\n    do: import-data\n    source: "builtin:mnist"\n'
      : `  ${name}:\n    do: train\n    data: data:digits\n    model: { preset: mlp, hidden: [${hidden}] }\n    epochs: 8\n`;
  return `espalier: 1\nname: ${name}\nseed: 1\nsteps:\n${step}`;
}

if (import.meta.main) {
  const count = { type: 'string' } as const;
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { runs: count, metrics: count, points: count } });
  if (positionals[0] === undefined)
    throw new Error('A folder is required: large-workspace.ts FOLDER [--runs N] [--metrics N] [--points N]');
  const numbers = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
  await makeLargeWorkspace(positionals[0], numbers);
}
