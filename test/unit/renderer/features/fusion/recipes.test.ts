import { expect, it } from 'vitest';
import { cascadeText, evaluateRecipe, fuseRecipe, methodText, withSquash } from '../../../../../src-renderer/features/fusion/recipes.ts';
import { createCatalog } from '../../../../../src-main/services/catalog.ts';
import { combiners } from '../../../../../src-main/engine/fusion/parallel/index.ts';
import { parseRecipe } from '../../../../../src-shared/domain/recipe/parse-recipe.ts';

const members = [
  { id: 'a1', name: 'it’s "a"' },
  { id: 'b2', name: 'b' },
];
const catalog = createCatalog();

function stepsOf(text: string) {
  const parsed = parseRecipe(text, catalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value.steps;
}

it.each(combiners.all.map(({ id }) => id))('writes a recipe that main takes, for %s', id => {
  const [team] = stepsOf(fuseRecipe(members, methodText(id), 'a: "team"'));
  expect(team?.values['members']).toEqual(['model:a1', 'model:b2']);
  expect(team?.values['method']).toMatchObject({ kind: id });
});

it('writes a cascade at the very cost of the setting', () => {
  const cost = 0.1 + 0.2;
  const [team] = stepsOf(fuseRecipe(members, cascadeText('margin', cost), 'cascade'));
  expect(team?.values['method']).toMatchObject({ kind: 'cascade', confidence: 'margin', target: { cost } });
});

it('writes a fusion and the network it is distilled into', () => {
  const steps = stepsOf(withSquash(fuseRecipe(members, methodText('average'), 'team'), 'mlp'));
  expect(steps.map(step => [step.name, step.do])).toEqual([
    ['team', 'fuse'],
    ['one', 'squash'],
  ]);
});

it('writes an evaluation on the validation part for each model', () => {
  const steps = stepsOf(evaluateRecipe(members, 'answers'));
  expect(steps.map(step => [step.do, step.values['model'], step.values['split']])).toEqual([
    ['evaluate', 'model:a1', 'validation'],
    ['evaluate', 'model:b2', 'validation'],
  ]);
});

it('writes a stack of members that share their folds', () => {
  const [team] = stepsOf(fuseRecipe(members, methodText('stacking'), 'stack', 'crossValidated'));
  expect(team?.values['crossValidated']).toEqual(['model:a1', 'model:b2']);
  expect(team?.values['method']).toMatchObject({ kind: 'stacking' });
});
