import { describe, expect, it } from 'vitest';
import { recipeText } from '../../src-renderer/features/new-experiment/wizard/recipe-text.ts';
import { pagesOf } from '../../src-renderer/features/new-experiment/wizard/pages.ts';
import { withValueAt } from '../../src-renderer/features/new-experiment/wizard/paths.ts';
import { specsOfStep } from '../../src-renderer/features/new-experiment/wizard/step-specs.ts';
import { WIZARD_KINDS } from '../../src-renderer/features/new-experiment/wizard/wizard-kinds.ts';
import { problemsOf } from '../../src-renderer/features/new-experiment/wizard/wizard-problems.ts';
import { beginWizard, wizardStateFrom, type WizardState } from '../../src-renderer/features/new-experiment/wizard/wizard-state.ts';
import { createCatalog, stepKindViews } from '../../src-main/services/catalog.ts';
import type { CatalogEntry, ParamSpec, ParamSpecs } from '../../src-shared/domain/params/param-spec.ts';
import { optionFor } from '../../src-shared/domain/params/option-for.ts';
import { parseParam } from '../../src-shared/domain/params/parse-params.ts';
import { isRequired, startingFields, startingOption, startingValue } from '../../src-shared/domain/params/starting-values.ts';
import { parseRecipe } from '../../src-shared/domain/recipe/parse-recipe.ts';
import { stepKinds } from '../../src-shared/domain/recipe/steps/index.ts';

const catalog = createCatalog();
const kinds = stepKindViews();

/** What a step needs of several fields together, and only a person can say: either of them would do. */
const EITHER: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  distill: { teachers: ['model:id'] },
  slim: { data: 'data:id' },
};

/** What only a person can say: something of the workspace, a source, a free text. */
function answers(specs: ParamSpecs): Readonly<Record<string, unknown>> {
  const given = Object.entries(specs).flatMap(([name, spec]): [string, unknown][] => {
    if (!isRequired(spec)) return [];
    if (spec.kind === 'reference') return [[name, `${spec.to}:id`]];
    if (spec.kind === 'list' && spec.of.kind === 'reference') return [[name, [`${spec.of.to}:id`]]];
    return spec.kind === 'text' ? [[name, 'builtin:mnist']] : [];
  });
  return Object.fromEntries(given);
}

function begun(kindId: string): WizardState {
  const kind = kinds.find(({ id }) => id === kindId)!;
  return beginWizard(kind, catalog, { ...answers(kind.fields), ...EITHER[kindId] });
}

describe.each(kinds.map(kind => [kind.id, kind] as const))('the wizard of %s', (id, kind) => {
  it('begins with a step that passes the check, once what only a person can say is said', () => {
    expect(problemsOf(begun(id), catalog)).toEqual([]);
  });

  it('shows every field on exactly one page', () => {
    const { recipe, main } = begun(id);
    const specs = specsOfStep(kind, recipe.steps[main]!, catalog);
    const shown = pagesOf(id, specs).flatMap(({ fields, more }) => [...fields, ...more]);
    expect(shown.toSorted()).toEqual(Object.keys(specs).toSorted());
  });

  it('writes the recipe it checked: main reads the same from the text', () => {
    const { recipe } = begun(id);
    const read = parseRecipe(recipeText(recipe), catalog);
    expect(read).toEqual(parseRecipe(JSON.stringify(recipe), catalog));
    expect(read.ok).toBe(true);
  });

  it('is the same after its draft was stored and read', () => {
    const state = begun(id);
    expect(wizardStateFrom(JSON.parse(JSON.stringify(state)) as Record<string, unknown>)).toEqual(state);
  });
});

/** Every algorithm parameter of a step kind, with its path. */
const choices = stepKinds.all.flatMap(kind =>
  algorithmsIn(kind.fields, []).flatMap(({ spec, path }) =>
    (catalog[spec.registry] ?? []).map(
      entry => [`${kind.id}: ${path.join('.')} = ${entry.id}`, { kind: kind.id, spec, path, entry }] as const,
    ),
  ),
);

function algorithmsIn(specs: ParamSpecs, path: readonly string[]): { spec: Extract<ParamSpec, { kind: 'algorithm' }>; path: string[] }[] {
  return Object.entries(specs).flatMap(([name, spec]) => {
    const at = [...path, name];
    if (spec.kind === 'algorithm') return [{ spec, path: at }];
    if (spec.kind === 'group') return algorithmsIn(spec.fields, at);
    if (spec.kind === 'one-of') return spec.options.flatMap(option => (option.kind === 'algorithm' ? [{ spec: option, path: at }] : []));
    return [];
  });
}

it.each(choices)('choosing %s leaves a valid step', (_name, { kind, spec, path, entry }) => {
  const state = begun(kind);
  const value = { [spec.tag]: entry.id, ...startingFields(entry.params, catalog) };
  const recipe = withValueAt(state.recipe, ['steps', state.main, ...path], value) as WizardState['recipe'];
  expect(problemsOf({ ...state, recipe }, catalog)).toEqual([]);
});

/** Layers are written as text, and texts come from a person. */
const members = Object.entries(catalog)
  .filter(([registry]) => registry !== 'layer')
  .flatMap(([registry, entries]) => entries.map(entry => [`${registry}/${entry.id}`, entry] as const));

it.each(members)('every parameter of %s begins with a value that is allowed', (_name, entry: CatalogEntry) => {
  for (const spec of Object.values(entry.params)) {
    const value = startingValue(spec, catalog);
    if (value !== undefined) expect(parseParam(spec, value, catalog)).toMatchObject({ ok: true });
    else expect(['text', 'reference', 'layers', 'one-of', 'list']).toContain(spec.kind);
  }
});

const oneOfs = [
  ...stepKinds.all.flatMap(kind => Object.entries(kind.fields)),
  ...members.flatMap(([, entry]) => Object.entries(entry.params)),
].flatMap(([name, spec]) => (spec.kind === 'one-of' ? [[name, spec] as const] : []));

it.each(oneOfs)('every form of %s is told by the value it begins with', (_name, spec) => {
  for (const option of spec.options) expect(optionFor(spec, startingOption(option, catalog))).toBe(option);
});

it('has presentation only for step kinds and fields that exist', () => {
  for (const [id, { what = [], how = [], more = [], start = {} }] of Object.entries(WIZARD_KINDS)) {
    const { fields, spread } = stepKinds.require(id);
    const known = [...Object.keys(fields), ...(spread === undefined ? [] : [spread.tag])];
    expect([...what, ...how, ...more, ...Object.keys(start)].filter(name => !known.includes(name))).toEqual([]);
  }
});
