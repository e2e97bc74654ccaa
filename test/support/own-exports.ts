import type { ExportFormat, WrittenFile } from '../../src-main/engine/formats/format.ts';
import type { ModelFiles, ReadModel } from '../../src-main/engine/imports/model-reader.ts';
import { modelReaders } from '../../src-main/engine/imports/readers/index.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';

/** Files in memory, as a reader has them. */
export function filesOf([first, ...others]: readonly WrittenFile[]): ModelFiles {
  if (first === undefined) throw new Error('At least one file is required');
  return {
    ...first,
    beside(name) {
      const found = others.find(file => file.name === name);
      return found === undefined ? Promise.reject(invalidInput(`There is no file '${name}'`)) : Promise.resolve(found.bytes);
    },
    path: () => Promise.resolve(null),
  };
}

/** What a file of this program's own is when it comes back. */
export async function comesBack(format: ExportFormat, model: Model): Promise<ReadModel> {
  const written = await format.write(model, { name: format.id === 'tfjs' ? 'model' : 'sample', params: {} });
  return modelReaders
    .require(format.id)
    .read(filesOf(written), { inputShape: model.card.inputShape, output: null, structure: model.graph });
}

/** Presets of which an export holds what its reader has no counterpart for: steps written out one by one, tokens, attentions. */
const WRITTEN_OUT = ['bag-of-embeddings', 'text-cnn', 'lstm', 'crnn', 'tiny-transformer'].map(preset => `the preset ${preset}`);
const REFUSED: Readonly<Record<string, readonly string[]>> = { 'saved-model': WRITTEN_OUT, tflite: WRITTEN_OUT };

/** Whether its own reader refuses it, by the title of the case. */
export function isRefused(format: string, title: string): boolean {
  return REFUSED[format]?.includes(title) ?? false;
}
