import { describe, expect, it } from 'vitest';
import { settingsIn } from '../../../src-main/services/settings-of.ts';
import { tellApart } from '../../../src-shared/domain/tell-apart.ts';

describe('models of one name in a comparison', () => {
  const called = (name: string, made: string, runName: string | null) => ({ name, made, runName });

  it('share it when they are replicates of one step, and keep it when nobody else has it', () => {
    expect(tellApart([called('dense', 'r1', 'tour'), called('dense', 'r1', 'tour'), called('lean', 'r2', 'tour')])).toEqual([
      'dense',
      'dense',
      'lean',
    ]);
  });

  it('get the names of their runs, and numbers where those are the same too', () => {
    const models = [
      called('dense', 'r1', 'tour'),
      called('dense', 'r2', 'tour'),
      called('dense', 'r1', 'tour'),
      called('dense', 'r3', 'wide'),
    ];
    expect(tellApart(models)).toEqual(['dense (tour)', 'dense (tour 2)', 'dense (tour)', 'dense (wide)']);
  });

  it('keep it when they are steps of the recipe itself', () => {
    expect(tellApart([called('dense', '', null), called('dense', 'r2', 'tour')])).toEqual(['dense', 'dense (tour)']);
  });
});

describe('what a model was made with', () => {
  it('is flat, without references and without lists of objects', () => {
    const values = {
      data: 'digits',
      model: { preset: 'mlp', hidden: [300, 100] },
      groups: [4],
      optimizer: { kind: 'adam', learningRate: 0.001 },
      layers: [{ layer: 'dense' }],
      earlyStopping: null,
      stratify: true,
    };
    expect(settingsIn({ values, inputs: { data: [] } })).toEqual({
      'model.preset': 'mlp',
      'model.hidden': '300, 100',
      groups: 4,
      'optimizer.kind': 'adam',
      'optimizer.learningRate': 0.001,
      stratify: true,
    });
  });
});
