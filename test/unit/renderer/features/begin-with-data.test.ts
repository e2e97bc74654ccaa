import { describe, expect, it } from 'vitest';
import { readers } from '../../../../src-main/engine/data/readers/index.ts';
import { firstBatchSize, firstNetwork, yieldOf } from '../../../../src-renderer/features/new-experiment/wizard/first-network.ts';
import { stateOfRecipe } from '../../../../src-renderer/features/new-experiment/wizard/state-of-recipe.ts';
import {
  beginWizard,
  reduceWizard,
  type WizardAction,
  type WizardState,
} from '../../../../src-renderer/features/new-experiment/wizard/wizard-state.ts';
import { namesOfSource } from '../../../../src-renderer/components/intake/source-names.ts';
import { importData } from '../../../../src-shared/domain/recipe/steps/import-data.step.ts';
import { smallCatalog as catalog } from '../../../support/small-catalog.ts';

const PRESETS = ['mlp', 'small-cnn', 'bag-of-embeddings'].map(id => ({ id }));

describe('the network a training begins with', () => {
  it('follows what the data holds, until someone chose or changed it', () => {
    const begun = { preset: 'mlp' };
    expect(firstNetwork('text', begun, PRESETS)).toEqual({ preset: 'bag-of-embeddings' });
    expect(firstNetwork('image', { preset: 'bag-of-embeddings' }, PRESETS)).toEqual({ preset: 'small-cnn' });
    expect(firstNetwork('table', begun, PRESETS)).toBeUndefined();
    expect(firstNetwork('image', { preset: 'mlp', hidden: [30] }, PRESETS)).toBeUndefined();
    expect(firstNetwork('image', { preset: 'lenet5' }, PRESETS)).toBeUndefined();
    expect(firstNetwork('text', begun, [{ id: 'mlp' }])).toBeUndefined();
  });

  it('takes batches that few items fill', () => {
    expect([1, 7, 45, 135, 255, 256, 0].map(firstBatchSize)).toEqual([1, 1, 8, 32, 32, undefined, undefined]);
  });

  it('knows what an import step will yield by its reader, and of what comes with the program', () => {
    const known = { readers: readers.all, samples: [{ source: 'builtin:mails', holds: 'text' }] } as const;
    expect(yieldOf({ do: 'import-data', kind: 'audio-folder', source: 'uploads/x' }, known)).toBe('sound');
    expect(yieldOf({ do: 'import-data', source: 'builtin:mails' }, known)).toBe('text');
    expect(yieldOf({ do: 'import-data', source: 'uploads/x' }, known)).toBeUndefined();
  });
});

describe('an import', () => {
  const kind = { ...importData, produces: 'data', overGroups: 'all' } as const;
  const leave: WizardAction = { type: 'go', from: 'what', to: 'how' };
  const choose = (state: WizardState, source: string): WizardState =>
    reduceWizard(reduceWizard(state, { type: 'set', path: ['steps', state.main, 'source'], value: source }), leave);

  it('is called after its source, also after another one, and not once a person named it', () => {
    const churn = choose(beginWizard(kind, catalog), 'uploads/churn.v2.csv');
    expect([churn.recipe.name, churn.main, Object.keys(churn.recipe.steps)]).toEqual(['import-churn', 'churn', ['churn']]);
    const cats = choose(churn, 'uploads/Cats & dogs/');
    expect([cats.recipe.name, cats.main]).toEqual(['import-Cats-dogs', 'Cats-dogs']);
    const own = choose(reduceWizard(cats, { type: 'rename', to: 'pets' }), 'uploads/other.csv');
    expect([own.recipe.name, own.main]).toEqual(['import-other', 'pets']);
  });

  it('has names that recipes and files can have, whatever the source is called', () => {
    expect(namesOfSource('builtin:spam-assassin')).toEqual({ run: 'import-spam-assassin', result: 'spam-assassin' });
    expect(namesOfSource('uploads/数据.csv')).toEqual({ run: 'import-数据', result: 'data' });
    expect(namesOfSource('uploads/2024 sales.tar.gz')).toEqual({ run: 'import-2024-sales', result: 'sales' });
    expect(namesOfSource('')).toEqual({ run: 'import-data', result: 'data' });
  });
});

describe('a recipe that is edited as new', () => {
  it('is the wizard of its step, filled in, with the imports that step refers to', () => {
    const found = stateOfRecipe(
      'espalier: 1\nname: a\nseed: 3\nsteps:\n  d: { do: import-data, source: x.csv }\n  net: { do: train, data: d, epochs: 2 }\n',
    );
    expect(found).toMatchObject({ kind: 'train', state: { main: 'net', step: 'what', recipe: { name: 'a', seed: 3 } } });
    expect(found?.state.recipe.steps['net']).toEqual({ do: 'train', data: 'd', epochs: 2 });
  });

  it('is for the editor where a form would lose something of it', () => {
    const texts = [
      'espalier: 1\nname: a\nsteps:\n  a: { do: train }\n  b: { do: train, model: a }\n',
      'espalier: 1\nname: a\nsteps:\n  d: { do: import-data, source: x.csv }\n  e: { do: evaluate, model: "model:m" }\n',
      'espalier: 1\nname: a # why\nsteps:\n  a: { do: train }\n',
      'espalier: 1\nmore: 1\nsteps:\n  a: { do: train }\n',
      'espalier: 1\nsteps: [1]\n',
      'steps: {',
      '',
    ];
    for (const text of texts) expect([text, stateOfRecipe(text)]).toEqual([text, null]);
  });
});
