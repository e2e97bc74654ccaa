import { describe, expect, it } from 'vitest';
import { parseRecipe, problemText } from '../../../src-shared/domain/recipe/parse-recipe.ts';
import { smallCatalog } from '../../support/small-catalog.ts';

const HEAD = 'espalier: 1\nname: test\nsteps:\n';
const DATA = '  digits: { do: import-data, source: "builtin:mnist" }\n';
const NET = '  net: { do: train, data: digits, model: { preset: mlp }, epochs: 2 }\n';

function problemsOf(text: string): readonly string[] {
  const parsed = parseRecipe(text, smallCatalog);
  return parsed.ok ? [] : parsed.error.map(problemText);
}

function stepsOf(text: string) {
  const parsed = parseRecipe(text, smallCatalog);
  if (!parsed.ok) throw new Error(parsed.error.map(problemText).join('\n'));
  return parsed.value.steps;
}

describe('a recipe', () => {
  it('fills in every default, so that what runs is what is shown', () => {
    const [, net] = stepsOf(HEAD + DATA + NET);
    expect(net?.values).toMatchObject({
      model: { preset: 'mlp', hidden: [300, 100] },
      optimizer: { kind: 'adam', learningRate: 0.001 },
      schedule: { kind: 'constant' },
      batchSize: 64,
      keep: 'best',
    });
  });

  it('is ordered by its references, wherever the steps stand', () => {
    expect(stepsOf(HEAD + NET + DATA).map(s => s.name)).toEqual(['digits', 'net']);
  });

  it('reads JSON as it reads YAML', () => {
    const json = { espalier: 1, name: 'test', steps: { digits: { do: 'import-data', source: 'builtin:mnist' } } };
    expect(stepsOf(JSON.stringify(json)).map(s => s.name)).toEqual(['digits']);
  });

  it('guesses the reader from the source, and then requires what that reader requires', () => {
    expect(stepsOf(HEAD + DATA)[0]?.values['kind']).toBe('builtin');
    expect(problemsOf(`${HEAD}  churn: { do: import-data, source: ./churn.csv }\n`)).toEqual([
      'steps.churn.label: required (label column), but it is missing (line 4, column 3)',
    ]);
  });

  it('takes layers in their short forms', () => {
    const layers = '[flatten, { dense: 32 }, relu, { dense: { units: 10, name: head, from: flat } }]';
    const [, net] = stepsOf(`${HEAD}${DATA}  net: { do: train, data: digits, epochs: 1, model: { layers: ${layers} } }\n`);
    expect(net?.values['model']).toEqual({
      layers: [
        { layer: 'flatten', config: {} },
        { layer: 'dense', config: { units: 32 } },
        { layer: 'activation', config: { function: 'relu' } },
        { layer: 'dense', config: { units: 10 }, name: 'head', from: ['flat'] },
      ],
    });
  });

  it('checked once more gives the same values', () => {
    const steps = stepsOf(HEAD + DATA + NET);
    const again = { espalier: 1, name: 'test', steps: Object.fromEntries(steps.map(s => [s.name, { do: s.do, ...s.values }])) };
    expect(stepsOf(JSON.stringify(again)).map(s => s.values)).toEqual(steps.map(s => s.values));
  });

  it('hands a group of replicates on to the steps that read it one by one', () => {
    const text = `${HEAD}${DATA}${NET.replace('epochs: 2', 'epochs: 2, repeat: 3')}  lean: { do: prune, model: net, target: { sparsity: 0.5 } }\n  verdict: { do: compare, models: [net, lean] }\n`;
    expect(stepsOf(text).map(s => [s.name, s.repeat])).toEqual([
      ['digits', 1],
      ['net', 3],
      ['lean', 3],
      ['verdict', 1],
    ]);
  });

  it('may refer to what the workspace already holds', () => {
    const [step] = stepsOf(`${HEAD}  verdict: { do: compare, models: ["model:lean"] }\n`);
    expect(step?.references).toEqual([{ path: ['models', 0], to: 'model', target: { kind: 'stored', name: 'lean' } }]);
  });
});

describe('a wrong recipe', () => {
  it.each([
    [
      'an unknown key',
      HEAD + DATA + NET.replace('epochs', 'epoch'),
      "steps.net.epoch: unknown key 'epoch' (line 5, column 59). Did you mean 'epochs'?",
    ],
    [
      'an unknown step kind',
      `${HEAD}  a: { do: trian }\n`,
      "steps.a.do: unknown step kind 'trian' (line 4, column 8). Did you mean 'train'?",
    ],
    [
      'an unknown algorithm',
      HEAD + DATA + NET.replace('epochs', 'optimizer: { kind: adm }, epochs'),
      "steps.net.optimizer.kind: unknown optimizer 'adm' (line 5, column 72). Did you mean 'adam'?",
    ],
    [
      'a value out of range',
      HEAD + DATA + NET.replace('2', '0'),
      'steps.net.epochs: a value in [1, 10000] is required, got 0 (line 5, column 59)',
    ],
    [
      'an unknown reference',
      HEAD + DATA + NET.replace('data: digits', 'data: digit'),
      "steps.net.data: no step is called 'digit' (line 5, column 21). Did you mean 'digits'?",
    ],
    [
      'a reference to the wrong kind',
      `${HEAD}${DATA}  v: { do: evaluate, model: digits }\n`,
      "steps.v.model: a step that yields a model is required, 'digits' (import-data) yields data (line 5, column 22)",
    ],
    ['a text with broken syntax', 'espalier: [1\n', 'Flow sequence in block collection must be sufficiently indented and end with a ]'],
    [
      'two targets at once',
      `${HEAD}${DATA}${NET}  p: { do: prune, model: net, target: { sparsity: 0.5, keep: {} } }\n`,
      'exactly one of keep, channels, layers, sparsity, parameters, multiplyAdds, bytes, latency, latencyMs, accuracy, loss is required, got sparsity and keep',
    ],
    [
      'another format version',
      'espalier: 2\nname: x\nsteps: { d: { do: import-data, source: "builtin:mnist" } }\n',
      'espalier: recipe format 1 is required, got 2',
    ],
  ])('with %s is refused with its place and a way out', (_what, text, message) => {
    expect(problemsOf(text).join('\n')).toContain(message);
  });

  it('names every problem at once', () => {
    expect(problemsOf(HEAD + DATA + NET.replace('epochs: 2', 'epochs: 0, batchSize: -1, foo: 1'))).toHaveLength(3);
  });

  it('shows a cycle as it goes round', () => {
    const text = `${HEAD}  a: { do: train, data: "data:d", model: b, epochs: 1 }\n  b: { do: train, data: "data:d", model: a, epochs: 1 }\n`;
    expect(problemsOf(text)[0]).toContain('a → b → a');
  });

  it("can't blow up through aliases", () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...'bcdefgh'.split('').map((c, i) => `${c}: &${c} [${`*${'abcdefg'[i]},`.repeat(9)}]`)].join(
      '\n',
    );
    expect(problemsOf(bomb).join()).toMatch(/alias/i);
  });

  it('refuses groups of unequal size in one step', () => {
    const nets = [2, 3].map(n => `  net${n}: { do: train, data: digits, model: { preset: mlp }, epochs: 1, repeat: ${n} }\n`).join('');
    const text = `${HEAD}${DATA}${nets}  more: { do: train, data: digits, model: net2, epochs: 1, repeat: 3 }\n`;
    expect(problemsOf(text).join()).toContain('groups of the same number of replicates are required, got 3 and 2');
  });
});
