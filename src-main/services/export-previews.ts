import type { ExportPreview, KnownLatency } from '../../src-shared/domain/export-preview.ts';
import type { AlgorithmValue, ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { exportStep } from '../../src-shared/domain/recipe/steps/export.step.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../src-shared/lib/json.ts';
import type { WrittenPreview } from '../engine/formats/preview-export.ts';
import type { ReadableDb } from '../stores/database.ts';
import { readersOf } from '../stores/lineage-store.ts';
import type { ServiceContext } from './context.ts';
import { storedOutputs } from './stored-outputs.ts';
import { handOverPreview, type StoredModel } from './hand-over-preview.ts';
import { requireRecipe } from './recipes.ts';

export interface ExportPreviews {
  /** One a format of the step, in order; null where the model is not there yet. Throws `invalid-input` for another kind of step. */
  preview(text: string, step: string): Promise<readonly ExportPreview[] | null>;
}

/** Previews that are remembered: a form asks at every change. */
const MOST = 200;

export function createExportPreviews(context: ServiceContext): ExportPreviews {
  const { db, catalog, readArtifact, askBench } = context;
  const known = new Map<string, Promise<WrittenPreview>>();

  function written(model: StoredModel, value: AlgorithmValue): Promise<WrittenPreview> {
    const key = canonicalJson({ model: model.output.file.hash, name: model.name, value });
    const before = known.get(key);
    if (before !== undefined) return before;
    const asked = readArtifact(model.output.file.hash).then(
      bytes =>
        askBench({
          kind: 'export',
          model: bytes,
          name: model.name,
          value,
          handOver: handOverPreview(db, model),
        }) as Promise<WrittenPreview>,
    );
    known.set(key, asked);
    // What could not be read may be there at the next try.
    asked.catch(() => known.delete(key));
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    return asked;
  }

  return {
    async preview(text, name) {
      const step = requireRecipe(text, catalog).steps.find(one => one.name === name);
      if (step?.do !== exportStep.id) throw invalidInput(`The name of a step that exports is required, got '${name}'`, { path: 'step' });
      const target = step.references.find(({ to }) => to === 'model')?.target;
      if (target?.kind !== 'stored') return null;
      const model = bestStored(db, target.name);
      const previews: ExportPreview[] = [];
      // One after the other: each takes the whole model along.
      for (const value of (step.values as ParamValues<typeof exportStep.fields>).formats) {
        const preview = await written(model, value);
        previews.push({ ...preview, latency: knownLatency(db, model.id, preview) });
      }
      return previews;
    },
  };
}

/** Of a group the one that an export takes: the least validation loss. */
function bestStored(db: ReadableDb, wanted: string): StoredModel {
  const models = storedOutputs(db, 'model', wanted).flatMap(({ id, name, output }) =>
    output.kind === 'model' ? [{ id, name, output }] : [],
  );
  const lossOf = ({ output }: StoredModel): number => output.summary.validation['loss'] ?? Infinity;
  return models.reduce((best, model) => (lossOf(model) < lossOf(best) ? model : best));
}

/** The newest measurement of one item on one thread, or on what a runtime uses that can't be told. */
function knownLatency(db: ReadableDb, modelId: string, { format, params }: WrittenPreview): KnownLatency | null {
  const { precision = 'as-is' } = params;
  for (const { output, finishedMs } of readersOf(db, modelId).toReversed()) {
    if (output.kind !== 'latency') continue;
    const { subjects, batches } = output.report;
    const fits = subjects
      .map((subject, place) => ({ subject, place }))
      .filter(({ subject }) => subject.modelId === modelId && subject.format === format && (subject.precision ?? 'as-is') === precision)
      .sort((a, b) => a.subject.threads - b.subject.threads);
    const figures = batches.find(({ batchSize }) => batchSize === 1)?.figures[fits[0]?.place ?? -1];
    if (figures !== undefined) return { p50Ms: figures.p50Ms, low: figures.low, high: figures.high, atMs: finishedMs };
  }
  return null;
}
