import type { DatasetManifest, Split, TableColumnEncoding } from '../../src-shared/domain/dataset.ts';
import type { AlgorithmValue } from '../../src-shared/domain/params/param-spec.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import { augment as augmentSpec } from '../../src-shared/domain/recipe/common-fields.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { spectrogramPixels } from '../engine/data/sound/spectrogram-pixels.ts';
import { encodingOf } from '../engine/data/table/encodings/index.ts';
import { checkAugment } from '../engine/training/bind-augment.ts';
import type { AugmentedItems } from '../engine/training/preview-augment.ts';
import type { ServiceContext } from './context.ts';
import { labelName, type DataFacts } from '../engine/data/dataset-facts.ts';
import { encodingsOf, pictureShape, textInput, tokensStep, type ItemInput } from './item-view.ts';

export interface SeenWanted {
  readonly split: Split;
  /** Only of this class; null for all. */
  readonly label: number | null;
  readonly offset: number;
  readonly limit: number;
  /** As in a recipe; checked here. */
  readonly augment: readonly Readonly<Record<string, unknown>>[];
  readonly seed: number;
}

export interface SeenPage {
  readonly total: number;
  readonly shape: number[] | null;
  /** Names of a row's inputs. */
  readonly columns: string[];
  /** `share`: what is left of the item where others are mixed in. */
  readonly items: ({ item: number; label: string; share: number } & ItemInput)[];
}

/**
 * Items as they enter the network: preprocessed, and changed as the first training step with the seed would change them. Throws
 * `invalid-input` for a change that these items can't take.
 */
export async function seenItems(context: ServiceContext, facts: DataFacts, wanted: SeenWanted): Promise<SeenPage> {
  const { manifest, targets } = facts;
  const { split, label, offset, limit, seed } = wanted;
  const shape = manifest.input.shape.slice(1);
  const tokens = tokensStep(manifest);
  const augment = parsedAugment(context, wanted.augment);
  checkAugment(augment, { inputShape: shape, ...(tokens === undefined ? {} : { tokens: tokens.vocabulary.length }) });
  const all = facts.itemsOf.get(split) ?? new Uint32Array(0);
  const fitting = label === null ? all : all.filter(item => targets[item] === label);
  const page = [...fitting.subarray(offset, offset + limit)];
  const inputs = await preprocessed(context, facts, page);
  const changed: AugmentedItems =
    augment.length === 0 || page.length === 0
      ? { inputs, shares: new Float32Array(page.length).fill(1) }
      : ((await context.askBench({ kind: 'augment', augment, seed, shape, inputs })) as AugmentedItems);
  const width = page.length === 0 ? 0 : inputs.length / page.length;
  return {
    total: fitting.length,
    shape: pictureShape(manifest),
    columns: inputNames(encodingsOf(manifest)),
    items: page.map((item, i) => ({
      item,
      label: labelName(facts, item),
      share: changed.shares[i] ?? 1,
      ...viewOf(manifest, changed.inputs.subarray(i * width, (i + 1) * width)),
    })),
  };
}

function parsedAugment({ catalog }: ServiceContext, augment: SeenWanted['augment']): readonly AlgorithmValue[] {
  if (augment.length === 0) return [];
  const parsed = parseParams({ augment: augmentSpec }, { augment }, catalog);
  if (parsed.ok) return (parsed.value.augment ?? []) as readonly AlgorithmValue[];
  const [problem] = parsed.error;
  throw invalidInput(problem?.message ?? 'required', { path: problem?.path.join('.') ?? 'augment' });
}

/** Of some items, as a loaded data set gathers them. */
async function preprocessed(
  { artifactBytes }: ServiceContext,
  { manifest, itemBytes }: DataFacts,
  page: readonly number[],
): Promise<Float32Array> {
  const { input, preprocessing } = manifest;
  const scale = preprocessing.find(step => step.kind === 'scale') ?? { factor: 1, offset: 0 };
  const parts = await Promise.all(
    page.map(async item => numbersOf(input.dtype, await artifactBytes.range(input.file.hash, item * itemBytes, itemBytes))),
  );
  const width = parts[0]?.length ?? 0;
  const inputs = new Float32Array(parts.length * width);
  parts.forEach((part, i) => inputs.set(part, i * width));
  return scale.factor === 1 && scale.offset === 0 ? inputs : inputs.map(value => value * scale.factor + scale.offset);
}

function numbersOf(dtype: DatasetManifest['input']['dtype'], bytes: Uint8Array): ArrayLike<number> {
  if (dtype === 'uint8') return bytes;
  const { buffer } = bytes.slice();
  return dtype === 'float32' ? new Float32Array(buffer) : new Int32Array(buffer);
}

function viewOf(manifest: DatasetManifest, values: Float32Array): ItemInput {
  const { kind, shape } = manifest.input;
  const tokens = tokensStep(manifest);
  if (tokens !== undefined) return textInput(tokens, Int32Array.from(values));
  if (kind === 'table') return { pixels: null, cells: [...values], tokens: [] };
  const bytes =
    kind === 'sound'
      ? spectrogramPixels(values, shape[2] ?? 1)
      : Uint8Array.from(values, value => Math.max(0, Math.min(255, Math.round(255 * value))));
  return { pixels: Buffer.from(bytes).toString('base64'), cells: [], tokens: [] };
}

/** A column that became one input by its name, others with their place or their value behind it. */
function inputNames(encodings: readonly TableColumnEncoding[]): string[] {
  return encodings.flatMap(encoding => {
    const width = encodingOf(encoding).width(encoding);
    const values = encoding.kind === 'category' ? encoding.values : [];
    return Array.from({ length: width }, (_, i) => {
      if (values[i] !== undefined) return `${encoding.column} = ${values[i]}`;
      return width === 1 ? encoding.column : `${encoding.column} ${i + 1}`;
    });
  });
}
