import { closest } from '../../lib/closest.ts';
import { err, ok } from '../../lib/result.ts';
import type { AlgorithmSpec, AlgorithmValue, Catalog, CatalogEntry, LayerEntry, ParamSpecs } from './param-spec.ts';
import { isObject, notObject, problem, shown, within, type ParamProblem, type Parsed } from './problems.ts';

/** The registries, and the way back into the general parser. */
interface Context {
  readonly catalog: Catalog;
  parseFields(specs: ParamSpecs, raw: Readonly<Record<string, unknown>>, catalog: Catalog): Parsed;
}

/** `{ kind: adam, … }`, or the bare id when every parameter may take its default. */
export function parseAlgorithm(spec: AlgorithmSpec, raw: unknown, { catalog, parseFields }: Context): Parsed {
  const block = typeof raw === 'string' ? { [spec.tag]: raw } : raw;
  if (!isObject(block)) return notObject(raw);
  const { [spec.tag]: id = spec.untagged, ...params } = block;
  const entries = catalog[spec.registry] ?? [];
  if (id === undefined) return problem(`'${spec.tag}' is required: one of ${entries.map(e => e.id).join(', ')}`);
  const entry = entries.find(e => e.id === id);
  if (entry === undefined) return err(within(spec.tag, unknownMember(spec.registry, id, entries)));
  const parsed = parseFields(entry.params, params, catalog);
  return parsed.ok ? ok({ [spec.tag]: entry.id, ...(parsed.value as object) }) : parsed;
}

/** The id and parameters of a parsed algorithm value. */
export function splitAlgorithm(
  value: AlgorithmValue,
  tag = 'kind',
): { readonly id: string; readonly params: Readonly<Record<string, unknown>> } {
  const { [tag]: id, ...params } = value;
  return { id: String(id), params };
}

/** Short forms to full entries: `relu` · `{ max-pool: 2 }` · `{ dense: { units: 10, name: fc, from: [a, b] } }`. */
export function parseLayers(raw: unknown, context: Context): Parsed {
  if (!Array.isArray(raw) || raw.length === 0) return problem(`a list of at least one layer is required, got ${shown(raw)}`);
  const entries: LayerEntry[] = [];
  const problems: ParamProblem[] = [];
  raw.forEach((item, i) => {
    const parsed = parseLayer(item, context);
    if (parsed.ok) entries.push(parsed.value as LayerEntry);
    else problems.push(...within(i, parsed.error));
  });
  return problems.length === 0 ? ok(entries) : err(problems);
}

function parseLayer(raw: unknown, context: Context): Parsed {
  if (isObject(raw) && typeof raw['layer'] === 'string' && isObject(raw['config'])) return parseFullLayer(raw, context);
  const named = shortForm(raw);
  if (named === null) return problem(`a layer like 'relu' or '{ dense: { units: 10 } }' is required, got ${shown(raw)}`);
  const [id, value] = named;
  const layers = context.catalog['layer'] ?? [];
  const activation = layers.find(e => e.id === 'activation');
  if (typeof raw === 'string' && activation !== undefined && activationNames(activation).includes(id)) {
    return finishLayer(activation, { function: id }, context, id);
  }
  const entry = layers.find(e => e.id === id);
  if (entry === undefined) return err(unknownMember('layer', id, layers));
  const config = configOf(entry, value);
  if (config === null) return err(within(id, notObject(value).error));
  return finishLayer(entry, config, context, id);
}

/** `relu` → its name and nothing; `{ dense: 10 }` → its name and the value; null for anything else. */
function shortForm(raw: unknown): readonly [string, unknown] | null {
  if (typeof raw === 'string') return [raw, {}];
  const entries = isObject(raw) ? Object.entries(raw) : [];
  return entries.length === 1 ? entries[0]! : null;
}

function parseFullLayer(raw: Readonly<Record<string, unknown>>, context: Context): Parsed {
  const layers = context.catalog['layer'] ?? [];
  const entry = layers.find(e => e.id === raw['layer']);
  if (entry === undefined) return err(within('layer', unknownMember('layer', raw['layer'], layers)));
  const { name, from } = raw;
  const config = { ...(raw['config'] as object), ...(name === undefined ? {} : { name }), ...(from === undefined ? {} : { from }) };
  return finishLayer(entry, config, context, 'config');
}

function finishLayer(
  entry: CatalogEntry,
  config: Readonly<Record<string, unknown>>,
  { catalog, parseFields }: Context,
  key: string,
): Parsed {
  const { name, from, ...rest } = config;
  if (name !== undefined && (typeof name !== 'string' || !/^[A-Za-z][\w-]*$/.test(name))) {
    return err([{ path: [key, 'name'], message: `a name of letters, digits, '-' and '_' is required, got ${shown(name)}` }]);
  }
  const sources = typeof from === 'string' ? [from] : from;
  if (sources !== undefined && !(Array.isArray(sources) && sources.every(s => typeof s === 'string'))) {
    return err([{ path: [key, 'from'], message: `layer names are required, got ${shown(from)}` }]);
  }
  const parsed = parseFields(entry.params, rest, catalog);
  if (!parsed.ok) return err(within(key, parsed.error));
  return ok({
    layer: entry.id,
    config: parsed.value,
    ...(name === undefined ? {} : { name }),
    ...(sources === undefined ? {} : { from: sources }),
  });
}

function configOf(entry: CatalogEntry, value: unknown): Readonly<Record<string, unknown>> | null {
  if (isObject(value)) return value;
  if (value === null || value === undefined) return {};
  return entry.shorthand === undefined ? null : { [entry.shorthand]: value };
}

function activationNames(entry: CatalogEntry): readonly string[] {
  const spec = entry.params['function'];
  return spec?.kind === 'choice' ? spec.options : [];
}

function unknownMember(registry: string, id: unknown, entries: readonly CatalogEntry[]): ParamProblem[] {
  const ids = entries.map(e => e.id);
  const near = typeof id === 'string' ? closest(id, ids) : null;
  const hint = near === null ? `Known: ${ids.join(', ')}.` : `Did you mean '${near}'?`;
  return [{ path: [], message: `unknown ${registry} ${shown(id)}`, hint }];
}
