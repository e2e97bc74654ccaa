import type { DataRow, JobView, ModelRow } from '../../../src-shared/contracts/views.ts';
import type { ComparisonReport, Estimate, ModelInComparison, PairInComparison } from '../../../src-shared/domain/report.ts';
import type { DataOutput, FilesOutput, ModelOutput } from '../../../src-shared/domain/step-output.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';

/** Made-up figures of the tour with three seeds, for looking at the screens without running anything. */

const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const ENGINE = 'wasm-4.22.0-simd-1t';
const hash = (n: number): string => n.toString(16).padStart(2, '0').repeat(32).slice(0, 64);

export const dataOutput: DataOutput = {
  kind: 'data',
  manifest: { hash: hash(17), bytes: 2210 },
  summary: {
    name: 'digits',
    items: 70_000,
    inputShape: [28, 28, 1],
    task: 'classes',
    classes: CLASSES,
    splits: { train: 55_000, validation: 5000, test: 10_000 },
    warnings: ['Class 5 is the rarest: 5,421 of 60,000 items (9.0 %).'],
  },
};

export function modelOutput(name: 'dense' | 'lean', seed: number): ModelOutput {
  const lean = name === 'lean';
  return {
    kind: 'model',
    file: { hash: hash(lean ? 40 + seed : 30 + seed), bytes: 1_070_264 },
    data: dataOutput.manifest,
    summary: {
      task: 'classes',
      classes: CLASSES,
      size: {
        parameters: 266_610,
        nonZeros: lean ? 22_300 : 266_598,
        multiplyAdds: 266_200,
        bytes: 1_070_264,
        compressedBytes: lean ? 118_440 : 988_120,
      },
      sparsity: lean ? { overall: 0.918, layers: { fc1: 0.92, fc2: 0.91, fc3: 0.74 } } : null,
      validation: { loss: lean ? 0.0712 : 0.0688, accuracy: lean ? 0.9812 - seed * 0.0004 : 0.9804 + seed * 0.0006 },
      epochs: { run: lean ? 9 : 8, kept: lean ? 8 : 7, stoppedEarly: false },
      steps: lean ? 3870 : 3440,
      trainingMs: 71_400 + 800 * seed,
    },
  };
}

export const filesOutput: FilesOutput = {
  kind: 'files',
  directory: '/home/ada/espalier/exports/lean',
  files: (
    [
      ['onnx', 'lean.onnx', 1_067_900, 'onnxruntime-node 1.30.0', 2.4e-7],
      ['keras', 'lean.keras', 1_075_204, 'Espalier reader', 0],
      ['keras-h5', 'lean.h5', 1_082_112, 'Espalier reader', 0],
      ['tfjs', 'model.json', 1_070_833, 'Espalier reader', 1.2e-7],
    ] as const
  ).map(([format, file, bytes, runtime, maxDifference]) => ({
    format,
    path: `/home/ada/espalier/exports/lean/${file}`,
    bytes,
    sha256: hash(90),
    verification: { runtime, items: 10_000, maxDifference, tolerance: 1e-5, disagreements: 0 },
  })),
};

const error = (errors: number, items = 10_000): Estimate => {
  const p = errors / items;
  const half = 1.96 * Math.sqrt((p * (1 - p)) / items);
  return { value: p, low: p - half, high: p + half, over: 'items' };
};

/** A confusion matrix of 1,000 items a class with the given number of errors, spread by a fixed draw. */
function confusionOf(errors: number, seed: number): number[][] {
  const random = createRandom(seed);
  const matrix = CLASSES.map((_, i) => CLASSES.map((__, j) => (i === j ? 1000 : 0)));
  for (let k = 0; k < errors; k++) {
    const actual = Math.floor(random.next() * 10);
    const answer = (actual + 1 + Math.floor(random.next() ** 2 * 9)) % 10;
    matrix[actual]![answer]! += 1;
    matrix[actual]![actual]! -= 1;
  }
  return matrix;
}

function compared(name: 'dense' | 'lean', replicate: number, errors: number): ModelInComparison {
  const estimate = error(errors);
  return {
    name,
    modelId: `model-${name}-${replicate}`,
    replicate,
    evaluation: {
      split: 'test',
      items: 10_000,
      task: 'classes',
      metrics: { error: estimate, accuracy: { value: 1 - estimate.value, low: 1 - estimate.high, high: 1 - estimate.low, over: 'items' } },
      errors,
      confusion: confusionOf(errors, errors),
    },
    size: modelOutput(name, replicate).summary.size,
    latency: { p50Ms: 0.42 + 0.011 * replicate, p95Ms: 0.61, throughput: 9200, engine: ENGINE },
  };
}

const models = [
  compared('dense', 0, 191),
  compared('dense', 1, 203),
  compared('dense', 2, 187),
  compared('lean', 0, 178),
  compared('lean', 1, 196),
  compared('lean', 2, 184),
];

function pair(a: number, b: number): PairInComparison {
  const [errorsA, errorsB] = [models[a]!.evaluation.errors!, models[b]!.evaluation.errors!];
  const shared = Math.round(Math.min(errorsA, errorsB) * 0.7);
  const difference = (errorsB - errorsA) / 10_000;
  return {
    a,
    b,
    onlyA: errorsB - shared,
    onlyB: errorsA - shared,
    p: 0.21 + 0.1 * ((a + b) % 5),
    adjustedP: 1,
    difference: { value: difference, low: difference - 0.0021, high: difference + 0.0019, over: 'items' },
    verdict: 'no-difference-seen',
    itemsNeeded: 41_000 + 9000 * (a + b),
  };
}

const overSeeds = (indices: readonly number[]): Estimate => {
  const values = indices.map(i => models[i]!.evaluation.metrics['error']!.value);
  const value = values.reduce((sum, each) => sum + each, 0) / values.length;
  return { value, low: value - 0.0021, high: value + 0.0021, over: 'seeds' };
};

export const report: ComparisonReport = {
  split: 'test',
  items: 10_000,
  models,
  groups: [
    { name: 'dense', members: [0, 1, 2], metrics: { error: overSeeds([0, 1, 2]) } },
    { name: 'lean', members: [3, 4, 5], metrics: { error: overSeeds([3, 4, 5]) } },
  ],
  pairs: [pair(0, 3), pair(0, 4), pair(0, 5), pair(1, 3), pair(0, 1)],
  quotedPair: 0,
  sentence:
    'lean makes no more errors than dense (178 against 191 of 10,000; McNemar p = 0.51, Holm-adjusted 1.0) with 8.4 % of its non-zero weights and 12 % of its compressed size. To see a difference this small you would need about 68,000 test items.',
  testLooks: 3,
  warnings: [],
};

export function modelRows(jobs: readonly JobView[]): ModelRow[] {
  return jobs.flatMap(job =>
    job.output?.kind === 'model'
      ? [
          {
            id: job.entityId ?? '',
            name: job.step,
            step: job.step,
            givenName: null,
            note: '',
            starred: false,
            tags: [],
            replicate: job.replicate,
            kind: job.kind,
            runId: job.runId,
            runName: job.runId,
            dataName: 'digits',
            jobId: job.id,
            createdMs: job.finishedMs ?? 0,
            output: job.output,
          },
        ]
      : [],
  );
}

export function dataRows(jobs: readonly JobView[]): DataRow[] {
  const job = jobs.find(each => each.kind === 'import-data');
  return job === undefined ? [] : [{ id: 'data-digits', name: 'digits', jobId: job.id, createdMs: job.createdMs, output: dataOutput }];
}

export const layers = [
  { name: 'input', layer: 'input', outputShape: [28, 28, 1], parameters: 0, nonZeros: 0, multiplyAdds: 0, activationBytes: 3136 },
  { name: 'flatten', layer: 'flatten', outputShape: [784], parameters: 0, nonZeros: 0, multiplyAdds: 0, activationBytes: 3136 },
  { name: 'fc1', layer: 'dense', outputShape: [300], parameters: 235_500, nonZeros: 19_116, multiplyAdds: 235_200, activationBytes: 1200 },
  { name: 'relu1', layer: 'activation', outputShape: [300], parameters: 0, nonZeros: 0, multiplyAdds: 0, activationBytes: 3136 },
  { name: 'fc2', layer: 'dense', outputShape: [100], parameters: 30_100, nonZeros: 2800, multiplyAdds: 30_000, activationBytes: 1200 },
  { name: 'relu2', layer: 'activation', outputShape: [100], parameters: 0, nonZeros: 0, multiplyAdds: 0, activationBytes: 3136 },
  { name: 'fc3', layer: 'dense', outputShape: [10], parameters: 1010, nonZeros: 270, multiplyAdds: 1000, activationBytes: 1200 },
];
