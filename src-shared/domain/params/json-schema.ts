import type { JsonObject } from '../../lib/json.ts';
import type { AlgorithmSpec, Catalog, NumberSpec, ParamSpec, ParamSpecs } from './param-spec.ts';

/** JSON Schema (2020-12) of one parameter, with titles and descriptions, so that editors complete and explain recipes. */
export function schemaOfParam(spec: ParamSpec, catalog: Catalog): JsonObject {
  const description = [spec.help, spec.source === undefined ? undefined : `Source: ${spec.source}.`].filter(Boolean).join(' ');
  const initial = 'default' in spec && spec.default !== undefined ? { default: spec.default as JsonObject } : {};
  return { title: spec.label, ...(description === '' ? {} : { description }), ...initial, ...bodyOf(spec, catalog) };
}

/** An object with these fields and no others. */
export function schemaOfFields(
  specs: ParamSpecs,
  catalog: Catalog,
): { readonly properties: JsonObject; readonly required: readonly string[] } {
  const properties = Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, schemaOfParam(spec, catalog)]));
  const required = Object.entries(specs)
    .filter(([, spec]) => isRequired(spec))
    .map(([name]) => name);
  return { properties, required };
}

function isRequired(spec: ParamSpec): boolean {
  return spec.optional !== true && !('default' in spec && spec.default !== undefined);
}

type SpecOf<K extends ParamSpec['kind']> = Extract<ParamSpec, { kind: K }>;

const BODIES: { readonly [K in ParamSpec['kind']]: (spec: SpecOf<K>, catalog: Catalog) => JsonObject } = {
  number: numberBody,
  choice: spec => ({ enum: [...spec.options] }),
  flag: () => ({ type: 'boolean' }),
  text: spec => ({ type: 'string', ...(spec.pattern === undefined ? {} : { pattern: `^(?:${spec.pattern})$` }) }),
  list: listBody,
  record: (spec, catalog) => ({ type: 'object', additionalProperties: schemaOfParam(spec.of, catalog) }),
  group: (spec, catalog) => ({ type: 'object', ...schemaOfFields(spec.fields, catalog), additionalProperties: false }),
  variant: (spec, catalog) => variantBody(spec.variants, catalog),
  algorithm: algorithmBody,
  layers: (_spec, catalog) => layersBody(catalog),
  reference: () => ({ type: 'string' }),
  space: ({ fields }) => ({ type: 'object', properties: Object.fromEntries(Object.keys(fields).map(name => [name, {}])) }),
  'one-of': (spec, catalog) => ({ anyOf: spec.options.map(option => schemaOfParam(option, catalog)) }),
};

function bodyOf(spec: ParamSpec, catalog: Catalog): JsonObject {
  return (BODIES[spec.kind] as (spec: ParamSpec, catalog: Catalog) => JsonObject)(spec, catalog);
}

function listBody({ of, minItems, maxItems }: SpecOf<'list'>, catalog: Catalog): JsonObject {
  const least = minItems === undefined ? {} : { minItems };
  const most = maxItems === undefined ? {} : { maxItems };
  return { type: 'array', items: schemaOfParam(of, catalog), ...least, ...most };
}

function numberBody(spec: NumberSpec): JsonObject {
  const low = spec.min === -Infinity ? {} : spec.aboveMin === true ? { exclusiveMinimum: spec.min } : { minimum: spec.min };
  const high = spec.max === Infinity ? {} : { maximum: spec.max };
  return { type: spec.integer === true ? 'integer' : 'number', ...low, ...high };
}

function variantBody(variants: ParamSpecs, catalog: Catalog): JsonObject {
  const forms = Object.entries(variants).map(([name, spec]) => ({
    properties: { [name]: schemaOfParam(spec, catalog) },
    required: [name],
    additionalProperties: false,
  }));
  return { type: 'object', oneOf: forms };
}

function algorithmBody(spec: AlgorithmSpec, catalog: Catalog): JsonObject {
  const entries = catalog[spec.registry] ?? [];
  const blocks = entries.map(entry => {
    const { properties, required } = schemaOfFields(entry.params, catalog);
    const tag = { const: entry.id, title: entry.title, description: `${entry.help ?? entry.title} Source: ${entry.source}.` };
    return {
      type: 'object',
      properties: { [spec.tag]: tag, ...properties },
      required: entry.id === spec.untagged ? required : [spec.tag, ...required],
      additionalProperties: false,
    };
  });
  return { anyOf: [...blocks, { enum: entries.map(e => e.id) }] };
}

function layersBody(catalog: Catalog): JsonObject {
  const layers = catalog['layer'] ?? [];
  const wiring: JsonObject = {
    name: { type: 'string' },
    from: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
  };
  const blocks = layers.map(entry => {
    const { properties } = schemaOfFields(entry.params, catalog);
    const block: JsonObject = { type: 'object', properties: { ...properties, ...wiring }, additionalProperties: false };
    const short = entry.shorthand === undefined ? [] : [schemaOfParam(entry.params[entry.shorthand]!, catalog)];
    return { type: 'object', properties: { [entry.id]: { anyOf: [block, ...short] } }, required: [entry.id], additionalProperties: false };
  });
  const activation = layers.find(e => e.id === 'activation')?.params['function'];
  const bare = [...layers.map(e => e.id), ...(activation?.kind === 'choice' ? activation.options : [])];
  return { type: 'array', minItems: 1, items: { anyOf: [...blocks, { enum: [...new Set(bare)] }] } };
}
