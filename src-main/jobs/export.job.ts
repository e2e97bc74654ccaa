import type { Split } from '../../src-shared/domain/dataset.ts';
import type { AlgorithmValue, ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../src-shared/domain/params/parse-algorithm.ts';
import { exportStep } from '../../src-shared/domain/recipe/steps/export.step.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { ExportedFile, FileQuantisation } from '../../src-shared/domain/step-output.ts';
import type { Verification } from '../../src-shared/domain/verification.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { batchesOf } from '../engine/evaluation/file-quality.ts';
import type { ThresholdChoice } from '../engine/evaluation/label-thresholds.ts';
import { predictSplit } from '../engine/evaluation/predict.ts';
import { allowanceOf } from '../engine/formats/allowance.ts';
import { answersFromOutputs } from '../engine/formats/answers.ts';
import type { ExportFormat, ExportRequest, FileSource, RuntimeSession } from '../engine/formats/format.ts';
import { formats } from '../engine/formats/index.ts';
import { assertVerified, verifyExport } from '../engine/formats/verify.ts';
import { budgetVerdicts } from './file-budget.ts';
import { handOver } from './hand-over.ts';
import { bestOf, dataOf, modelInputs, type InputModel } from './job-inputs.ts';
import type { Job, JobContext, JobInput } from './job.ts';
import { withLabelLimits } from './label-limits.ts';
import { measuredQuality, modelForFile, type FileModel } from './quantised-source.ts';

type ExportValues = ParamValues<typeof exportStep.fields>;

/** Writes the files, loads each again from the disk, and compares its answers with the model's on real items. */
export const exportJob: Job = {
  id: exportStep.id,
  async run(input, context) {
    const { formats: chosen, verifyOn, thresholds } = input.values as ExportValues;
    const directory = String(input.facts['directory']);
    context.report({ fraction: 0, stage: 'preparing' });
    const best = bestOf(await modelInputs(input, 'model', context.artifacts));
    const data = await dataOf(best, context.artifacts);
    const asItIs: Export = { input, context, directory, source: best, data, split: verifyOn as Split };
    const model = await withLabelLimits({ context, model: best.model, data, split: asItIs.split }, thresholds as ThresholdChoice);
    const place = { ...asItIs, source: { ...best, model } };
    const whole = once(() => expectedAnswers(place, place.source.model));
    const files: ExportedFile[] = [];
    for (const [i, value] of chosen.entries()) {
      context.report({ fraction: (i + 0.5) / chosen.length, stage: 'verifying' });
      files.push(...(await exportOne(place, value, whole)));
    }
    return { kind: 'files', directory, files };
  },
};

interface Export {
  readonly input: JobInput;
  readonly context: JobContext;
  readonly directory: string;
  readonly source: InputModel;
  readonly data: LoadedDataset;
  /** Of the comparison. */
  readonly split: Split;
}

type Answers = () => Promise<Float32Array>;

function once(compute: Answers): Answers {
  let found: Promise<Float32Array> | null = null;
  return () => (found ??= compute());
}

async function expectedAnswers({ context, data, split }: Export, { graph, parameters, card }: Model): Promise<Float32Array> {
  const engine = await context.engine({ graph, data, training: null });
  const { outputs } = await predictSplit({ engine, graph, parameters, data, split, turn: () => context.turn() });
  return answersFromOutputs(card.task, outputs, data.count(split));
}

/** What can't be verified does not stay: its files are removed before the failure is passed on. */
async function exportOne(place: Export, value: AlgorithmValue, whole: Answers): Promise<readonly ExportedFile[]> {
  const { context, directory, source } = place;
  const { id, params } = splitAlgorithm(value, 'format');
  const format = formats.require(id);
  const named: Model = { ...source.model, card: { ...source.model.card, name: source.name } };
  const held = await modelForFile(place, named, format.quantisation?.(params, named.graph) ?? null);
  const expected = held.quantisation === null ? await whole() : await expectedAnswers(place, held.model);
  // Each format in a folder of its own: two of them may have files of the same name.
  const { precision = null } = held.quantisation ?? {};
  const folder = `${directory}/${precision === null ? id : `${id}-${precision}`}`;
  const written = await format.write(held.model, { name: source.name, params, ...(await moreFor(format, place, expected)) });
  const names = written.map(file => file.name);
  try {
    const places = [];
    for (const file of written) places.push({ ...(await context.exports.write(folder, file.name, file.bytes)), bytes: file.bytes.length });
    const judged = await judge({ place, format, params, held, expected }, folder, names);
    assertVerified(places[0]?.path ?? folder, judged.verification);
    const bytes = places.reduce((sum, written) => sum + written.bytes, 0);
    const budget = await budgetVerdicts(place, { format, bytes, files: filesIn(context, folder, names) });
    return places.map(written => ({ format: id, params, ...written, ...judged, ...(budget === null ? {} : { budget }) }));
  } catch (thrown) {
    for (const name of names) await context.exports.remove(folder, name);
    throw thrown;
  }
}

/** What a format takes with it beside the model. */
async function moreFor(
  { handsOver = false }: ExportFormat,
  place: Export,
  answers: Float32Array,
): Promise<Pick<ExportRequest, 'handOver'>> {
  return handsOver ? { handOver: await handOver(place, place.source, answers) } : {};
}

interface Written {
  readonly place: Export;
  readonly format: ExportFormat;
  readonly params: Readonly<Record<string, unknown>>;
  readonly held: FileModel;
  readonly expected: Float32Array;
}

async function judge(
  written: Written,
  folder: string,
  names: readonly string[],
): Promise<Pick<ExportedFile, 'verification' | 'quantisation'>> {
  const { place, format, held } = written;
  const { context, source } = place;
  const session = await format.open(filesIn(context, folder, names), () => context.engine());
  try {
    const verification = await verify(written, session);
    if (held.quantisation === null) return { verification };
    const quality = await measuredQuality(place, source.model, session);
    const quantisation: FileQuantisation = { ...held.quantisation, quality };
    return { verification, quantisation };
  } finally {
    await session.close();
  }
}

function filesIn({ exports }: JobContext, folder: string, names: readonly string[]): FileSource {
  return { names, read: name => exports.read(folder, name) };
}

function verify({ place, format, params, held, expected }: Written, session: RuntimeSession): Promise<Verification> {
  const { context, data, split } = place;
  return verifyExport({
    session,
    task: held.model.card.task,
    batches: batchesOf(data, split),
    expected,
    width: expected.length / data.count(split),
    ...allowanceOf(format, held.model.graph, params),
    turn: () => context.turn(),
  });
}
