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

/** What a file of TensorFlow's operations holds and its readers have no counterpart for, by the titles of the cases. */
export const NO_COUNTERPART =
  /^(a cascade |specialists|logits of |ranks |piecewise-linear |repeat |conv2d-transpose .*"(padding":"same|stride":3)|(lstm|gru) \{"units":2[,}])/;
