import { OUT_OF_SIGHT } from '../../graph/places.ts';
import type { MaskedLayer } from './masked-steps.ts';

/** Of `Permute`: what makes a mask [S, 1] one for each query, [1, S]. */
export const MASK_ORDER: readonly number[] = [2, 1];

/** What the layers of a spelled attention together are read as; no file has it. */
export const SPELLED_HEADS = 'SpelledHeads';

/** One head: the layers that give its queries, keys and values, and what gives the mask. */
interface Head {
  readonly sources: readonly [queries: string, keys: string, values: string];
  readonly mask: string | null;
  readonly headSize: number;
  /** Layers that are there for this alone. */
  readonly through: readonly string[];
}

/**
 * Attention that is spelled out in `Dot`s, as files from here have it (`spelledHeads`), taken back to one layer: its queries, keys and
 * values are those of the heads side by side. Other uses of `Dot` stay, and are refused with the other layers.
 */
export function withHeads<L extends MaskedLayer>(all: readonly L[]): readonly L[] {
  const layers = withoutTurnedMasks(all);
  const byName = new Map(layers.map(layer => [layer.name, layer]));
  const beside = layers.flatMap(layer => withHeadsOf(layer, besideIn(layer, byName)));
  const parts = new Set(beside.flatMap(([, heads]) => heads.flatMap(({ through }) => through)));
  const alone = layers.flatMap(layer => (parts.has(layer.name) ? [] : withHeadsOf(layer, aloneIn(layer, byName))));
  const found = new Map([...beside, ...alone]);
  if (found.size === 0) return layers;
  const within = [...found].flatMap(([name, heads]) => heads.flatMap(({ through }) => through.filter(layer => layer !== name)));
  const helpers = new Set(within);
  const joined = layers
    .filter(({ name }) => !helpers.has(name))
    .flatMap(layer => {
      const heads = found.get(layer.name);
      return heads === undefined ? [layer] : joinedHeads(layer, heads);
    });
  const read = new Set(joined.flatMap(({ inputs }) => inputs));
  return layers.some(({ name }) => helpers.has(name) && read.has(name)) ? layers : joined;
}

/** Of Keras's own attention the fourth input, a mask by query and key that `Permute` made, as the mask of the keys behind it. */
function withoutTurnedMasks<L extends MaskedLayer>(layers: readonly L[]): readonly L[] {
  const turned = new Map(layers.filter(isTurned).map(({ name, inputs }) => [name, inputs[0]!]));
  const rewired = layers.map(layer => {
    const mask = layer.className === 'MultiHeadAttention' ? turned.get(layer.inputs[3] ?? '') : undefined;
    return mask === undefined ? layer : { ...layer, inputs: [...layer.inputs.slice(0, 3), mask] };
  });
  const [before, after] = [layers, rewired].map(list => new Set(list.flatMap(({ inputs }) => inputs))) as [Set<string>, Set<string>];
  return rewired.filter(({ name }) => !turned.has(name) || after.has(name) || !before.has(name));
}

function isTurned({ className, config, inputs }: MaskedLayer): boolean {
  return className === 'Permute' && inputs.length === 1 && JSON.stringify(config['dims']) === JSON.stringify(MASK_ORDER);
}

function withHeadsOf({ name }: MaskedLayer, heads: readonly Head[] | null): readonly (readonly [string, readonly Head[]])[] {
  return heads === null ? [] : [[name, heads]];
}

/** Of a layer that puts heads side by side. */
function besideIn(layer: MaskedLayer, byName: ByName): readonly Head[] | null {
  if (layer.className !== 'Concatenate' || layer.inputs.length < 2) return null;
  const heads = layer.inputs.map(name => headOf(byName.get(name), byName));
  const [first] = heads;
  return heads.every(head => head !== null && head.headSize === first?.headSize && head.mask === first.mask)
    ? (heads as readonly Head[])
    : null;
}

/** Of a layer that is the only head there is. */
function aloneIn(layer: MaskedLayer, byName: ByName): readonly Head[] | null {
  const head = headOf(layer, byName);
  return head === null ? null : [head];
}

type ByName = ReadonlyMap<string, MaskedLayer>;

function headOf(read: MaskedLayer | undefined, byName: ByName): Head | null {
  if (read === undefined || !isDot(read, 1)) return null;
  const shares = inputOf(read, byName);
  const values = read.inputs[1];
  if (values === undefined || shares?.className !== 'Activation' || shares.config['activation'] !== 'softmax') return null;
  const seen = seenOf(shares, byName);
  const scaled = seen === null ? null : scaledOf(seen.fits, byName);
  if (seen === null || scaled === null) return null;
  const through = [read.name, shares.name, ...seen.through, ...scaled.through];
  return { sources: [scaled.queries, scaled.keys, values], mask: seen.mask, headSize: scaled.headSize, through };
}

function inputOf(layer: MaskedLayer | undefined, byName: ByName, place = 0): MaskedLayer | undefined {
  return byName.get(layer?.inputs[place] ?? '');
}

interface Seen {
  readonly fits: MaskedLayer;
  readonly mask: string | null;
  readonly through: readonly string[];
}

/** What the shares are made of, and the mask it is under. */
function seenOf(shares: MaskedLayer, byName: ByName): Seen | null {
  const before = inputOf(shares, byName);
  if (before?.className !== 'Add') return before === undefined ? null : { fits: before, mask: null, through: [] };
  const fits = inputOf(before, byName);
  const unseen = maskOf(inputOf(before, byName, 1), byName);
  return fits === undefined || unseen === null ? null : { fits, mask: unseen.mask, through: [before.name, ...unseen.through] };
}

interface Scaled {
  readonly queries: string;
  readonly keys: string;
  readonly headSize: number;
  readonly through: readonly string[];
}

/** Products by 1 / √size. */
function scaledOf(fits: MaskedLayer, byName: ByName): Scaled | null {
  const { scale, offset } = fits.config;
  const products = inputOf(fits, byName);
  const [queries, keys] = products?.inputs ?? [];
  const headSize = Math.round(1 / Number(scale) ** 2);
  const isScaled = fits.className === 'Rescaling' && offset === 0 && scale === 1 / Math.sqrt(headSize);
  if (!isScaled || products === undefined || !isDot(products, 2) || queries === undefined || keys === undefined) return null;
  return { queries, keys, headSize, through: [fits.name, products.name] };
}

/** Over the channels of the first and this axis of the second. */
function isDot(layer: MaskedLayer | undefined, axis: number): boolean {
  return layer?.className === 'Dot' && JSON.stringify(layer.config['axes']) === `[2,${axis}]` && layer.config['normalize'] !== true;
}

function maskOf(
  unseen: MaskedLayer | undefined,
  byName: ReadonlyMap<string, MaskedLayer>,
): { mask: string; through: readonly string[] } | null {
  const turned = byName.get(unseen?.inputs[0] ?? '');
  const isUnseen =
    unseen?.className === 'Rescaling' && unseen.config['scale'] === OUT_OF_SIGHT && unseen.config['offset'] === -OUT_OF_SIGHT;
  if (!isUnseen || turned === undefined || !isTurned(turned)) return null;
  const [mask] = turned.inputs;
  return mask === undefined ? null : { mask, through: [unseen.name, turned.name] };
}

/** The parts of all heads side by side where there are several, and the attention between them. */
function joinedHeads<L extends MaskedLayer>(layer: L, heads: readonly Head[]): readonly L[] {
  const sides = (['queries', 'keys', 'values'] as const).map((part, place) => ({
    name: `${layer.name}-${part}`,
    inputs: heads.map(({ sources }) => sources[place]!),
  }));
  const beside = heads.length === 1 ? [] : sides.map((side): L => ({ ...layer, ...side, className: 'Concatenate', config: { axis: -1 } }));
  const read = heads.length === 1 ? heads[0]!.sources : sides.map(({ name }) => name);
  const [{ mask, headSize }] = heads as readonly [Head];
  const inputs = [...read, ...(mask === null ? [] : [mask])];
  return [...beside, { ...layer, className: SPELLED_HEADS, config: { headSize }, inputs }];
}
