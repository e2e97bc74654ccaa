import type { Catalog, CatalogEntry, ListSpec, NumberSpec, ParamSpec, ParamSpecs } from '../params/param-spec.ts';
import type { ParamProblem } from '../params/problems.ts';
import type { Condition, Domain, Template } from './space.ts';

export type Block = Readonly<Record<string, unknown>>;

/** Where the reader stands: what a dimension found here is called, and when it takes part. */
export interface Place {
  readonly name: string;
  readonly path: readonly (string | number)[];
  readonly conditions: readonly Condition[];
}

/** A dimension as it was written: what its `when` says is looked up once all are known. */
export interface FoundDimension {
  readonly name: string;
  readonly path: readonly (string | number)[];
  readonly domain: Domain;
  readonly conditions: readonly Condition[];
  /** The options' own values, for `when`; empty for numbers. */
  readonly options: readonly unknown[];
  readonly when: unknown;
}

/** What the parts of the reader share while one space is read. */
export interface Reading {
  readonly catalog: Catalog;
  readonly dimensions: FoundDimension[];
  readonly problems: ParamProblem[];
  /** Reads a value at its place; `spec` is undefined for what no spec knows: the check of whole configurations names it. */
  read(raw: unknown, spec: ParamSpec | undefined, place: Place): Template;
}

export function placeIn(place: Place, key: string): Place {
  return { ...place, name: place.name === '' ? key : `${place.name}.${key}`, path: [...place.path, key] };
}

/** Items are counted from 1 in names, as layers are, and from 0 in paths. */
export function placeOfItem(place: Place, index: number): Place {
  return { ...place, name: `${place.name}[${index + 1}]`, path: [...place.path, index] };
}

export function complain(reading: Reading, place: Place, message: string, hint?: string): Template {
  reading.problems.push({ path: place.path, message, ...(hint === undefined ? {} : { hint }) });
  return { kind: 'value', value: undefined };
}

/** The list of widths that `depth` and `width` stand for in a member of a registry that has one. */
export function widthsOf(entry: CatalogEntry): { readonly name: string; readonly list: ListSpec; readonly depth: NumberSpec } | null {
  const spec = entry.widths === undefined ? undefined : entry.params[entry.widths];
  if (entry.widths === undefined || spec?.kind !== 'list') return null;
  const { minItems = 1, maxItems = 64 } = spec;
  const depth: NumberSpec = { kind: 'number', label: 'Depth', min: minItems, max: maxItems, integer: true };
  return { name: entry.widths, list: spec, depth };
}

export function fieldsWithin(spec: ParamSpec | undefined): ParamSpecs | null {
  if (spec?.kind === 'group') return spec.fields;
  return spec?.kind === 'variant' ? spec.variants : null;
}
