import { describe, expect, it } from 'vitest';
import { helpText } from '../../../../src-renderer/features/new-experiment/form/help-text.ts';
import { layersFrom, textOfLayers } from '../../../../src-renderer/features/new-experiment/form/layers-text.ts';
import { numberFrom, stepped } from '../../../../src-renderer/features/new-experiment/form/number-text.ts';
import { withDefaultsOnWay } from '../../../../src-renderer/features/new-experiment/wizard/defaults-on-way.ts';
import { pagesOf } from '../../../../src-renderer/features/new-experiment/wizard/pages.ts';
import { valueAt, withValueAt } from '../../../../src-renderer/features/new-experiment/wizard/paths.ts';
import { recipeText } from '../../../../src-renderer/features/new-experiment/wizard/recipe-text.ts';
import { withSurroundings } from '../../../../src-renderer/features/new-experiment/wizard/surroundings.ts';
import { pageOf, placeOf, problemsAt, problemsOf } from '../../../../src-renderer/features/new-experiment/wizard/wizard-problems.ts';
import {
  beginWizard,
  reduceWizard,
  wizardStateFrom,
  type WizardAction,
  type WizardState,
} from '../../../../src-renderer/features/new-experiment/wizard/wizard-state.ts';
import { draftPath, readNewAddress, wizardPath } from '../../../../src-renderer/ipc/draft.ts';
import { train } from '../../../../src-shared/domain/recipe/steps/train.step.ts';
import type { NumberSpec } from '../../../../src-shared/domain/params/param-spec.ts';
import { smallCatalog as catalog } from '../../../support/small-catalog.ts';

const kind = { ...train, produces: 'model', overGroups: 'each' } as const;
const begun = beginWizard(kind, catalog, { data: 'data:digits' });
const net = (state: WizardState): unknown => state.recipe.steps['net'];
const act = (state: WizardState, ...actions: WizardAction[]): WizardState =>
  actions.reduce((now, action) => reduceWizard(now, withSurroundings(action, now, { stepKinds: [kind], algorithms: catalog })), state);

describe('a value at a path', () => {
  it('is set in a copy, with the blocks on the way made, and taken away again', () => {
    const before = { a: { b: [1, 2] } };
    expect(withValueAt(before, ['a', 'b', 1], 5)).toEqual({ a: { b: [1, 5] } });
    expect(withValueAt(before, ['a', 'c', 'd'], 1)).toEqual({ a: { b: [1, 2], c: { d: 1 } } });
    expect(withValueAt(before, ['a', 'b', 0], undefined)).toEqual({ a: { b: [2] } });
    expect(withValueAt(before, ['a', 'b'], undefined)).toEqual({ a: {} });
    expect(before).toEqual({ a: { b: [1, 2] } });
    expect(valueAt(before, ['a', 'b', 1])).toBe(2);
    expect(valueAt(before, ['a', 'x', 'y'])).toBeUndefined();
  });
});

describe('a wizard', () => {
  it('begins with what must be given, and nothing that has a default', () => {
    expect(net(begun)).toEqual({ do: 'train', data: 'data:digits', model: { preset: 'mlp' }, epochs: 10 });
    expect(begun.touched).toBe(false);
  });

  it('goes back and forth without losing anything', () => {
    const changed = act(begun, { type: 'set', path: ['steps', 'net', 'epochs'], value: 3 });
    const there = act(changed, { type: 'go', from: 'what', to: 'how' }, { type: 'go', from: 'how', to: 'what' });
    expect(there.recipe).toEqual(changed.recipe);
    expect(there.attempted).toEqual(['what', 'how']);
  });

  it('names the default algorithm when a parameter inside it is changed', () => {
    const changed = act(begun, { type: 'set', path: ['steps', 'net', 'optimizer', 'learningRate'], value: 0.01 });
    expect(valueAt(net(changed), ['optimizer'])).toEqual({ kind: 'adam', learningRate: 0.01 });
  });

  it('writes out the default list when one of its items is changed', () => {
    const changed = act(begun, { type: 'set', path: ['steps', 'net', 'model', 'hidden', 1], value: 50 });
    expect(valueAt(net(changed), ['model'])).toEqual({ preset: 'mlp', hidden: [300, 50] });
  });

  it('brings back what a choice held when it is chosen again', () => {
    const path = ['steps', 'net', 'optimizer'];
    const toSgd: WizardAction = { type: 'switch', path, from: 'adam', to: 'sgd', start: { kind: 'sgd' } };
    const away = act(begun, { type: 'set', path: [...path, 'learningRate'], value: 0.5 }, toSgd);
    expect(valueAt(away.recipe, path)).toEqual({ kind: 'sgd' });
    const back = act(away, { type: 'switch', path, from: 'sgd', to: 'adam', start: { kind: 'adam' } });
    expect(valueAt(back.recipe, path)).toEqual({ kind: 'adam', learningRate: 0.5 });
  });

  it('keeps what is parked over a change of the name, and takes no name that another step has', () => {
    const path = ['steps', 'net', 'optimizer'];
    const away = act(
      begun,
      { type: 'set', path: [...path, 'learningRate'], value: 0.5 },
      { type: 'switch', path, from: 'adam', to: 'sgd', start: { kind: 'sgd' } },
      { type: 'rename', to: 'wide' },
      { type: 'switch', path: ['steps', 'wide', 'optimizer'], from: 'sgd', to: 'adam', start: { kind: 'adam' } },
    );
    expect(valueAt(away.recipe, ['steps', 'wide', 'optimizer', 'learningRate'])).toBe(0.5);
    const importing: WizardAction = {
      ...{ type: 'add-step', path: ['steps', 'net', 'data'], name: 'digits' },
      step: { do: 'import-data', source: 'builtin:mnist' },
    };
    expect(act(begun, importing, { type: 'rename', to: 'digits' }).main).toBe('net');
  });

  it('puts a step it needs before its own, and takes it away when something else is referred to', () => {
    const path = ['steps', 'net', 'data'];
    const added = act(begun, { type: 'add-step', path, name: 'digits', step: { do: 'import-data', source: 'builtin:mnist' } });
    expect(Object.keys(added.recipe.steps)).toEqual(['digits', 'net']);
    expect(problemsOf(added, catalog)).toEqual([]);
    const dropped = act(added, { type: 'drop-step', path, name: 'digits', value: 'data:other' });
    expect(Object.keys(dropped.recipe.steps)).toEqual(['net']);
    expect(valueAt(dropped.recipe, path)).toBe('data:other');
  });

  it('is not read from a draft of another form', () => {
    expect(wizardStateFrom({})).toBeNull();
    expect(wizardStateFrom({ ...begun, main: 'gone' })).toBeNull();
  });
});

describe('problems', () => {
  const broken = act(
    begun,
    { type: 'set', path: ['steps', 'net', 'data'], value: undefined },
    { type: 'set', path: ['steps', 'net', 'optimizer', 'learningRate'], value: 99 },
    { type: 'set', path: ['name'], value: undefined },
  );
  const pages = pagesOf('train', train.fields);
  const problems = problemsOf(broken, catalog);

  it('are those of the recipe check, each on the page of its field', () => {
    expect(problems.map(problem => [problem.path.join('.'), pageOf(problem, broken, pages)])).toEqual([
      ['name', 'review'],
      ['steps.net.data', 'what'],
      ['steps.net.optimizer.learningRate', 'how'],
    ]);
  });

  it('are told under what the form calls the field, or where they stand in the recipe', () => {
    expect(problems.map(problem => placeOf(problem, broken, train.fields))).toEqual(['name', 'Data', 'Optimizer']);
    expect(placeOf({ path: ['steps', 'other', 'epochs'], message: '' }, broken, train.fields)).toBe('other.epochs');
  });

  it('are told at their own field, and not by the fields around it', () => {
    expect(problemsAt(problems, ['steps', 'net', 'optimizer'])).toEqual([]);
    expect(problemsAt(problems, ['steps', 'net', 'optimizer', 'learningRate'])).toHaveLength(1);
    expect(problemsAt(problems, ['steps', 'net', 'optimizer'], true)).toHaveLength(1);
  });
});

describe('the help of a choice', () => {
  const spec = { kind: 'choice', label: 'Combine', help: 'equally: alike; by-validation: by fit', default: 'equally' } as const;
  const chinese: Readonly<Record<string, string>> = {
    'equally: alike; by-validation: by fit': 'equally：相同对待；by-validation：按拟合。见 not-equally：',
    equally: '相同',
    'by-validation': '按验证集',
  };
  const options = ['equally', 'by-validation', 'validation'];

  it('explains options by the names the form has for them', () => {
    const inChinese = (english: string): string => chinese[english] ?? english;
    expect(helpText({ ...spec, options }, { text: inChinese, option: inChinese })).toBe(
      '相同：相同对待；按验证集：按拟合。见 not-equally：',
    );
    const asIs = (english: string): string => english;
    expect(helpText({ ...spec, options }, { text: asIs, option: asIs })).toBe(spec.help);
    const named = (option: string): string => (option === 'by-validation' ? 'by validation' : option);
    expect(helpText({ ...spec, options }, { text: asIs, option: named })).toBe('equally: alike; by validation: by fit');
  });
});

describe('the recipe text', () => {
  it('has the fields in the order of the step kind, and short blocks in a line', () => {
    const state = act(begun, { type: 'set', path: ['steps', 'net', 'optimizer', 'learningRate'], value: 0.01 });
    expect(recipeText(state.recipe)).toBe(
      [
        'espalier: 1',
        'name: train',
        'steps:',
        '  net:',
        '    do: train',
        '    data: data:digits',
        '    model: { preset: mlp }',
        '    optimizer: { kind: adam, learningRate: 0.01 }',
        '    epochs: 10',
        '',
      ].join('\n'),
    );
  });
});

describe('numbers as they are typed', () => {
  const rate: NumberSpec = { kind: 'number', label: 'Rate', min: 0, aboveMin: true, max: 10, scale: 'log' };
  const epochs: NumberSpec = { kind: 'number', label: 'Epochs', min: 1, max: 5, integer: true };
  const share: NumberSpec = { kind: 'number', label: 'Share', min: 0, max: 1 };

  it('are numbers where they can be read, else the text', () => {
    expect([numberFrom('1e-4'), numberFrom(' 3 '), numberFrom(''), numberFrom('7x'), numberFrom('∞')]).toEqual([
      1e-4,
      3,
      undefined,
      '7x',
      '∞',
    ]);
  });

  it('step by 1, 2, 5 on a log scale, else by one or a twentieth, within their range', () => {
    expect([stepped(rate, 0.001, 1), stepped(rate, 0.002, 1), stepped(rate, 0.001, -1), stepped(rate, 10, 1)]).toEqual([
      0.002, 0.005, 0.0005, 10,
    ]);
    expect([stepped(epochs, 5, 1), stepped(epochs, 1, -1), stepped(epochs, 2, 1)]).toEqual([5, 1, 3]);
    expect([stepped(share, 0.1, 1), stepped(share, 0, -1)]).toEqual([0.15, 0]);
  });
});

describe('layers as text', () => {
  it('are one a line, and read back as they were', () => {
    const layers = [{ dense: { units: 10, name: 'fc' } }, 'relu', { 'max-pool': 2 }];
    expect(textOfLayers(layers)).toBe('{ dense: { units: 10, name: fc } }\nrelu\n{ max-pool: 2 }');
    expect(layersFrom(textOfLayers(layers))).toEqual(layers);
  });

  it('that can’t be read stay as they were typed', () => {
    expect(layersFrom('{ dense: ')).toBe('{ dense: ');
    expect(layersFrom(' \n')).toEqual([]);
  });
});

describe('defaults on the way', () => {
  it('write out a bare name, and leave alone what is there', () => {
    const given = { optimizer: 'sgd' };
    const path = ['optimizer', 'learningRate'];
    expect(withDefaultsOnWay(given, path, { specs: train.fields, catalog })).toEqual({ optimizer: { kind: 'sgd' } });
    const whole = { optimizer: { kind: 'sgd', learningRate: 1 } };
    expect(withDefaultsOnWay(whole, path, { specs: train.fields, catalog })).toBe(whole);
  });
});

describe('addresses of the new screen', () => {
  const lastPart = (path: string): string => decodeURIComponent(path.replace('/new/', ''));

  it('are read as they are made', () => {
    expect(readNewAddress(undefined)).toEqual({ kind: 'start' });
    expect(readNewAddress(lastPart(wizardPath('prune', 'model:a~b')))).toEqual({ kind: 'make', stepKind: 'prune', reference: 'model:a~b' });
    expect(readNewAddress(lastPart(wizardPath('train')))).toEqual({ kind: 'make', stepKind: 'train', reference: null });
    expect(readNewAddress(lastPart(draftPath('7')))).toEqual({ kind: 'draft', draftId: '7' });
    expect(readNewAddress('mnist-tour')).toEqual({ kind: 'recipe', id: 'mnist-tour' });
  });
});
