import { isAbsolute, relative, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import type { Catalog, PathKind } from '../../src-shared/domain/params/param-spec.ts';
import { visitsOf } from '../../src-shared/domain/params/walk-params.ts';
import { fieldsOf } from '../../src-shared/domain/recipe/check-step.ts';
import type { Recipe, RecipeStep } from '../../src-shared/domain/recipe/recipe.ts';
import { stepKinds } from '../../src-shared/domain/recipe/steps/index.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';

interface RecipePath {
  /** From the document's root. */
  readonly at: readonly (string | number)[];
  readonly kind: PathKind;
  readonly value: string;
}

/**
 * The recipe's text with what it reads named absolutely, so that it means the same from anywhere; comments stay. `folder`
 * is where the recipe lies. Output folders stay as they are: they lie under the workspace.
 */
export function withAbsoluteSources(text: string, recipe: Recipe, catalog: Catalog, folder: string): string {
  const relatives = pathsIn(recipe, catalog).filter(({ kind, value }) => kind !== 'folder' && !isBuiltin(value) && !isAbsolute(value));
  if (relatives.length === 0) return text;
  const document = parseDocument(text);
  for (const { at, value } of relatives) document.setIn(at, resolve(folder, value));
  return document.toString();
}

/**
 * A recipe that came from a screen may name built-in data and what lies in the workspace, and nothing else of the
 * machine: paths of one's own come through main's dialogs.
 */
export function assertInsideWorkspace(recipe: Recipe, catalog: Catalog, workspaceFolder: string): void {
  for (const { at, value } of pathsIn(recipe, catalog)) requireInsideWorkspace(value, workspaceFolder, at.join('.'));
}

/** What the text names: `builtin:NAME`, or an absolute path. Throws `invalid-input` at `path` for one outside the workspace. */
export function requireInsideWorkspace(value: string, workspaceFolder: string, path: string): string {
  if (isBuiltin(value)) return value;
  const absolute = resolve(workspaceFolder, value);
  const inside = relative(workspaceFolder, absolute);
  if (!inside.startsWith('..') && !isAbsolute(inside)) return absolute;
  throw invalidInput(`A path inside the workspace is required, got '${value}'`, {
    path,
    hint: `Put the files into ${workspaceFolder}, or run the recipe from the command line.`,
  });
}

function pathsIn(recipe: Recipe, catalog: Catalog): readonly RecipePath[] {
  return recipe.steps.flatMap(step => pathsOfStep(step, catalog));
}

/** What a step reads from outside the workspace's stores, in the order of its fields. */
export function sourcesOf(step: Pick<RecipeStep, 'name' | 'do' | 'values'>, catalog: Catalog): readonly string[] {
  return pathsOfStep(step, catalog).flatMap(({ kind, value }) => (kind === 'folder' ? [] : [value]));
}

function pathsOfStep(step: Pick<RecipeStep, 'name' | 'do' | 'values'>, catalog: Catalog): readonly RecipePath[] {
  const kind = stepKinds.get(step.do);
  const fields = kind === undefined ? null : fieldsOf(kind, step.values, catalog);
  if (fields?.ok !== true) return [];
  return visitsOf(fields.value.specs, step.values, catalog).flatMap(({ spec, path, value }) =>
    spec.kind === 'text' && spec.path !== undefined ? [{ at: ['steps', step.name, ...path], kind: spec.path, value: String(value) }] : [],
  );
}

function isBuiltin(value: string): boolean {
  return value.startsWith('builtin:');
}
