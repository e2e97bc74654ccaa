import type { InputKind } from '../../../../src-shared/domain/dataset.ts';
import type { CatalogEntry } from '../../../../src-shared/domain/params/param-spec.ts';
import type { RawStep } from './wizard-state.ts';

/** The preset a training begins with, by what one item of its data is: dense layers would take token numbers for quantities. */
const FIRST_NETWORKS: Readonly<Record<InputKind, string>> = {
  image: 'small-cnn',
  table: 'mlp',
  sound: 'small-cnn',
  text: 'bag-of-embeddings',
};

interface Sample {
  readonly source: string;
  readonly holds: InputKind;
}

/** What a step that imports will yield; undefined where its source has to be read first. */
export function yieldOf(
  step: RawStep | undefined,
  { readers, samples }: { readonly readers: readonly Pick<CatalogEntry, 'id' | 'holds'>[]; readonly samples: readonly Sample[] },
): InputKind | undefined {
  if (step === undefined) return undefined;
  const known = readers.find(({ id }) => id === step['kind'])?.holds;
  return known ?? samples.find(({ source }) => source === step['source'])?.holds;
}

/** The network to begin with; undefined where it is that one already, or someone chose another or changed anything about it. */
export function firstNetwork(
  held: InputKind,
  network: unknown,
  presets: readonly { readonly id: string }[],
): { readonly preset: string } | undefined {
  const wanted = FIRST_NETWORKS[held];
  const isStart = Object.values(FIRST_NETWORKS).some(preset => isBare(network, preset));
  return isStart && !isBare(network, wanted) && presets.some(({ id }) => id === wanted) ? { preset: wanted } : undefined;
}

function isBare(network: unknown, preset: string): boolean {
  return JSON.stringify(network) === JSON.stringify({ preset });
}

/** Above it, the batch size of a training's own default does. */
const FEW_ITEMS = 256;

/** For few training items: a power of two that gives an epoch four steps or more; undefined where the default does. */
export function firstBatchSize(training: number): number | undefined {
  return training >= FEW_ITEMS || training < 1 ? undefined : Math.max(1, 2 ** Math.floor(Math.log2(training / 4)));
}
