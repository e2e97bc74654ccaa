import type { TensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import type { ReadingJournal } from '../reader.ts';
import type { TextItem } from './text-items.ts';

const KIND = 'text-items';
/** Of the items that were saved last: so many more are saved anew, that all that is written is a few times the whole. */
const GROWTH = 1.25;

/** What the first records of a file are. */
export interface SavedTexts {
  readonly items: readonly TextItem[];
  /** Records, those that were left out too. */
  readonly records: number;
}

/** Items of a file with a record a line, good for a file of the same bytes alone. */
export interface TextJournal {
  /** Null where nothing was kept of this file; `hash` is asked for only where something was kept. */
  earlier(hash: () => Promise<string>): Promise<SavedTexts | null>;
  /** Saves what was read so far, where it is time. */
  keep(texts: SavedTexts, hash: () => Promise<string>): Promise<void>;
}

export function createTextJournal(journal: ReadingJournal | undefined): TextJournal {
  let saved = 0;
  return {
    async earlier(hash) {
      const file = journal?.resumeFrom ?? null;
      if (file?.metadata['kind'] !== KIND || file.metadata['sha256'] !== (await hash())) return null;
      const texts = textsOf(file);
      saved = texts.items.length;
      return texts;
    },
    async keep({ items, records }, hash) {
      if (journal === undefined || items.length === 0 || items.length < GROWTH * saved || !journal.due()) return;
      const metadata = { kind: KIND, sha256: await hash(), records: String(records) };
      await journal.save({ metadata, tensors: tensorsOf(items) });
      saved = items.length;
    },
  };
}

/** Each item as JSON, one behind the other. */
function tensorsOf(items: readonly TextItem[]): TensorFile['tensors'] {
  const encoder = new TextEncoder();
  const encoded = items.map(({ text, label, split, attributes }) => encoder.encode(JSON.stringify({ text, label, split, attributes })));
  const bytes = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 0));
  const ends = new Float64Array(items.length);
  let at = 0;
  encoded.forEach((item, i) => {
    bytes.set(item, at);
    ends[i] = at += item.length;
  });
  return { items: { shape: [bytes.length], values: bytes }, ends: { shape: [ends.length], values: ends } };
}

function textsOf({ metadata, tensors }: TensorFile): SavedTexts {
  const [bytes, ends] = [tensors['items']?.values, tensors['ends']?.values];
  if (!(bytes instanceof Uint8Array) || !(ends instanceof Float64Array)) throw new Error('Items and their ends are required');
  const decoder = new TextDecoder();
  const items = Array.from(ends, (end, i) => JSON.parse(decoder.decode(bytes.subarray(i === 0 ? 0 : ends[i - 1], end))) as TextItem);
  return { items, records: Number(metadata['records']) };
}
