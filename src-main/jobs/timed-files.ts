import type { RefusedFile, TimedSubject } from '../../src-shared/domain/latency.ts';
import type { AlgorithmValue } from '../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../src-shared/domain/params/parse-algorithm.ts';
import type { Precision } from '../../src-shared/domain/quantisation.ts';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { itemsInTurn, modelSubject, type LatencyItems } from '../engine/evaluation/latency.ts';
import type { LabSubject } from '../engine/evaluation/latency-lab.ts';
import { createPredictor } from '../engine/evaluation/predictor.ts';
import { allowanceOf } from '../engine/formats/allowance.ts';
import { answersFromOutputs } from '../engine/formats/answers.ts';
import { sourceOfFiles, type ExportFormat, type RuntimeSession, type WrittenFile } from '../engine/formats/format.ts';
import { formats } from '../engine/formats/index.ts';
import { assertVerified, verifyExport } from '../engine/formats/verify.ts';
import type { InputModel } from './job-inputs.ts';
import type { JobContext, JobInput } from './job.ts';
import { modelForFile, type FileModel } from './quantised-source.ts';
import type { TimingEngines } from './timing-engines.ts';

/** A subject of the lab that is open, with what the report says of it. */
export interface OpenSubject extends LabSubject {
  readonly about: TimedSubject;
  close(): Promise<void>;
}

export interface TimingPlace {
  readonly input: JobInput;
  readonly context: JobContext;
  readonly engines: TimingEngines;
  readonly source: InputModel;
  readonly data: LoadedDataset;
  readonly items: LatencyItems;
  /** For runtimes that can be told. */
  readonly threads: readonly number[];
}

/** Items whose answers are compared: a file that answers something else is not worth a time. */
const COMPARED = 64;

/** The model itself, on the engine in force. */
export async function openModelHere({ engines, source, items }: TimingPlace): Promise<OpenSubject> {
  await engines.use('step');
  const engine = engines.step;
  const { run, dispose } = modelSubject(engine, source.model, items);
  return {
    run,
    enter: () => engines.use('step'),
    close: () => Promise.resolve(dispose()),
    about: {
      ...whoseOf(source),
      ...{ format: null, precision: null, bytes: null, sha256: null, runtime: engine.identity, threads: engine.threads },
    },
  };
}

/** The model as a file of this format, once for each number of threads where its runtime can be told; or why it can't be timed. */
export async function openFile(place: TimingPlace, value: AlgorithmValue): Promise<readonly OpenSubject[] | RefusedFile> {
  const { id, params } = splitAlgorithm(value, 'format');
  const format = formats.require(id);
  const { precision: asked } = params as { readonly precision?: Precision | 'as-is' };
  try {
    requireRuntime(format, place.engines);
    await place.engines.use('step');
    const { source } = place;
    const named = { ...source.model, card: { ...source.model.card, name: source.name } };
    const held = await modelForFile(place, named, format.quantisation?.(params, named.graph) ?? null);
    const files = await format.write(held.model, { name: source.name, params });
    return await openAll(place, { format, params, held, files });
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    const precision = asked === undefined || asked === 'as-is' ? null : asked;
    const { name: model, id: modelId } = place.source;
    return { model, modelId, format: id, precision, reason: thrown.error.message };
  }
}

/** Throws `invalid-input` where nothing here runs files of the format. */
export function requireRuntime({ title, runsIn }: ExportFormat, { step }: TimingEngines): void {
  if (runsIn === undefined) {
    throw invalidInput(`A runtime in this program is required, but ${title} files are run by others: time them there`);
  }
  if (runsIn === 'tensorflow' && step.graphs === undefined) {
    throw invalidInput(`TensorFlow's own library is required to time ${title} files, but the engine is ${step.identity}`);
  }
}

interface Written {
  readonly format: ExportFormat;
  readonly params: Readonly<Record<string, unknown>>;
  readonly held: FileModel;
  readonly files: readonly WrittenFile[];
}

async function openAll(place: TimingPlace, written: Written): Promise<readonly OpenSubject[]> {
  const { engines, threads, items } = place;
  const { format, held, files } = written;
  const expected = await expectedAnswers(place, held);
  const isWasm = format.runsIn === 'wasm';
  const opened: OpenSubject[] = [];
  try {
    for (const count of format.runsIn === 'itself' ? threads : threads.slice(0, 1)) {
      const engine = isWasm ? await engines.wasm() : engines.step;
      const session = await format.open(sourceOfFiles(files), () => Promise.resolve(engine), { threads: count });
      if (opened.some(({ about }) => about.threads === session.threads)) {
        // A runtime that does not do as it is told (LiteRT's WebAssembly has one thread) stands there once.
        await session.close();
        continue;
      }
      const next = itemsInTurn(items);
      const about = aboutFile(place, written, session, session.threads ?? engine.threads);
      opened.push({
        about,
        run: async count => void (await session.predict(next(count), count)),
        ...(isWasm ? { enter: () => engines.use('wasm') } : {}),
        close: () => session.close(),
      });
      await requireSameAnswers(place, written, { session, expected });
    }
    return opened;
  } catch (thrown) {
    for (const subject of opened) await subject.close();
    throw thrown;
  }
}

function aboutFile(
  { context, source }: TimingPlace,
  { format, held, files }: Written,
  { runtime }: RuntimeSession,
  threads: number,
): TimedSubject {
  const hash = context.createSha256();
  hash.update(files[0]?.bytes ?? new Uint8Array(0));
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  const precision = held.quantisation?.precision ?? null;
  return { ...whoseOf(source), format: format.id, precision, bytes, sha256: hash.digest(), runtime, threads };
}

async function expectedAnswers({ engines, items }: TimingPlace, { model }: FileModel): Promise<Float32Array> {
  const { graph, parameters, card } = model;
  const predictor = createPredictor({ engine: engines.step, graph, parameters, inputShape: items.shape });
  try {
    const { inputs, count } = comparedItems(items);
    return answersFromOutputs(card.task, await predictor.answer(inputs, count), count);
  } finally {
    predictor.dispose();
  }
}

async function requireSameAnswers(
  { context, source, items }: TimingPlace,
  { format, params, held }: Written,
  { session, expected }: { readonly session: RuntimeSession; readonly expected: Float32Array },
): Promise<void> {
  const { inputs, count } = comparedItems(items);
  const verification = await verifyExport({
    session,
    task: held.model.card.task,
    batches: [{ inputs, items: count }],
    expected,
    width: expected.length / count,
    ...allowanceOf(format, held.model.graph, params),
    turn: () => context.turn(),
  });
  assertVerified(source.name, verification);
}

function comparedItems({ inputs, count }: LatencyItems): { readonly inputs: Float32Array; readonly count: number } {
  const compared = Math.min(count, COMPARED);
  return { inputs: inputs.subarray(0, (compared * inputs.length) / count), count: compared };
}

function whoseOf({ name, id, replicate }: InputModel): Pick<TimedSubject, 'model' | 'modelId' | 'replicate'> {
  return { model: name, modelId: id, replicate };
}
