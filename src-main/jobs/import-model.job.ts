import type { ImportReport, ImportVerification } from '../../src-shared/domain/import-report.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { AlgorithmValue, ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../src-shared/domain/params/parse-algorithm.ts';
import { importModel } from '../../src-shared/domain/recipe/steps/import-model.step.ts';
import { loadDataset, type LoadedDataset } from '../engine/data/load-dataset.ts';
import { adaptHead, withNormalisation } from '../engine/imports/adapt-head.ts';
import { compareWithFile } from '../engine/imports/compare.ts';
import { findModelFile } from '../engine/imports/find-file.ts';
import type { ReadModel } from '../engine/imports/model-reader.ts';
import { dataInput, modelInputs } from './job-inputs.ts';
import type { Job, JobContext, JobInput } from './job.ts';
import { newCard, newGraph, type NewNetwork } from './new-network.ts';
import { saveModel } from './save-model.ts';
import { UNTRAINED, validationFigures } from './validation-figures.ts';

type ImportValues = ParamValues<typeof importModel.fields>;

/** Items of the data that the file and the network are both asked. */
const COMPARED = 64;

/** Reads a foreign network, compares it with its file, and stores it as a model of the data. Short enough to begin anew. */
export const importModelJob: Job = {
  id: importModel.id,
  async run(input, context) {
    const values = input.values as ImportValues;
    context.report({ fraction: 0, stage: 'reading' });
    const dataRef = dataInput(input, 'data').manifest;
    const data = await loadDataset(dataRef.hash, context.artifacts);
    const format = values.format === undefined ? null : splitAlgorithm(values.format as AlgorithmValue).id;
    const { reader, files } = await findModelFile(values.source, format, context);
    const structure = reader.needsStructure === true ? await structureOf(input, values, data, context) : null;
    const read = await reader.read(files, { inputShape: data.inputShape, inputs: values.inputs, output: values.output ?? null, structure });
    // Before the file is run: what does not fit the data is said at once.
    const fitted = adaptHead(read, data);
    context.report({ fraction: 0.5, stage: 'verifying' });
    const verification = await verified(read, { data, values, context });
    const graph = values.normalise === undefined ? fitted.graph : withNormalisation(fitted.graph, values.normalise);
    const model: Model = { graph, parameters: fitted.parameters, masks: read.masks, card: newCard(data.manifest, data) };
    const validation = await validationFigures(model, data, context);
    const output = await saveModel(
      model,
      { parameters: model.parameters, masks: model.masks, validation, ...UNTRAINED },
      dataRef,
      context.artifacts,
    );
    const report = reportOf(read, {
      reader: reader.id,
      file: files.name,
      sha256: sha256Of(files.bytes, context),
      notes: fitted.notes,
      verification,
    });
    logReport(report, context);
    return { ...output, imported: report };
  },
};

async function structureOf(input: JobInput, { into }: ImportValues, data: LoadedDataset, context: JobContext) {
  const [model] = await modelInputs(input, 'into', context.artifacts);
  if (model !== undefined) return model.model.graph;
  return into === undefined ? null : newGraph(into as NewNetwork, data);
}

interface Verifying {
  readonly data: LoadedDataset;
  readonly values: ImportValues;
  readonly context: JobContext;
}

/** Null, with a line in the log, where nothing here runs such files. */
async function verified(read: ReadModel, { data, values, context }: Verifying): Promise<ImportVerification | null> {
  const { reference, graph } = read;
  if (reference === null) {
    context.log('warn', 'Nothing here runs files of this kind: the answers were not compared with it.');
    return null;
  }
  const engine = await context.engine({ graph, data, training: null });
  const session = await reference(() => Promise.resolve(engine));
  try {
    const split = data.count('validation') > 0 ? 'validation' : 'train';
    const items = Uint32Array.from({ length: Math.min(COMPARED, data.count(split)) }, (_, i) => i);
    const { inputs } = data.gather(split, items);
    const tolerance = Math.max(values.tolerance, read.rounding ?? 0);
    return await compareWithFile({ model: read, session, engine, real: inputs, tolerance, turn: () => context.turn() });
  } finally {
    await session.close();
  }
}

type Origin = Pick<ImportReport, 'reader' | 'file' | 'sha256' | 'verification' | 'notes'>;

function reportOf(read: ReadModel, { notes, ...origin }: Origin): ImportReport {
  return { ...origin, items: read.items, notes: [...read.notes, ...notes], head: read.answer.function };
}

function sha256Of(bytes: Uint8Array, { createSha256 }: JobContext): string {
  const sha256 = createSha256();
  sha256.update(bytes);
  return sha256.digest();
}

function logReport({ items, notes, verification }: ImportReport, { log }: JobContext): void {
  const count = (outcome: string): number => items.filter(item => item.outcome === outcome).length;
  log('info', `${count('mapped')} became layers, ${count('folded')} are part of others, ${count('unmatched')} were not needed`);
  for (const note of notes) log('info', note);
  if (verification === null) return;
  const { maxDifference, randomItems, realItems, runtime } = verification;
  log(
    'info',
    `Greatest difference from ${runtime}: ${maxDifference.toExponential(1)} over ${randomItems} random and ${realItems} real items`,
  );
}
