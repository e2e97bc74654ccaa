import type { DatasetManifest, TableColumnEncoding, TokensPreprocessing } from '../../src-shared/domain/dataset.ts';
import { spectrogramPixels } from '../engine/data/sound/spectrogram-pixels.ts';
import { decodeRow } from '../engine/data/table/decode-row.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { PADDING, tokenOf } from '../engine/data/text/token-pipeline.ts';
import type { ServiceContext } from './context.ts';
import { itemBytesOf } from '../engine/data/dataset-facts.ts';

const UNKNOWN_SIGN = '▯';

/** An item as screens show it. */
export interface ItemInput {
  /** A picture's bytes in base64: an image's own, or a spectrogram with time to the right and high bands above. */
  readonly pixels: string | null;
  /** A table row's cells; of a text, its tokens in one. */
  readonly cells: (string | number)[];
  /** Of a text, one by one as the model sees them; `null` stands for the unknown. Empty for everything else. */
  readonly tokens: (string | null)[];
}

/** A recording as it was heard: 16-bit samples, little-endian, in base64. */
export interface HeardItem {
  readonly sampleRate: number;
  readonly samples: string;
}

/** `[H, W, C]` of what `pixels` holds; null where items are no pictures. */
export function pictureShape({ input: { kind, shape } }: DatasetManifest): number[] | null {
  const [, ...item] = shape;
  if (kind === 'image') return item;
  return kind === 'sound' ? [item[1]!, item[0]!, 1] : null;
}

/** Names of the cells. */
export function cellColumns(manifest: DatasetManifest): string[] {
  const tokens = tokensStep(manifest);
  return tokens === undefined ? encodingsOf(manifest).map(encoding => encoding.column) : [tokens.column];
}

export async function readItem({ artifactBytes }: ServiceContext, manifest: DatasetManifest, item: number): Promise<ItemInput> {
  const { input } = manifest;
  const length = itemBytesOf(input);
  const bytes = await artifactBytes.range(input.file.hash, item * length, length);
  if (input.kind === 'image') return { pixels: Buffer.from(bytes).toString('base64'), cells: [], tokens: [] };
  const tokens = tokensStep(manifest);
  if (tokens !== undefined) return textInput(tokens, new Int32Array(bytes.slice().buffer));
  const values = new Float32Array(bytes.slice().buffer);
  if (input.kind === 'sound')
    return { pixels: Buffer.from(spectrogramPixels(values, input.shape[2]!)).toString('base64'), cells: [], tokens: [] };
  return { pixels: null, cells: [...decodeRow(encodingsOf(manifest), values)], tokens: [] };
}

export function tokensStep({ preprocessing }: DatasetManifest): TokensPreprocessing | undefined {
  return preprocessing.find(step => step.kind === 'tokens');
}

/** Without the padding. */
export function textInput({ vocabulary }: TokensPreprocessing, numbers: Int32Array): ItemInput {
  const tokens = [...numbers].filter(number => number !== PADDING).map(number => tokenOf(vocabulary, number));
  return { pixels: null, cells: [tokens.map(token => token ?? UNKNOWN_SIGN).join(' ')], tokens };
}

/** Null where recordings were not kept, or the data are none. */
export async function readHeard({ artifactBytes }: ServiceContext, { listen }: DatasetManifest, item: number): Promise<HeardItem | null> {
  if (listen === undefined) return null;
  const [items = 0, length = 0] = listen.shape;
  if (item >= items) throw invalidInput(`An item below ${items} is required, got ${item}`, { path: 'item' });
  const bytes = await artifactBytes.range(listen.file.hash, item * length * 2, length * 2);
  return { sampleRate: listen.sampleRate, samples: Buffer.from(bytes).toString('base64') };
}

export function encodingsOf({ preprocessing }: DatasetManifest): readonly TableColumnEncoding[] {
  return preprocessing.flatMap(step => (step.kind === 'table' ? step.columns : []));
}
