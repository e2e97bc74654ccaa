import type { JsonObject } from '../../lib/json.ts';
import { schemaOfFields } from '../params/json-schema.ts';
import type { Catalog } from '../params/param-spec.ts';
import type { StepKind } from './step-kind.ts';
import { stepKinds } from './steps/index.ts';

/** JSON Schema of a whole recipe, made from the step kinds and the catalog. */
export function recipeSchema(catalog: Catalog): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Espalier recipe',
    type: 'object',
    properties: {
      espalier: { const: 1, title: 'Recipe format version' },
      name: { type: 'string', title: 'Name' },
      seed: {
        type: 'integer',
        title: 'Seed',
        description: 'Every random choice derives from it by named streams.',
        minimum: 0,
        default: 1,
      },
      steps: {
        type: 'object',
        title: 'Steps',
        description: "A step's name is its handle: other steps refer to it.",
        minProperties: 1,
        additionalProperties: { anyOf: stepKinds.all.flatMap(kind => stepForms(kind, catalog)) },
      },
    },
    required: ['espalier', 'name', 'steps'],
    additionalProperties: false,
  };
}

/** One form a step kind; a kind that spreads a registry has one a member. */
function stepForms(kind: StepKind, catalog: Catalog): JsonObject[] {
  const { properties, required } = schemaOfFields(kind.fields, catalog);
  const common: JsonObject = { do: { const: kind.id, title: kind.title, description: kind.help } };
  const repeat: JsonObject =
    kind.overGroups === 'each' ? { repeat: { type: 'integer', minimum: 1, maximum: 100, title: 'Replicates' } } : {};
  const { spread } = kind;
  if (spread === undefined) return [objectOf({ ...common, ...repeat, ...properties }, ['do', ...required])];
  return (catalog[spread.registry] ?? []).map(entry => {
    const own = schemaOfFields(entry.params, catalog);
    const tag: JsonObject = { [spread.tag]: { const: entry.id, title: entry.title } };
    return objectOf({ ...common, ...properties, ...tag, ...own.properties }, ['do', ...required, ...own.required]);
  });
}

function objectOf(properties: JsonObject, required: readonly string[]): JsonObject {
  return { type: 'object', properties, required, additionalProperties: false };
}
