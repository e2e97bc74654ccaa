/** What the values of a step become that a mask leaves out of a series: no other value is as great. A power of 2, so that it is exact. */
export const LEFT_OUT = 2 ** 30;

/** A layer as a file has it. */
export interface MaskedLayer {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly string[];
}

/**
 * Layers that tell a mask by a great number, as files from here have them (`underMask`), taken back to a mask as an input: of a layer
 * behind a `Masking` the inputs are a series and its mask. Other uses of `Masking` stay, and are refused with the other layers.
 */
export function withMaskInputs<L extends MaskedLayer>(layers: readonly L[]): readonly L[] {
  const byName = new Map(layers.map(layer => [layer.name, layer]));
  const taken = new Map(
    layers.flatMap(layer => {
      const masked = maskedSeries(layer, byName);
      return masked === null ? [] : [[layer.name, masked] as const];
    }),
  );
  if (taken.size === 0) return layers;
  const rewired = layers.flatMap(layer => {
    if (taken.has(layer.name)) return [];
    const masked = taken.get(layer.inputs[0] ?? '');
    return [masked === undefined ? layer : { ...layer, inputs: masked.inputs }];
  });
  const helpers = new Set([...taken.values()].flatMap(({ through }) => through));
  const read = new Set(rewired.flatMap(({ name, inputs }) => (helpers.has(name) ? [] : inputs)));
  return rewired.filter(({ name }) => !helpers.has(name) || read.has(name));
}

interface MaskedSeries {
  readonly inputs: readonly [series: string, mask: string];
  /** Layers that are there for this alone. */
  readonly through: readonly string[];
}

function maskedSeries({ className, config, inputs }: MaskedLayer, byName: ReadonlyMap<string, MaskedLayer>): MaskedSeries | null {
  const greatest = byName.get(inputs[0] ?? '');
  if (className !== 'Masking' || config['mask_value'] !== LEFT_OUT || greatest?.className !== 'Maximum') return null;
  const [series, other] = greatest.inputs;
  const great = byName.get(other ?? '');
  const mask = great === undefined ? null : maskOf(great);
  return series === undefined || great === undefined || mask === null
    ? null
    : { inputs: [series, mask], through: [greatest.name, great.name] };
}

/** What a layer makes greater than all other values where it is 0, and less where it is 1. */
function maskOf({ className, config, inputs }: MaskedLayer): string | null {
  const tells = className === 'Rescaling' && config['scale'] === -2 * LEFT_OUT && config['offset'] === LEFT_OUT;
  return (tells ? inputs[0] : undefined) ?? null;
}
