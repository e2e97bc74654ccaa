import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { shapeText } from '../../graph/shape-checks.ts';

/** An input of a file that has several: they stand side by side in the last axis of an item here. */
export interface InputPart {
  readonly name: string;
  /** Its first place in the last axis of an item. */
  readonly from: number;
  /** Of its numbers in an item: as the item in all axes but the last. */
  readonly shape: Shape;
  /** As the file has them, those that it leaves open as the data has them. */
  readonly sizes: Shape;
}

/** An input as a file has it: sizes without the items, null for one that is left open. */
export interface GivenInput {
  readonly name: string;
  readonly sizes: readonly (number | null)[];
}

export interface PartsWish {
  /** Of an item as the data has it; null where it isn't known. */
  readonly inputShape: Shape | null;
  /** Their names in the order in which they stand in an item; the file's own where left out. */
  readonly inputs?: readonly string[] | undefined;
  /** Whether the file may have channels in front of the places. */
  readonly channelsFirst: boolean;
}

/** Numbers that one input may take of an item: each is looked up by its place. */
const WIDEST = 65_536;
const SIDE_BY_SIDE =
  'Import data whose items have them side by side in their last axis: columns of a table, channels of an image, numbers of a step.';

/**
 * Where each input of a file stands in an item. Of a row, every input takes as many numbers as it has, whatever its axes; of items with
 * places, the channels that it has at each of them. Throws `invalid-input` for inputs that don't fit beside each other in the data.
 */
export function partsOf(given: readonly GivenInput[], wish: PartsWish): readonly InputPart[] {
  const inputs = ordered(given, wish.inputs);
  const places = wish.inputShape?.slice(0, -1) ?? [];
  let from = 0;
  const parts = inputs.map((input): InputPart => {
    const width = places.length === 0 ? numbersOf(input) : channelsOf(input, places, wish);
    if (width > WIDEST)
      throw invalidInput(`Of several inputs each may take ${WIDEST} numbers, '${input.name}' takes ${width}`, { path: input.name });
    const shape = [...places, width];
    const part = { name: input.name, from, shape, sizes: input.sizes.map((size, i) => size ?? shape[i]!) };
    from += width;
    return part;
  });
  const came = wish.inputShape?.at(-1) ?? from;
  if (came === from) return parts;
  const each = parts.map(({ name, shape }) => `${name}: ${shape.at(-1)}`).join(', ');
  throw invalidInput(`The ${parts.length} inputs of the file take ${from} numbers side by side (${each}), the data's items have ${came}`, {
    path: 'data',
    hint: SIDE_BY_SIDE,
  });
}

function ordered(given: readonly GivenInput[], wish: readonly string[] | undefined): readonly GivenInput[] {
  if (wish === undefined) return given;
  const names = given.map(({ name }) => name);
  if ([...wish].sort().join('\n') !== [...names].sort().join('\n'))
    throw invalidInput(`The model has the inputs ${names.join(', ')}, each to be named once, got ${wish.join(', ')}`, { path: 'inputs' });
  return wish.map(name => given[names.indexOf(name)]!);
}

function numbersOf({ name, sizes }: GivenInput): number {
  const product = sizes.reduce<number>((all, size) => all * (size ?? NaN), 1);
  if (Number.isFinite(product) && sizes.length > 0) return product;
  const told = sizes.map(size => size ?? '?').join(', ');
  throw invalidInput(`Of several inputs the sizes of each must be known, '${name}' has [${told}]`, { path: name });
}

/** At each place: channels last as here, first as elsewhere, or one number without an axis of its own. */
function channelsOf({ name, sizes }: GivenInput, places: Shape, { inputShape, channelsFirst }: PartsWish): number {
  const fits = (own: readonly (number | null)[]): boolean =>
    own.length === places.length && own.every((size, i) => size === null || size === places[i]);
  const [first, last] = [sizes[0] ?? null, sizes.at(-1) ?? null];
  if (last !== null && fits(sizes.slice(0, -1))) return last;
  if (channelsFirst && first !== null && fits(sizes.slice(1))) return first;
  if (fits(sizes)) return 1;
  const told = sizes.map(size => size ?? '?').join(', ');
  throw invalidInput(
    `The data's items ${shapeText(inputShape ?? [])} must have a place for each input of the file; '${name}' takes [${told}]`,
    {
      path: 'data',
      hint: SIDE_BY_SIDE,
    },
  );
}
