import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { cli, recipeFile, resultOf } from './cli.ts';
import { toneOf, wavOf } from './sounds.ts';

/** Data of one modality, and files like them that nobody has seen. */
export interface CapsuleCase {
  /** Writes into `data` what is learnt from, and into `new` what is to be answered. */
  write(data: string, fresh: string): Promise<void> | void;
  /** Of the import step, beside its source. */
  readonly import: Readonly<Record<string, unknown>>;
  /** Of the import step, within `data`; the whole of it where left out. */
  readonly source?: string;
  /** Trains the members of a cross-validation, each with a fit of its own, as one model. */
  readonly byFold?: boolean;
  /** How far a probability may be off where another library resizes pictures. */
  readonly resized?: number;
}

/** A smooth picture, its colour by the label. */
async function picture(size: readonly [number, number], label: number, i: number): Promise<Uint8Array> {
  const [width, height] = size;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = 90 + 60 * Math.sin((2 * Math.PI * x) / width + i) + 40 * Math.cos((2 * Math.PI * y) / height);
      data.set([wave, label === 0 ? 30 + (100 * y) / height : 220 - wave / 2, 255 - wave], 3 * (y * width + x));
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

function pictures(colour: 'grey' | 'colour', fit: 'crop' | 'pad' | 'stretch'): CapsuleCase {
  return {
    import: { kind: 'image-folder', size: [8, 8], colour, fit },
    resized: 0.02,
    async write(data, fresh) {
      for (const label of [0, 1]) {
        mkdirSync(join(data, 'ab'[label]!));
        for (let i = 0; i < 12; i++) writeFileSync(join(data, 'ab'[label]!, `${i}.png`), await picture([8, 8], label, i));
      }
      for (const i of [0, 1]) writeFileSync(join(fresh, `exact-${i}.png`), await picture([8, 8], i, i + 3));
      for (const i of [0, 1]) writeFileSync(join(fresh, `wide-${i}.png`), await picture([20, 14], i, i + 5));
    },
  };
}

function sounds(more: Readonly<Record<string, unknown>>): CapsuleCase {
  return {
    import: { kind: 'audio-folder', names: '{class}_{take}', sampleRate: 8000, seconds: 0.1, ...more },
    write(data, fresh) {
      for (let i = 0; i < 24; i++) writeFileSync(join(data, `${i % 2}_${i}.wav`), wavOf(toneOf(i % 2 === 0 ? 400 : 900, i % 5)));
      writeFileSync(join(fresh, 'same.wav'), wavOf(toneOf(500, 2)));
      writeFileSync(join(fresh, 'long at another rate.wav'), wavOf(toneOf(700, 1, 0.23, 11_025), 11_025));
      writeFileSync(join(fresh, 'short.wav'), wavOf(toneOf(900, 3, 0.04)));
    },
  };
}

const WORDS = [
  "It’s a well-known fact, isn't it?",
  '今天天气很好 and ＦＵＬＬ width',
  'naïve café — 42 coöperate',
  'ｱｲｳ ΣΊΣΥΦΟΣ x²',
  '龍 ⼀ 々 okay',
];

function texts(kind: string): CapsuleCase {
  return {
    import: { length: 9, atLeast: 1, tokeniser: { kind }, ...(kind === 'words' ? { keep: 'end' } : {}) },
    source: 'texts.jsonl',
    write(data, fresh) {
      const lines = Array.from({ length: 30 }, (_, i) =>
        JSON.stringify({ text: `${WORDS[i % 5]} ${i % 2 === 0 ? 'good' : '坏'}`, label: `${i % 2}` }),
      );
      writeFileSync(join(data, 'texts.jsonl'), lines.join('\n'));
      WORDS.forEach((text, i) => writeFileSync(join(fresh, `${i}.txt`), `${text} good`));
      writeFileSync(join(fresh, 'western.txt'), Uint8Array.from([0x63, 0x61, 0x66, 0xe9, 0x20, 0x93, 0x67, 0x6f, 0x6f, 0x64, 0x94]));
      writeFileSync(join(fresh, 'wide.txt'), Buffer.from('\ufeffnaïve 坏 good', 'utf16le'));
      writeFileSync(join(fresh, 'chinese.txt'), Uint8Array.from([0xbd, 0xf1, 0xcc, 0xec, 0xcc, 0xec, 0xc6, 0xf8, 0xba, 0xdc, 0xba, 0xc3]));
      // Of known beginnings and characters that training never showed.
      writeFileSync(join(fresh, 'rare.txt'), 'goodqz factual 天龘天气很 okay');
      writeFileSync(join(fresh, 'more.csv'), `id,text\n1,"well-known, ""good"" fact"\n2,\n3, 今天 it’s  \n`);
      writeFileSync(join(fresh, 'lines.jsonl'), '{"text":"good 42"}\n\n{"text":7.5}\n{"other":1,"text":"坏"}\n');
    },
  };
}

const COLOURS = ['red', 'green', 'blue', ''];

function row(i: number): string {
  const size = i % 7 === 0 ? '' : `${(i * 1.5 - 3).toFixed(1)}`;
  const tail = i % 5 === 0 ? 'NA' : `${(1.7 ** (i % 9)).toFixed(3)}`;
  const cells = [size, tail, COLOURS[i % 4], ['small', 'medium', 'large'][i % 3], `city ${i % 11}`, COLOURS[(i * 5) % 3]];
  return [...cells, `2024-0${1 + (i % 9)}-1${i % 9}T0${i % 10}:30`, i % 2 === 0 ? 'no' : 'yes', i * 0.37].join(',');
}

const HEADER = 'size,tail,colour,step,city,team,day,answer,amount';
/** Cells that training never showed: no number, no date, another category, blanks, quotes. */
const STRANGE = [
  '?,x,violet,huge,nowhere,"green",2024-02-30,,',
  ' 4.5 ,1e1,red,small,"city ""1""",blue,2023-12-31 23:59:59.5+02:00,,',
  '-.5,100000,,medium,,n/a,2024-02-29,,',
  '1e400,-7,green,large,city 3,red,soon,,',
  '2,1.7,blue,small,city 4,violet,2025-06-01,,',
];

function table(more: Readonly<Record<string, unknown>>): CapsuleCase {
  return {
    import: {
      kind: 'table',
      columns: {
        size: { kind: 'standardise', missing: 'median', indicator: true },
        tail: { kind: 'quantile', points: 11 },
        colour: { kind: 'one-hot' },
        step: { kind: 'ordinal', order: ['small', 'medium', 'large'] },
        city: { kind: 'hashing', buckets: 8 },
        team: { kind: 'target' },
        day: { kind: 'date-parts' },
      },
      ...more,
    },
    source: 'rows.csv',
    write(data, fresh) {
      writeFileSync(join(data, 'rows.csv'), [HEADER, ...Array.from({ length: 60 }, (_, i) => row(i))].join('\n'));
      writeFileSync(join(fresh, 'rows.csv'), [HEADER, ...Array.from({ length: 9 }, (_, i) => row(3 * i + 1)), ...STRANGE].join('\r\n'));
    },
  };
}

export const capsuleCases: Readonly<Record<string, CapsuleCase>> = {
  'pictures in colour': pictures('colour', 'crop'),
  'grey pictures': pictures('grey', 'pad'),
  'log-mel of recordings': sounds({ features: { kind: 'log-mel', bands: 8 }, place: 'loudest' }),
  'cepstra of recordings': sounds({ features: { kind: 'mfcc', bands: 10, coefficients: 5 }, evenOut: true, loudness: false }),
  'normalised energies of recordings': sounds({ features: { kind: 'pcen', bands: 8 } }),
  'texts by words': texts('words'),
  'texts by pieces': texts('byte-pair'),
  'texts by word pieces': texts('word-piece'),
  'texts by characters': texts('characters'),
  'texts by Chinese characters': texts('chinese'),
  'rows of every encoding': table({ label: 'answer', ignore: ['amount'] }),
  'rows with a quantity': table({ label: 'amount', ignore: ['answer'] }),
  'rows of every encoding, fitted by fold': { ...table({ label: 'answer', ignore: ['amount'] }), byFold: true },
  'texts by pieces, learned by fold': { ...texts('byte-pair'), byFold: true },
};

/** What a program prints, and what `predict` writes. */
export interface AnswerLine {
  readonly item: string;
  readonly answer?: unknown;
  readonly probabilities?: Readonly<Record<string, number>>;
  readonly problem?: string;
}

export interface HandedOver {
  /** Of the unpacked capsule. */
  readonly folder: string;
  /** Folder of new items. */
  readonly fresh: string;
  /** The workbench's own answers to them. */
  readonly expected: readonly AnswerLine[];
}

/** Trains on a case, answers its new items, and unpacks the capsule of the model. */
export async function handOverCase(folder: string, { write, import: how, source = '', byFold = false }: CapsuleCase): Promise<HandedOver> {
  const [data, fresh] = [join(folder, 'data'), join(folder, 'new')];
  mkdirSync(data);
  mkdirSync(fresh);
  await write(data, fresh);
  const isTable = how['kind'] === 'table';
  const training = byFold ? { do: 'cross-validate', folds: { k: 3 }, yields: 'ensemble' } : { do: 'train' };
  const steps = {
    items: { do: 'import-data', source: join(data, source), ...how, splits: { validation: 0.2, test: 0.2, seed: 1 } },
    net: { ...training, data: 'items', model: { preset: 'mlp', hidden: [6] }, epochs: 3, batchSize: 8 },
    answers: { do: 'predict', model: 'net', source: isTable ? join(fresh, source) : fresh, format: 'jsonl', directory: folder },
    files: { do: 'export', model: 'net', formats: ['capsule'], directory: folder },
  };
  const done = await cli('run', recipeFile(folder, steps), '--workspace', join(folder, 'ws'), '--json');
  if (done.code !== 0) throw new Error(done.error + done.out);
  const { answers, files } = resultOf(done).steps;
  const capsule = join(folder, 'capsule');
  unpack(readFileSync(String(files?.output.files[0].path)), capsule);
  return { folder: capsule, fresh, expected: linesOf(readFileSync(String(answers?.output.file.path), 'utf8')) };
}

function unpack(zip: Uint8Array, folder: string): void {
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

export function linesOf(text: string): readonly AnswerLine[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as AnswerLine);
}

/** By item, the largest difference of an answer; Infinity where one is missing or another. */
export function differencesOf(found: readonly AnswerLine[], expected: readonly AnswerLine[]): Readonly<Record<string, number>> {
  const byItem = new Map(found.map(line => [line.item, line]));
  return Object.fromEntries(expected.map(wanted => [wanted.item, differenceOf(byItem.get(wanted.item), wanted)]));
}

function differenceOf(found: AnswerLine | undefined, wanted: AnswerLine): number {
  if (found === undefined) return Infinity;
  if (typeof wanted.answer === 'number') return Math.abs(Number(found.answer) - wanted.answer);
  if (found.answer !== wanted.answer || wanted.probabilities === undefined) return Infinity;
  const shares = Object.entries(wanted.probabilities).map(([name, share]) => Math.abs((found.probabilities?.[name] ?? Infinity) - share));
  return Math.max(...shares);
}
