import type { Catalog } from '../../src-shared/domain/params/param-spec.ts';
import { isObject } from '../../src-shared/domain/params/problems.ts';
import { visitsOf } from '../../src-shared/domain/params/walk-params.ts';
import { fieldsOf } from '../../src-shared/domain/recipe/check-step.ts';
import type { RecipeStep } from '../../src-shared/domain/recipe/recipe.ts';
import { jobKinds } from '../../src-shared/domain/recipe/steps/index.ts';
import type { ModelOutput, PartOutput, StepOutput } from '../../src-shared/domain/step-output.ts';
import { canonicalJson } from '../../src-shared/lib/json.ts';
import type { JobInput, NamedOutput } from '../jobs/job.ts';

export interface KeyMaterial {
  readonly step: RecipeStep;
  readonly input: JobInput;
  readonly catalog: Catalog;
  /** Null for steps whose result does not depend on the engine. */
  readonly engineIdentity: string | null;
  /** Hash of what the step reads from outside the workspace; null when it reads nothing there. */
  readonly sourceFingerprint: string | null;
}

/**
 * What decides a step's result, as one text whose hash is the step's content key: parameters, inputs by hash, seed, the
 * revisions of the step kind and of every algorithm it names, the engine, the source files. Two steps with one key are
 * one computation: it runs once, and its checkpoints and curves belong to the key.
 */
export function keyText({ step, input, catalog, engineIdentity, sourceFingerprint }: KeyMaterial): string {
  const kind = jobKinds.require(step.do);
  return canonicalJson({
    ...workOf(step, input),
    seed: kind.produces === 'data' ? null : input.seed,
    revisions: revisionsOf(step, catalog),
    engine: engineIdentity,
    source: sourceFingerprint,
    directory: kind.produces === 'files' || kind.produces === 'predictions' ? input.facts['directory'] : null,
    ...(input.facts['part'] === undefined ? {} : { part: input.facts['part'], parts: input.facts['parts'] }),
  });
}

/** What a step has to do, whatever its seed and its engine: two steps with the same work take as long. */
export function workOf(step: RecipeStep, input: JobInput): Readonly<Record<string, unknown>> {
  const kind = jobKinds.require(step.do);
  const readsNames = kind.overGroups === 'all';
  const inputs = Object.fromEntries(
    Object.entries(input.inputs).map(([path, outputs]) => [path, outputs.map(output => identityOf(output, readsNames))]),
  );
  // References stand in `inputs` by content; the names steps have in a recipe decide nothing.
  return { kind: kind.id, revision: kind.revision, values: withoutReferences(step), inputs };
}

/** Content of an input; for steps that print names (compare, export) also its name and replicate. */
function identityOf({ output, name, replicate }: NamedOutput, readsNames: boolean): unknown {
  const content = contentOf(output);
  return readsNames ? { content, name, replicate } : content;
}

function contentOf(output: StepOutput): string {
  if (output.kind === 'model') return modelContent(output);
  if (output.kind === 'part') return partContent(output);
  if (output.kind === 'data') return output.manifest.hash;
  throw new Error(`A ${output.kind} can't be the input of a step`);
}

/** What is stacked on a cross-validation is made of its predictions, and not of the model alone. */
function modelContent({ file, data, crossValidation }: ModelOutput): string {
  const model = `${file.hash}:${data.hash}`;
  return crossValidation === undefined ? model : `${model}:${crossValidation.outOfFold.hash}`;
}

function partContent({ members, whole, study }: PartOutput): string {
  if (study !== undefined) return study;
  const models = [...members.map(({ model, predictions }) => `${model.file.hash}:${predictions.hash}`), whole?.file.hash ?? ''];
  return models.join(',');
}

function withoutReferences(step: RecipeStep): unknown {
  const paths = new Set(step.references.map(reference => reference.path.join('.')));
  const strip = (value: unknown, path: string): unknown => {
    if (paths.has(path)) return null;
    if (Array.isArray(value)) return value.map((item, i) => strip(item, join(path, i)));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, strip(item, join(path, key))]));
  };
  return strip(step.values, '');
}

function join(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`;
}

/** `registry/id` → revision, of every algorithm the step names or implies. */
function revisionsOf(step: RecipeStep, catalog: Catalog): Readonly<Record<string, number>> {
  const kind = jobKinds.require(step.do);
  const resolved = fieldsOf(kind, step.values, catalog);
  if (!resolved.ok) throw new Error(`Step '${step.name}' was not checked`);
  const chosen = visitsOf(resolved.value.specs, step.values, catalog).flatMap(({ spec, value }) =>
    spec.kind === 'algorithm' && isObject(value) ? [[spec.registry, String(value[spec.tag])] as const] : [],
  );
  // Layers and the task's own loss are not always named, but always there.
  const implied = kind.usesEngine
    ? ['layer', 'loss'].flatMap(registry => (catalog[registry] ?? []).map(entry => [registry, entry.id] as const))
    : [];
  const spread = kind.spread === undefined ? [] : [[kind.spread.registry, resolved.value.tag[kind.spread.tag] ?? ''] as const];
  return Object.fromEntries(
    [...chosen, ...implied, ...spread].map(([registry, id]) => [`${registry}/${id}`, revisionOf(catalog, registry, id)]),
  );
}

function revisionOf(catalog: Catalog, registry: string, id: string): number {
  return catalog[registry]?.find(entry => entry.id === id)?.revision ?? 0;
}
