import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src-main/services/catalog.ts';
import { planJobs, type PlannedJob } from '../../../src-main/services/plan-jobs.ts';
import { parseRecipe } from '../../../src-shared/domain/recipe/parse-recipe.ts';

function plan(step: Readonly<Record<string, unknown>>, only: readonly string[] = []): readonly PlannedJob[] {
  const recipe = {
    espalier: 1,
    name: 'planned',
    seed: 3,
    steps: {
      digits: { do: 'import-data', source: 'builtin:mnist' },
      folds: { do: 'cross-validate', data: 'digits', model: { preset: 'mlp', hidden: [8] }, epochs: 1, ...step },
      verdict: { do: 'compare', models: ['folds'] },
    },
  };
  const parsed = parseRecipe(JSON.stringify(recipe), createCatalog());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return planJobs(parsed.value, only);
}
const named = (jobs: readonly PlannedJob[]): readonly string[] => jobs.map(({ step, replicate }) => `${step.name} ${replicate ?? '-'}`);

describe('a step that comes apart', () => {
  it('is planned as a job a fold, one of all items, and one that puts them together', () => {
    const jobs = plan({ folds: { k: 3 } });
    expect(named(jobs)).toEqual(['digits -', 'folds/fold 0', 'folds/fold 1', 'folds/fold 2', 'folds/all -', 'folds -', 'verdict -']);
    expect(jobs[2]!.part).toEqual({ number: 1, of: 3 });
    expect(jobs[4]!.part).toEqual({ number: null, of: 3 });
    const references = jobs[5]!.step.references.map(({ target }) => target);
    expect(references).toEqual([
      { kind: 'step', step: 'digits' },
      { kind: 'step', step: 'folds/fold' },
      { kind: 'step', step: 'folds/all' },
    ]);
  });

  it('lets the folds of all replicates share the cores as one group', () => {
    const jobs = plan({ folds: { k: 2 }, repeat: 2 });
    expect(named(jobs).slice(1, 9)).toEqual([
      ...['folds/fold 0', 'folds/fold 1', 'folds/all 0', 'folds 0'],
      ...['folds/fold 2', 'folds/fold 3', 'folds/all 1', 'folds 1'],
    ]);
    expect(jobs[1]!.step.repeat).toBe(4);
    expect(jobs[1]!.seed).toBe(3);
    expect(jobs[5]!.seed).not.toBe(3);
  });

  it('has at most 16 parts, as many where only the data can tell, and needs no model of all items for an ensemble', () => {
    expect(named(plan({ folds: { k: 10, repeats: 10 } })).filter(name => name.startsWith('folds/fold'))).toHaveLength(16);
    expect(named(plan({ folds: 'leave-one-group-out' })).filter(name => name.startsWith('folds/fold'))).toHaveLength(16);
    expect(named(plan({ yields: 'ensemble', folds: { k: 2 } }))).not.toContain('folds/all -');
  });

  it('comes with its parts when it alone is asked for', () => {
    expect(named(plan({ folds: { k: 2 } }, ['folds']))).toEqual(['digits -', 'folds/fold 0', 'folds/fold 1', 'folds/all -', 'folds -']);
  });

  it('tells its parts of what it yields no more than what the preprocessing is fitted to', () => {
    const valuesOf = (yields: string) => plan({ folds: { k: 2 }, yields })[1]!.step.values;
    expect(valuesOf('refit')).toMatchObject({ preprocessing: 'each' });
    expect(valuesOf('refit')).not.toHaveProperty('yields');
    // Members that are one model in the end fit so that they can stand in it together.
    expect(valuesOf('ensemble')).toEqual({ ...valuesOf('refit'), preprocessing: 'together' });
  });
});
