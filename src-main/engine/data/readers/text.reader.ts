import type { AlgorithmValue, ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { attributeSuspects } from '../attribute-suspects.ts';
import { glimpseTexts } from '../glimpse/glimpse-texts.ts';
import { SEVERAL_LABELS } from '../label-cells.ts';
import { groupsOf } from '../labelled-files.ts';
import { attributeOrder } from '../order-splits.ts';
import { textOriginals } from '../originals/text-originals.ts';
import { defineReader, type ImportedData, type ReaderCall } from '../reader.ts';
import { ENCODINGS } from '../text/decode-text.ts';
import { targetOf } from './labelled-source.ts';
import { readTexts, type ReadTexts } from '../text/text-sources.ts';
import type { TextEncoding } from '../text/encode-texts.ts';

/** 1 GB of int32. */
const MAX_INPUT_VALUES = 250_000_000;

const column = { kind: 'text', pattern: '.+', patternHelp: 'a column name' } as const;

const params = {
  text: { ...column, label: 'Text column', help: 'Of a table or of JSON lines.', column: { of: 'any', role: 'Text' }, default: 'text' },
  label: {
    ...column,
    label: 'Class column',
    help: 'Of a table or of JSON lines; in a folder of texts the folder is the class.',
    column: { of: 'any', role: 'Class' },
    default: 'label',
  },
  task: SEVERAL_LABELS.task,
  separator: SEVERAL_LABELS.separator,
  labelColumns: SEVERAL_LABELS.labelColumns,
  testFiles: {
    kind: 'list',
    label: 'Test files',
    help: 'Names, with * for any characters, of the files that are the test part.',
    of: { kind: 'text', label: 'Name', pattern: '.+', patternHelp: 'a file name' },
    maxItems: 1000,
    default: [],
  },
  encoding: { kind: 'choice', label: 'Encoding', help: 'auto: by the first bytes of each file.', default: 'auto', options: ENCODINGS },
  tokeniser: {
    kind: 'algorithm',
    label: 'Tokens',
    registry: 'tokeniser',
    tag: 'kind',
    untagged: 'words',
    default: { kind: 'words' },
  },
  vocabulary: {
    kind: 'number',
    label: 'Vocabulary',
    help: 'The most frequent tokens of the training part; all others are one unknown token.',
    unit: 'tokens',
    default: 10_000,
    min: 10,
    max: 1_000_000,
    integer: true,
    scale: 'log',
  },
  atLeast: {
    kind: 'number',
    label: 'Seen at least',
    help: 'A token needs this many occurrences in the training part to get a number of its own.',
    default: 2,
    min: 1,
    max: 1000,
    integer: true,
  },
  length: {
    kind: 'number',
    label: 'Length',
    help: 'Longer texts are cut, shorter ones padded.',
    unit: 'tokens',
    default: 200,
    min: 1,
    max: 100_000,
    integer: true,
    scale: 'log',
  },
  keep: { kind: 'choice', label: 'Part that is kept', help: 'Of a longer text.', default: 'start', options: ['start', 'end'] },
} as const;

type Config = ParamValues<typeof params>;

export const text = defineReader({
  id: 'text',
  title: 'Texts (folders, CSV, JSON lines)',
  help: 'A folder with a folder of texts for each class, or a file with a column of texts and one of classes.',
  source: 'Encodings: WHATWG Encoding Standard; JSON lines: jsonlines.org',
  params,
  revision: 1,
  holds: 'text',
  matches: ['builtin:spam-assassin', '.jsonl', '.ndjson', '.jsonl.gz', '.ndjson.gz', '.txt'],
  together: true,
  async read(call) {
    const read = await readTexts(call);
    return textData(read, call);
  },
  glimpse: glimpseTexts,
});

function textData({ items, dropped, sources }: ReadTexts, { config, groupBy = null, orderBy = null }: ReaderCall<Config>): ImportedData {
  const isTest = Uint32Array.from(items.keys()).filter(i => items[i]!.split === 'test');
  if (items.length * config.length > MAX_INPUT_VALUES)
    throw invalidInput(`At most ${MAX_INPUT_VALUES} tokens can be held, but ${items.length} texts of ${config.length} are needed`, {
      path: 'length',
      hint: 'Take shorter texts, or fewer.',
    });
  const { text: columnName, tokeniser, vocabulary, atLeast, length, keep } = config;
  const encoding: TextEncoding = {
    ...{ column: columnName, tokeniser: tokeniser as AlgorithmValue, vocabulary, atLeast, length },
    keep: keep as TextEncoding['keep'],
  };
  const originals = textOriginals(
    items.map(item => item.text),
    encoding,
  );
  const target = targetOf(items, config.label, config);
  return {
    items: items.length,
    target,
    identityOf: item => items[item]!.text,
    ownTest: isTest.length === 0 || isTest.length === items.length ? null : isTest,
    ...(groupBy === null ? {} : { groups: groupsOf(items, groupBy) }),
    ...(orderBy === null ? {} : { order: attributeOrder(items, orderBy) }),
    sources,
    warnings: dropped === 0 ? [] : [`${dropped} items without text or class are left out.`],
    originals,
    encode(train) {
      const encoded = originals.encode(train, target);
      const suspects = attributeSuspects(items, target, { train, except: [groupBy, orderBy, ...config.labelColumns] });
      return { ...encoded, warnings: [...encoded.warnings, ...suspects] };
    },
  };
}
