import { parseSpace } from '../search/parse-space.ts';
import { closest } from '../../lib/closest.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { optionFor } from './option-for.ts';
import { parseAlgorithm, parseLayers } from './parse-algorithm.ts';
import type { Catalog, ParamSpec, ParamSpecs, ParamValues } from './param-spec.ts';
import { isObject, notObject, problem, shown, unknownKey, within, type Parsed, type ParamProblem } from './problems.ts';

/**
 * Fills in defaults, refuses unknown names and values out of range; *every* problem is reported, each with its path.
 * The value is again valid input, and parsing it once more changes nothing.
 */
export function parseParams<const S extends ParamSpecs>(
  specs: S,
  raw: Readonly<Record<string, unknown>>,
  catalog: Catalog = {},
): Result<ParamValues<S>, readonly ParamProblem[]> {
  return parseFields(specs, raw, catalog) as Result<ParamValues<S>, readonly ParamProblem[]>;
}

export function parseParam(spec: ParamSpec, raw: unknown, catalog: Catalog): Parsed {
  const parse = PARSERS[spec.kind] as (spec: ParamSpec, raw: unknown, catalog: Catalog) => Parsed;
  return parse(spec, raw, catalog);
}

export function parseFields(
  specs: ParamSpecs,
  raw: Readonly<Record<string, unknown>>,
  catalog: Catalog,
): Result<Record<string, unknown>, readonly ParamProblem[]> {
  const problems: ParamProblem[] = Object.keys(raw)
    .filter(name => !Object.hasOwn(specs, name))
    .map(name => unknownKey(name, Object.keys(specs)));
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
    const parsed = parseOrDefault(spec, value, catalog);
    if (parsed === null) continue;
    if (parsed.ok) values[name] = parsed.value;
    else problems.push(...within(name, parsed.error));
  }
  return problems.length === 0 ? ok(values) : err(problems);
}

function parseOrDefault(spec: ParamSpec, raw: unknown, catalog: Catalog): Parsed | null {
  if (raw !== undefined && raw !== null) return parseParam(spec, raw, catalog);
  if ('default' in spec && spec.default !== undefined) return parseParam(spec, spec.default, catalog);
  if (spec.optional === true) return null;
  return problem(`required (${spec.label.toLowerCase()}), but it is missing`);
}

type SpecOf<K extends ParamSpec['kind']> = Extract<ParamSpec, { kind: K }>;

const PARSERS: { readonly [K in ParamSpec['kind']]: (spec: SpecOf<K>, raw: unknown, catalog: Catalog) => Parsed } = {
  number: parseNumber,
  choice: parseChoice,
  flag: (_spec, raw) => (typeof raw === 'boolean' ? ok(raw) : problem(`true or false is required, got ${shown(raw)}`)),
  text: parseText,
  list: parseList,
  record: parseRecord,
  group: (spec, raw, catalog) => (isObject(raw) ? parseFields(spec.fields, raw, catalog) : notObject(raw)),
  variant: parseVariant,
  algorithm: (spec, raw, catalog) => parseAlgorithm(spec, raw, { catalog, parseFields }),
  layers: (_spec, raw, catalog) => parseLayers(raw, { catalog, parseFields }),
  reference: (_spec, raw) =>
    typeof raw === 'string' && raw !== '' ? ok(raw) : problem(`the name of a step is required, got ${shown(raw)}`),
  'one-of': parseOneOf,
  space: parseSpaceField,
};

function parseNumber(spec: SpecOf<'number'>, raw: unknown): Parsed {
  if (typeof raw !== 'number' || !Number.isFinite(raw)) return problem(`a number is required, got ${shown(raw)}`);
  if (spec.integer === true && !Number.isInteger(raw)) return problem(`a whole number is required, got ${raw}`);
  const low = spec.aboveMin === true ? raw <= spec.min : raw < spec.min;
  if (!low && raw <= spec.max) return ok(raw);
  return problem(`a value in ${rangeText(spec)} is required, got ${raw}`);
}

/** `[0, 1]`, `(0, 1]`, `[1, ∞)`. */
export function rangeText(spec: SpecOf<'number'>): string {
  const open = spec.aboveMin === true || spec.min === -Infinity ? '(' : '[';
  const low = spec.min === -Infinity ? '-∞' : String(spec.min);
  return spec.max === Infinity ? `${open}${low}, ∞)` : `${open}${low}, ${spec.max}]`;
}

function parseChoice(spec: SpecOf<'choice'>, raw: unknown): Parsed {
  if (typeof raw === 'string' && spec.options.includes(raw)) return ok(raw);
  const near = typeof raw === 'string' ? closest(raw, spec.options) : null;
  return problem(`one of ${spec.options.join(', ')} is required, got ${shown(raw)}`, near === null ? undefined : `Did you mean '${near}'?`);
}

function parseText(spec: SpecOf<'text'>, raw: unknown): Parsed {
  if (typeof raw !== 'string') return problem(`a text is required, got ${shown(raw)}`);
  if (raw.includes('\0')) return problem('a text without NUL characters is required');
  if (spec.pattern === undefined || new RegExp(`^(?:${spec.pattern})$`, 'u').test(raw)) return ok(raw);
  return problem(`${spec.patternHelp ?? `a text like ${spec.pattern}`} is required, got ${shown(raw)}`);
}

function parseList(spec: SpecOf<'list'>, raw: unknown, catalog: Catalog): Parsed {
  if (!Array.isArray(raw)) return problem(`a list is required, got ${shown(raw)}`);
  const { minItems = 0, maxItems = Infinity } = spec;
  if (raw.length < minItems || raw.length > maxItems) {
    const range = maxItems === Infinity ? `at least ${minItems}` : `${minItems} to ${maxItems}`;
    return problem(`${range} items are required, got ${raw.length}`);
  }
  return collect(
    raw.map((item, i) => [i, parseParam(spec.of, item, catalog)] as const),
    pairs => pairs.map(([, value]) => value),
  );
}

function parseRecord(spec: SpecOf<'record'>, raw: unknown, catalog: Catalog): Parsed {
  if (!isObject(raw)) return notObject(raw);
  return collect(
    Object.entries(raw).map(([name, item]) => [name, parseParam(spec.of, item, catalog)] as const),
    Object.fromEntries,
  );
}

function parseVariant(spec: SpecOf<'variant'>, raw: unknown, catalog: Catalog): Parsed {
  if (!isObject(raw)) return notObject(raw);
  const names = Object.keys(spec.variants);
  const unknown = Object.keys(raw).filter(name => !names.includes(name));
  if (unknown.length > 0) return err(unknown.map(name => unknownKey(name, names)));
  const given = Object.keys(raw);
  const [name] = given;
  if (given.length !== 1 || name === undefined)
    return problem(`exactly one of ${names.join(', ')} is required, got ${given.join(' and ') || 'none'}`);
  const parsed = parseParam(spec.variants[name]!, raw[name], catalog);
  return parsed.ok ? ok({ [name]: parsed.value }) : err(within(name, parsed.error));
}

/** Stays as it was written: a person reads it again, and every range is read from it anew. */
function parseSpaceField(spec: SpecOf<'space'>, raw: unknown, catalog: Catalog): Parsed {
  const parsed = parseSpace(raw, spec.fields, { catalog, parseFields });
  return parsed.ok ? ok(raw) : parsed;
}

function parseOneOf(spec: SpecOf<'one-of'>, raw: unknown, catalog: Catalog): Parsed {
  const meant = optionFor(spec, raw);
  if (meant !== undefined) return parseParam(meant, raw, catalog);
  const forms = spec.options.map(option => option.label.toLowerCase()).join(', or ');
  return problem(`${forms} is required, got ${shown(raw)}`);
}

function collect(
  parts: readonly (readonly [string | number, Parsed])[],
  build: (pairs: readonly (readonly [string | number, unknown])[]) => unknown,
): Parsed {
  const problems = parts.flatMap(([key, part]) => (part.ok ? [] : within(key, part.error)));
  if (problems.length > 0) return err(problems);
  return ok(build(parts.map(([key, part]) => [key, part.ok ? part.value : undefined] as const)));
}
