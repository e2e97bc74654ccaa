import { pictureItems, soundItems } from './file-items.ts';
import { stepOf, type NewItems, type NewItemsCall } from './new-item.ts';
import { tableItems, textItems } from './record-items.ts';

/**
 * What lies at a source, as this model takes it: by the preprocessing that it carries, fitted on its own training items. Throws
 * `invalid-input` for a source that holds nothing of the kind; a single picture or recording that can't be read is told beside the others.
 */
export function newItems(call: NewItemsCall): NewItems {
  const [table, sound] = [stepOf(call.card, 'table'), stepOf(call.card, 'sound')];
  const tokens = call.card.preprocessing.filter(step => step.kind === 'tokens');
  if (table !== undefined) return tableItems(call, table.columns);
  if (tokens.length > 0) return textItems(call, tokens);
  return sound === undefined ? pictureItems(call) : soundItems(call, sound);
}
