import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { closest } from '../../../../src-shared/lib/closest.ts';
import { hasSeveralLabels, type SeveralLabels } from '../label-cells.ts';
import { splitOfName, type LabelledFile } from '../labelled-files.ts';

/** A text with its class, and what else its line said. */
export type TextItem = Pick<LabelledFile, 'label' | 'split' | 'attributes'> & { readonly text: string };

/** Longer texts are cut: only their first or last tokens are used anyway. */
const MAX_TEXT = 200_000;
/** Of all texts together: they are held until the vocabulary is learned. */
const MAX_CHARACTERS = 400_000_000;

export interface TextItems {
  add(item: TextItem): void;
  readonly items: readonly TextItem[];
}

/** Throws `invalid-input` where the texts become more than can be held. */
export function createTextItems(source: string): TextItems {
  const items: TextItem[] = [];
  let characters = 0;
  return {
    items,
    add(item) {
      characters += Math.min(MAX_TEXT, item.text.length);
      if (characters > MAX_CHARACTERS)
        throw invalidInput(`Texts may have ${MAX_CHARACTERS} characters together, but these have more`, {
          path: source,
          hint: 'Take a sample of them.',
        });
      // A slice of a long string keeps all of it in memory; joining copies.
      items.push(item.text.length > MAX_TEXT ? { ...item, text: [...item.text.slice(0, MAX_TEXT)].join('') } : item);
    },
  };
}

export interface TextColumns extends SeveralLabels {
  readonly text: string;
  readonly label: string;
}

const SPLIT = 'split';

/** A line's cells as an item; null where the text or the class is missing. `names` are the columns there are. */
export function itemOfCells(cells: Readonly<Record<string, string>>, columns: TextColumns): TextItem | null {
  const { text, label, labelColumns } = columns;
  const { [text]: words = '', [label]: name = '', ...attributes } = cells;
  const isUnknown =
    labelColumns.length > 0 ? labelColumns.some(column => (cells[column] ?? '') === '') : name === '' && !hasSeveralLabels(columns);
  if (words === '' || isUnknown) return null;
  return { text: words, label: name, split: splitOfName(attributes[SPLIT] ?? ''), attributes };
}

/** Throws `invalid-input` with what there is instead. */
export function checkColumns(names: readonly string[], columns: TextColumns, file: string): void {
  const labels = columns.labelColumns.map((name, i) => [`labelColumns.${i}`, name] as const);
  for (const [field, name] of [['text', columns.text] as const, ...(labels.length > 0 ? labels : [['label', columns.label] as const])]) {
    if (names.includes(name)) continue;
    const near = closest(name, names);
    throw invalidInput(`A column called '${name}' is required; there are: ${names.slice(0, 20).join(', ')}`, {
      path: field,
      hint: near === null ? `Say which column of ${file} it is: ${field}.` : `Did you mean '${near}'?`,
    });
  }
}
