import { optionFor } from '../params/option-for.ts';
import type { AlgorithmSpec, CatalogEntry, NumberSpec, ParamSpec } from '../params/param-spec.ts';
import { isObject, shown, unknownKey } from '../params/problems.ts';
import { isRange, possibleNumbers, readRange } from './read-ranges.ts';
import type { BlockTemplate, Template } from './space.ts';
import { complain, fieldsWithin, placeIn, placeOfItem, widthsOf, type Block, type Place, type Reading } from './space-reader.ts';

type Fields = Readonly<Record<string, Template>>;

/** Reads a value of a space; what is no range is taken as it stands, and checked with whole configurations. */
export function readValue(raw: unknown, spec: ParamSpec | undefined, place: Place, reading: Reading): Template {
  if (isRange(raw)) return readRange(raw, spec, place, reading);
  if (Array.isArray(raw)) return { kind: 'list', items: raw.map((item, i) => readItem(item, spec, placeOfItem(place, i), reading)) };
  if (!isObject(raw)) return { kind: 'value', value: raw };
  const meant = spec?.kind === 'one-of' ? optionFor(spec, raw) : spec;
  if (meant?.kind === 'algorithm') return readAlgorithm(raw, meant, place, reading);
  if (meant !== undefined && SCALARS.has(meant.kind)) {
    return complain(reading, place, `a value or a range is required, got ${shown(raw)}`, 'A range is { from, to } or { choose: […] }.');
  }
  return readFields(raw, name => (meant?.kind === 'record' ? meant.of : fieldsWithin(meant)?.[name]), place, reading);
}

const SCALARS: ReadonlySet<ParamSpec['kind']> = new Set(['number', 'choice', 'flag', 'text', 'reference']);

export function readFields(raw: Block, specOf: (name: string) => ParamSpec | undefined, place: Place, reading: Reading): BlockTemplate {
  const fields = Object.entries(raw).map(([name, value]) => [name, reading.read(value, specOf(name), placeIn(place, name))] as const);
  return { kind: 'block', fields: Object.fromEntries(fields) };
}

function readItem(raw: unknown, spec: ParamSpec | undefined, place: Place, reading: Reading): Template {
  if (spec?.kind === 'layers') return readLayer(raw, place, reading);
  const list = spec?.kind === 'one-of' ? spec.options.find(option => option.kind === 'list') : spec;
  return reading.read(raw, list?.kind === 'list' ? list.of : undefined, place);
}

/** `relu`, `{ dense: { units: … } }`, `{ dense: … }`, or a choice of such. */
function readLayer(raw: unknown, place: Place, reading: Reading): Template {
  const [first, ...others] = isObject(raw) && !isRange(raw) ? Object.entries(raw) : [];
  if (first === undefined || others.length > 0) return reading.read(raw, undefined, place);
  const [id, value] = first;
  const entry = entryOf('layer', id, reading);
  const here = placeIn(place, id);
  if (isObject(value) && !isRange(value)) {
    return { kind: 'block', fields: { [id]: readFields(value, name => entry?.params[name], here, reading) } };
  }
  const spec = entry?.shorthand === undefined ? undefined : entry.params[entry.shorthand];
  return { kind: 'block', fields: { [id]: reading.read(value, spec, here) } };
}

function readAlgorithm(raw: Block, spec: AlgorithmSpec, place: Place, reading: Reading): Template {
  const { [spec.tag]: tag = spec.untagged, ...params } = raw;
  if (isObject(tag) && Array.isArray(tag['choose'])) return readMembers(raw, spec, place, reading);
  const entry = typeof tag === 'string' ? entryOf(spec.registry, tag, reading) : undefined;
  const fields = readParams(params, entry, place, reading);
  return { kind: 'block', fields: { ...(raw[spec.tag] === undefined ? {} : { [spec.tag]: { kind: 'value', value: tag } }), ...fields } };
}

/** The tag itself is a choice: a parameter takes part where the chosen member has it. */
function readMembers(raw: Block, spec: AlgorithmSpec, place: Place, reading: Reading): Template {
  const { [spec.tag]: tag, ...params } = raw;
  const choice = reading.read(tag, { kind: 'text', label: spec.label }, placeIn(place, spec.tag));
  if (choice.kind !== 'choice') return choice;
  const members = choice.options.map(option =>
    option.kind === 'value' ? entryOf(spec.registry, String(option.value), reading) : undefined,
  );
  const known = [...new Set(members.flatMap(member => (member === undefined ? [] : knownParams(member))))];
  const fields: Record<string, Template> = {};
  for (const [name, value] of Object.entries(params)) {
    const having = members.flatMap((member, i) => (member !== undefined && knownParams(member).includes(name) ? [i] : []));
    const [first] = having;
    const entry = first === undefined ? undefined : members[first];
    if (entry === undefined) {
      const { message, hint } = unknownKey(name, known);
      complain(reading, placeIn(place, name), message, hint);
      continue;
    }
    const all = having.length === members.length;
    const condition = { on: choice.dimension, test: 'options', options: having } as const;
    const here = all ? place : { ...place, conditions: [...place.conditions, condition] };
    for (const [field, template] of Object.entries(readParams({ [name]: value }, entry, here, reading))) {
      fields[field] = all ? template : { ...choice, options: members.map((_, i) => (having.includes(i) ? template : NOTHING)) };
    }
  }
  return { kind: 'block', fields: { [spec.tag]: choice, ...fields } };
}

const NOTHING: Template = { kind: 'value', value: undefined };

function knownParams(entry: CatalogEntry): readonly string[] {
  return [...Object.keys(entry.params), ...(widthsOf(entry) === null ? [] : ['depth', 'width'])];
}

/** The parameters of a member; `depth` and `width` become the list of widths that they stand for. */
function readParams(params: Block, entry: CatalogEntry | undefined, place: Place, reading: Reading): Fields {
  const widths = entry === undefined ? null : widthsOf(entry);
  const { depth, width, ...rest } = params;
  const stands = widths !== null && ((depth !== undefined && !entry?.params['depth']) || (width !== undefined && !entry?.params['width']));
  const { fields } = readFields(stands ? rest : params, name => entry?.params[name], place, reading);
  if (!stands) return fields;
  if (widths.name in rest)
    complain(reading, placeIn(place, widths.name), `either '${widths.name}' or 'depth' and 'width' is required, got both`);
  return { ...fields, [widths.name]: readWidths({ depth, width }, widths, place, reading) };
}

interface Widths {
  readonly list: { readonly of: ParamSpec; readonly default?: readonly unknown[] };
  readonly depth: NumberSpec;
}

function readWidths(given: { depth: unknown; width: unknown }, { list, depth }: Widths, place: Place, reading: Reading): Template {
  if (given.width === undefined)
    return complain(reading, placeIn(place, 'width'), "required beside 'depth' (width of every layer), but it is missing");
  const count = reading.read(given.depth ?? list.default?.length ?? 1, depth, placeIn(place, 'depth'));
  const item = reading.read(given.width, list.of, placeIn(place, 'width'));
  const counts = possibleNumbers(count, reading);
  if (!counts.every(n => Number.isInteger(n) && n >= depth.min && n <= depth.max)) {
    return complain(
      reading,
      placeIn(place, 'depth'),
      `whole numbers in [${depth.min}, ${depth.max}] are required, got ${shown(given.depth)}`,
    );
  }
  return { kind: 'repeat', count, items: Array.from({ length: Math.max(...counts) }, () => item) };
}

function entryOf(registry: string, id: string, { catalog }: Reading): CatalogEntry | undefined {
  return catalog[registry]?.find(entry => entry.id === id);
}
