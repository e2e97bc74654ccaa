import { invalidInput, type AppFailure } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import { wholeInput } from './made-inputs.ts';
import type { EncodedInput, ImportedData } from './reader.ts';

/**
 * Only the items of these classes, which keep the source's order and are numbered anew; as if the source had no others.
 * Throws `invalid-input` for a regression, fewer than two classes, and a class the source lacks.
 */
export function selectClasses(data: ImportedData, wanted: readonly string[]): ImportedData {
  const { target, groups, order } = data;
  if (target.task !== 'classes') {
    const isLabels = target.task === 'labels';
    const message = isLabels
      ? 'Classes can be chosen of a data set of classes, but items of this one have several labels'
      : 'Classes can be chosen of a data set of classes, but this one has numbers to predict';
    throw invalidInput(message, { path: 'onlyClasses' });
  }
  for (const [i, name] of wanted.entries()) if (!target.classes.includes(name)) throw unknownClass(name, target.classes, i);
  const numbers = new Map(target.classes.flatMap((name, from) => (wanted.includes(name) ? [from] : [])).map((from, to) => [from, to]));
  if (numbers.size < 2) throw invalidInput(`At least 2 different classes are required, got ${numbers.size}`, { path: 'onlyClasses' });
  const items = Uint32Array.from({ length: data.items }, (_, item) => item).filter(item => numbers.has(target.values[item]!));
  const places = new Map([...items].map((item, place) => [item, place]));
  return {
    ...data,
    items: items.length,
    target: {
      ...target,
      classes: target.classes.filter((_, from) => numbers.has(from)),
      values: Int32Array.from(items, item => numbers.get(target.values[item]!) ?? 0),
    },
    ...(groups === undefined ? {} : { groups: { ...groups, values: Int32Array.from(items, item => groups.values[item]!) } }),
    ...(order === undefined ? {} : { order: Float64Array.from(items, item => order[item]!) }),
    identityOf: place => data.identityOf(items[place]!),
    ownTest: placesIn(places, data.ownTest),
    ownValidation: placesIn(places, data.ownValidation),
    ...groupsOf(data.groups, items),
    ...(data.originals === undefined ? {} : { originals: data.originals.take(items) }),
    encode: train => rowsOf(wholeInput(data.encode(train.map(place => items[place]!))), items),
  };
}

function placesIn(places: ReadonlyMap<number, number>, part: Uint32Array | null | undefined): Uint32Array | null {
  return part?.filter(item => places.has(item)).map(item => places.get(item) ?? 0) ?? null;
}

/** Groups that no item is left of keep their number: names are looked up by it. */
function groupsOf(groups: ImportedData['groups'], items: Uint32Array): Pick<ImportedData, 'groups'> {
  return groups === undefined ? {} : { groups: { ...groups, values: Int32Array.from(items, item => groups.values[item]!) } };
}

function rowsOf(encoded: EncodedInput, items: Uint32Array): EncodedInput {
  const { listen } = encoded;
  const width = encoded.shape.reduce((product, size) => product * size, 1);
  const values = gathered(encoded.values, width, items);
  if (listen === undefined) return { ...encoded, values };
  const length = (listen.samples.length * width) / encoded.values.length;
  return { ...encoded, values, listen: { ...listen, samples: gathered(listen.samples, length, items) } };
}

function gathered<T extends Uint8Array | Int16Array | Int32Array | Float32Array>(all: T, width: number, items: Uint32Array): T {
  const make = all.constructor as new (length: number) => T;
  const rows = new make(items.length * width);
  items.forEach((item, place) => rows.set(all.subarray(item * width, (item + 1) * width), place * width));
  return rows;
}

function unknownClass(name: string, classes: readonly string[], place: number): AppFailure {
  const near = closest(name, classes);
  const hint = near === null ? `There are: ${classes.slice(0, 20).join(', ')}.` : `Did you mean '${near}'?`;
  return invalidInput(`A class of the data is required, got '${name}'`, { path: `onlyClasses.${place}`, hint });
}
