import type { ModelOutput } from '../../src-shared/domain/step-output.ts';
import type { ExportQuestion } from '../engine/formats/preview-export.ts';
import type { ReadableDb } from '../stores/database.ts';
import { modelUses } from './model-evaluations.ts';

export interface StoredModel {
  readonly id: string;
  readonly name: string;
  readonly output: ModelOutput;
}

/** What a hand-over will tell, as far as it is known before the export; null where nothing of the model was measured yet. */
export function handOverPreview(db: ReadableDb, { id, output }: StoredModel): ExportQuestion['handOver'] {
  const { evaluations } = modelUses(db, id);
  const measured = evaluations.find(({ evaluation }) => evaluation.split === 'test') ?? evaluations[0];
  if (measured === undefined) return null;
  const { summary, card, file, data } = output;
  return {
    quality: measured.evaluation,
    size: summary.size,
    shrunk: card ?? null,
    controls: summary.controls ?? [],
    origin: { recipe: null, model: file.hash, data: data.hash, steps: [] },
  };
}
