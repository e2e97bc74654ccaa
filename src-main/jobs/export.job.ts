import type { Split } from '../../src-shared/domain/dataset.ts';
import type { AlgorithmValue, ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../src-shared/domain/params/parse-algorithm.ts';
import { exportStep } from '../../src-shared/domain/recipe/steps/export.step.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { ExportedFile } from '../../src-shared/domain/step-output.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { predictSplit } from '../engine/evaluation/predict.ts';
import { answersFromOutputs } from '../engine/formats/answers.ts';
import type { ExportFormat } from '../engine/formats/format.ts';
import { formats } from '../engine/formats/index.ts';
import { assertVerified, verifyExport, type VerificationBatch } from '../engine/formats/verify.ts';
import { dataOf, modelInputs, type InputModel } from './job-inputs.ts';
import type { Job, JobContext, JobInput } from './job.ts';

type ExportValues = ParamValues<typeof exportStep.fields>;

const BATCH = 500;

/** Writes the files, loads each again from the disk, and compares its answers with the model's on real items. */
export const exportJob: Job = {
  id: exportStep.id,
  async run(input, context) {
    const { formats: chosen, verifyOn } = input.values as ExportValues;
    const directory = String(input.facts['directory']);
    context.report({ fraction: 0, stage: 'preparing' });
    const source = bestOf(await modelInputs(input, 'model', context.artifacts));
    const expected = await expectedAnswers(source, verifyOn as Split, context);
    const files: ExportedFile[] = [];
    for (const [i, value] of chosen.entries()) {
      context.report({ fraction: (i + 0.5) / chosen.length, stage: 'verifying' });
      files.push(...(await exportOne({ input, context, directory, source, expected }, value)));
    }
    return { kind: 'files', directory, files };
  },
};

interface Expected {
  readonly data: LoadedDataset;
  readonly split: Split;
  readonly answers: Float32Array;
}

interface Export {
  readonly input: JobInput;
  readonly context: JobContext;
  readonly directory: string;
  readonly source: InputModel;
  readonly expected: Expected;
}

/** Of replicates the one with the least validation loss: chosen on validation, never on test. */
function bestOf(models: readonly InputModel[]): InputModel {
  const lossOf = ({ output }: InputModel): number => output.summary.validation['loss'] ?? Infinity;
  const [first, ...others] = models;
  if (first === undefined) throw invalidInput('A model is required', { path: 'model' });
  return others.reduce((best, model) => (lossOf(model) < lossOf(best) ? model : best), first);
}

async function expectedAnswers(source: InputModel, split: Split, context: JobContext): Promise<Expected> {
  const data = await dataOf(source, context.artifacts);
  const { graph, parameters, card } = source.model;
  const engine = await context.engine({ graph, data, training: null });
  const call = { engine, graph, parameters, data, split, turn: () => context.turn() };
  const { outputs } = await predictSplit(call);
  return { data, split, answers: answersFromOutputs(card.task, outputs, data.count(split)) };
}

/** What can't be verified does not stay: its files are removed before the failure is passed on. */
async function exportOne(parts: Export, value: AlgorithmValue): Promise<readonly ExportedFile[]> {
  const { context, directory, source } = parts;
  const { id, params } = splitAlgorithm(value, 'format');
  const format = formats.require(id);
  const model: Model = { ...source.model, card: { ...source.model.card, name: source.name } };
  // Each format in a folder of its own: two of them may have files of the same name.
  const folder = `${directory}/${id}`;
  const written = await format.write(model, { name: source.name, params });
  const names = written.map(file => file.name);
  try {
    const places = [];
    for (const file of written) places.push({ ...(await context.exports.write(folder, file.name, file.bytes)), bytes: file.bytes.length });
    const verification = await verify(parts, format, folder, names);
    assertVerified(places[0]?.path ?? folder, verification);
    return places.map(place => ({ format: id, ...place, verification }));
  } catch (thrown) {
    for (const name of names) await context.exports.remove(folder, name);
    throw thrown;
  }
}

async function verify({ context, source, expected }: Export, format: ExportFormat, folder: string, names: readonly string[]) {
  const files = { names, read: (name: string) => context.exports.read(folder, name) };
  const session = await format.open(files, () => context.engine());
  try {
    const { data, split, answers } = expected;
    const width = answers.length / data.count(split);
    const { task } = source.model.card;
    const { tolerance } = format;
    return await verifyExport({
      session,
      task,
      batches: batchesOf(expected),
      expected: answers,
      width,
      tolerance,
      turn: () => context.turn(),
    });
  } finally {
    await session.close();
  }
}

function* batchesOf({ data, split }: Expected): Generator<VerificationBatch> {
  const count = data.count(split);
  for (let start = 0; start < count; start += BATCH) {
    const items = Math.min(BATCH, count - start);
    const { inputs } = data.gather(
      split,
      Uint32Array.from({ length: items }, (_, i) => start + i),
    );
    yield { inputs, items };
  }
}
