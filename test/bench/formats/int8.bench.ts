/**
 * LeNet-5 on MNIST as an int8 file and as ones of codebooks beside float32 and, where ESPALIER_PYTHON has onnxruntime, beside the file its own static quantiser
 * makes of ours, calibrated on as many training items. Bars: at most 26 % of the file, 0.3 points of the test error, 99 % the same answers,
 * faster at batch 1 and 64. Errors are those of the exported files; times are taken in turns, in onnxruntime for Node on one thread.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadDataset, type LoadedDataset } from '../../../src-main/engine/data/load-dataset.ts';
import { batchesOf } from '../../../src-main/engine/evaluation/file-quality.ts';
import { itemsInTurn, latencyItems, measureLatency } from '../../../src-main/engine/evaluation/latency.ts';
import type { RuntimeSession } from '../../../src-main/engine/formats/format.ts';
import { decodeModel } from '../../../src-main/engine/formats/native.ts';
import { openOnnx } from '../../../src-main/engine/formats/onnx/session.ts';
import { writeOnnx } from '../../../src-main/engine/formats/onnx/write.ts';
import { createArtifactFiles } from '../../../src-main/platform/artifact-files.ts';
import type { ModelOutput } from '../../../src-shared/domain/step-output.ts';
import { recipeFile, resultOf, startCli } from '../../support/cli.ts';
import { judgingPython } from '../../support/requirements.ts';
import type { BenchOptions } from '../fusion/bench-part.ts';

const CALIBRATION = 500;
const PEER = fileURLToPath(new URL('static-quantiser.py', import.meta.url));

export async function bench({ folder, seeds, quick }: BenchOptions): Promise<void> {
  for (const seed of seeds) {
    const { float, small, data } = await trained(folder, seed, quick);
    const files = new Map([['float32', float], ...small]);
    const peer = peerFile(join(folder, `peer-${seed}`), float, data);
    if (peer !== null) files.set('onnxruntime', peer);
    await judged(seed, files, data);
  }
}

async function trained(folder: string, seed: number, quick: boolean) {
  const quantised = {
    ...{ do: 'quantise', model: 'net', sensitivity: false },
    calibration: { items: CALIBRATION, method: 'percentile' },
  };
  const steps = {
    digits: { do: 'import-data', source: 'builtin:mnist', splits: { ...(quick ? { train: 3000 } : {}), validation: 5000, seed: 7 } },
    net: {
      ...{ do: 'train', data: 'digits', model: { preset: 'lenet5' }, optimizer: { kind: 'adam', learningRate: 0.001 } },
      ...{ epochs: quick ? 1 : 5, batchSize: 128, seed },
    },
    int8: { ...quantised, precision: 'int8' },
    codebook256: { ...quantised, precision: 'codebook-256' },
    codebook16: { ...quantised, precision: 'codebook-16' },
  };
  const { seed: _seed, ...net } = steps.net;
  const recipe = recipeFile(folder, { ...steps, net }, `int8-${seed}`);
  writeFileSync(recipe, readFileSync(recipe, 'utf8').replace('"seed":3', `"seed":${seed}`));
  const workspace = join(folder, 'ws');
  const engines = process.env['ESPALIER_ENGINES'];
  const done = await startCli(['run', recipe, '--workspace', workspace, '--json'], { ESPALIER_ENGINES: engines }).ended;
  const outputs = resultOf(done).steps;
  const artifacts = createArtifactFiles(join(workspace, 'artifacts'));
  const fileOf = async (step: string): Promise<Uint8Array> => {
    const { file } = outputs[step]?.output as unknown as ModelOutput;
    return writeOnnx(decodeModel(await artifacts.read(file.hash)));
  };
  const { data } = outputs['net']?.output as unknown as ModelOutput;
  const small: [string, Uint8Array][] = [];
  for (const step of ['int8', 'codebook256', 'codebook16']) {
    small.push([step, await fileOf(step)]);
    const { file } = outputs[step]?.output as unknown as ModelOutput;
    console.log(`  seed ${seed} ${step.padEnd(11)} ${(await artifacts.read(file.hash)).length} bytes in our own file`);
  }
  return { float: await fileOf('net'), small, data: await loadDataset(data.hash, artifacts) };
}

/** What onnxruntime's static quantiser makes of the file; null, with the reason, where it is not there. */
function peerFile(folder: string, float: Uint8Array, data: LoadedDataset): Uint8Array | null {
  mkdirSync(folder, { recursive: true });
  const [{ inputs, items }] = [...batchesOf(data, 'train', CALIBRATION)].slice(0, 1) as [{ inputs: Float32Array; items: number }];
  writeFileSync(join(folder, 'float.onnx'), float);
  writeFileSync(join(folder, 'items.f32'), inputs);
  const ran = spawnSync(judgingPython(), [PEER, folder, String(items), ...data.inputShape.map(String)], { encoding: 'utf8' });
  if (ran.status === 0) return new Uint8Array(readFileSync(join(folder, 'int8.onnx')));
  console.log(`  no peer: ${(ran.error?.message ?? ran.stderr).trim().split('\n').at(-1) ?? ''}`);
  return null;
}

async function judged(seed: number, files: ReadonlyMap<string, Uint8Array>, data: LoadedDataset): Promise<void> {
  const turn = (): Promise<void> => Promise.resolve();
  const sessions = await Promise.all([...files.values()].map(bytes => openOnnx(bytes, { threads: 1 })));
  const items = latencyItems(data, 'test');
  const subjects = sessions.map(session => {
    const next = itemsInTurn(items);
    return { run: async (count: number): Promise<void> => void (await session.predict(next(count), count)) };
  });
  const times = await measureLatency({ subjects, engine: 'onnxruntime', budgetMs: 4000, nowMs: () => performance.now(), turn });
  const answers: (readonly number[])[] = [];
  for (const session of sessions) answers.push(await answersOf(session, data));
  const { targets } = data.gather(
    'test',
    Uint32Array.from({ length: data.count('test') }, (_, i) => i),
  );
  const names = [...files.keys()];
  const [whole] = answers as [readonly number[]];
  const [first] = times as [(typeof times)[number]];
  names.forEach((name, i) => {
    const share = (count: number): string => (100 * (count / targets.length)).toFixed(2);
    const errors = share(answers[i]!.filter((answer, item) => answer !== targets[item]).length);
    const same = share(answers[i]!.filter((answer, item) => answer === whole[item]).length);
    const bytes = files.get(name)?.length ?? 0;
    const size = ((100 * bytes) / (files.get('float32')?.length ?? bytes)).toFixed(1);
    const { p50Ms, throughput } = times[i]!;
    console.log(
      `  seed ${seed} ${name.padEnd(11)} ${bytes} bytes (${size} %), test error ${errors} %, same answers ${same} %, ` +
        `${p50Ms.toFixed(3)} ms (${(first.p50Ms / p50Ms).toFixed(2)}×), ${Math.round(throughput)}/s at 64 (${(throughput / first.throughput).toFixed(2)}×)`,
    );
  });
  for (const session of sessions) await session.close();
}

async function answersOf(session: RuntimeSession, data: LoadedDataset): Promise<readonly number[]> {
  const classes: number[] = [];
  for (const { inputs, items } of batchesOf(data, 'test')) {
    const found = await session.predict(inputs, items);
    for (let i = 0; i < items; i++) {
      const row = found.subarray(i * data.outputs, (i + 1) * data.outputs);
      classes.push(row.indexOf(Math.max(...row)));
    }
  }
  return classes;
}
