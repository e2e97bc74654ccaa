import { describe, expect, it } from 'vitest';
import { adaptHead } from '../../../../src-main/engine/imports/adapt-head.ts';
import type { Answer } from '../../../../src-main/engine/imports/trace/head.ts';
import { modelOf } from '../../../support/format-models.ts';
import { graphOf } from '../../../support/graphs.ts';

const { graph, parameters } = modelOf(graphOf({ x: ['input', { shape: [5] }], out: ['dense', { units: 3 }, 'x'] }, ['out']), 'labels', 1);
const ending = (name: Answer['function']): Answer => ({ function: name, pair: false });

describe('the head of a network for several labels', () => {
  const purpose = { task: 'labels', outputs: 3, inputShape: [5] } as const;

  it('is taken as it is where the file ends with a sigmoid for each', () => {
    expect(adaptHead({ graph, parameters, answer: ending('sigmoid') }, purpose)).toEqual({ graph, parameters, notes: [] });
  });

  it('is told to have been a softmax, which it is no more', () => {
    const { notes } = adaptHead({ graph, parameters, answer: ending('softmax') }, purpose);
    expect(notes).toEqual(['The file ends with a softmax over all; here each logit goes through a sigmoid of its own.']);
  });

  it('is refused where it has another number of them', () => {
    expect(() => adaptHead({ graph, parameters, answer: ending('sigmoid') }, { ...purpose, outputs: 2 })).toThrow(
      'The data asks for 2 labels, the network of the file gives 3 numbers',
    );
  });
});
