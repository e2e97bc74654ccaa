import { pictureItems, soundItems } from './file-items.ts';
import { stepOf, type NewItems, type NewItemsCall } from './new-item.ts';
import { tableItems, textItems } from './record-items.ts';

/**
 * What lies at a source, as this model takes it: by the preprocessing that it carries, fitted on its own training items. Throws
 * `invalid-input` for a source that holds nothing of the kind; a single picture or recording that can't be read is told beside the others.
 */
export function newItems(call: NewItemsCall): NewItems {
  const [table, tokens, sound] = [stepOf(call.card, 'table'), stepOf(call.card, 'tokens'), stepOf(call.card, 'sound')];
  if (table !== undefined) return tableItems(call, table.columns);
  if (tokens !== undefined) return textItems(call, tokens);
  return sound === undefined ? pictureItems(call) : soundItems(call, sound);
}
