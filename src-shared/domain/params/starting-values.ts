import type { Catalog, ParamSpec, ParamSpecs } from './param-spec.ts';

/**
 * What a form begins with where nothing has a default: the first of several, the least number that is allowed. Undefined
 * for what only a person can say (a reference, a free text, layers), and for what may be left out.
 */
export function startingValue(spec: ParamSpec, catalog: Catalog): unknown {
  if ('default' in spec && spec.default !== undefined) return spec.default;
  return (STARTS[spec.kind] as (spec: ParamSpec, catalog: Catalog) => unknown)(spec, catalog);
}

/** For one form of a `one-of`: always a value of that form, so that choosing it is remembered before anything is filled in. */
export function startingOption(option: ParamSpec, catalog: Catalog): unknown {
  const start = startingValue(option, catalog);
  if (option.kind === 'group' && Object.keys(start as object).length === 0) {
    const [first] = Object.entries(option.fields);
    return first === undefined ? {} : { [first[0]]: startingOption(first[1], catalog) };
  }
  return start ?? (option.kind === 'layers' || option.kind === 'list' ? [] : '');
}

/** Of the fields that have to be given and have no default; the others are left to the parser. */
export function startingFields(specs: ParamSpecs, catalog: Catalog): Readonly<Record<string, unknown>> {
  const entries = Object.entries(specs)
    .filter(([, spec]) => isRequired(spec))
    .map(([name, spec]) => [name, startingValue(spec, catalog)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Whether a person, or the form for them, has to give it. */
export function isRequired(spec: ParamSpec): boolean {
  return spec.optional !== true && !('default' in spec && spec.default !== undefined);
}

type SpecOf<K extends ParamSpec['kind']> = Extract<ParamSpec, { kind: K }>;

const STARTS: { readonly [K in ParamSpec['kind']]: (spec: SpecOf<K>, catalog: Catalog) => unknown } = {
  number: leastNumber,
  choice: spec => spec.options[0],
  flag: spec => spec.default,
  text: () => undefined,
  list: startingList,
  record: () => ({}),
  group: (spec, catalog) => startingFields(spec.fields, catalog),
  variant(spec, catalog) {
    const [first] = Object.entries(spec.variants);
    return first === undefined ? undefined : { [first[0]]: startingValue(first[1], catalog) };
  },
  algorithm(spec, catalog) {
    const [first] = catalog[spec.registry] ?? [];
    return first === undefined ? undefined : { [spec.tag]: first.id, ...startingFields(first.params, catalog) };
  },
  layers: () => undefined,
  reference: () => undefined,
  space: () => undefined,
  'one-of': (spec, catalog) => spec.options.map(option => startingValue(option, catalog)).find(value => value !== undefined),
};

function startingList(spec: SpecOf<'list'>, catalog: Catalog): unknown {
  const { minItems = 0 } = spec;
  const item = startingValue(spec.of, catalog);
  if (item === undefined) return minItems === 0 ? [] : undefined;
  return Array.from({ length: minItems }, () => item);
}

/** The minimum; where that is refused, or there is none: something between it and the maximum. */
function leastNumber({ min, max, aboveMin, integer }: SpecOf<'number'>): number {
  if (min !== -Infinity && aboveMin !== true) return min;
  if (min === -Infinity) return max === Infinity ? 0 : Math.min(0, max);
  if (integer === true) return min + 1;
  return max === Infinity ? min + 1 : min + (max - min) / 2;
}
