import type { ModelCard } from '../../../src-shared/domain/graph/model-card.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../src-shared/lib/json.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import { shapeText } from '../graph/shape-checks.ts';
import type { NewItems } from './new-item.ts';

const BATCH = 256;

/**
 * The items of a data set outside its test part, ascending, each called by its number: what a model answers to them is what it can
 * teach elsewhere. Throws `invalid-input` for data that is prepared otherwise than the model's.
 */
export async function* dataItems(data: LoadedDataset, card: Pick<ModelCard, 'inputShape' | 'preprocessing'>): NewItems {
  if (canonicalJson(card.inputShape) !== canonicalJson(data.inputShape))
    throw invalidInput(`Data of inputs ${shapeText(card.inputShape)} is required by the model, this has ${shapeText(data.inputShape)}`, {
      path: 'data',
    });
  if (canonicalJson(card.preprocessing) !== canonicalJson(data.manifest.preprocessing))
    throw invalidInput('Data that is prepared as the model’s own is required, this is prepared otherwise', {
      path: 'data',
      hint: 'Import the data with the settings the model was trained with.',
    });
  const items = itemsOutsideTest(data);
  for (let start = 0; start < items.length; start += BATCH) {
    const numbers = items.slice(start, start + BATCH);
    const { inputs } = data.gatherItems(numbers);
    const width = inputs.length / numbers.length;
    yield await Promise.resolve(
      Array.from(numbers, (item, i) => ({ name: String(item), inputs: inputs.slice(i * width, (i + 1) * width), problem: null })),
    );
  }
}

function itemsOutsideTest(data: LoadedDataset): Uint32Array {
  return Uint32Array.from([...data.itemsOf('train'), ...data.itemsOf('validation')]).sort();
}
