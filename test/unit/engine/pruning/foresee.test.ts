import { describe, expect, it } from 'vitest';
import { costsOf } from '../../../../src-main/engine/graph/costs.ts';
import { initialParameters } from '../../../../src-main/engine/graph/parameters.ts';
import { presets } from '../../../../src-main/engine/graph/presets/index.ts';
import { foreseePruning, type ForeseeCall } from '../../../../src-main/engine/pruning/foresee.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { graphOf } from '../../../support/graphs.ts';

const graph = presets.require('mini-resnet').build({ widths: [8, 16], blocks: 3, batchNorm: true }, { inputShape: [8, 8, 3], outputs: 10 });
const whole = costsOf(graph).total;

function foresee(change: Partial<ForeseeCall> = {}): ReturnType<typeof foreseePruning> {
  return foreseePruning({
    ...{ graph, parameters: initialParameters(graph, createRandom(1)), masks: {}, isTrained: true, seed: 1 },
    ...{ criterion: { kind: 'magnitude' }, granularity: { kind: 'channels' }, schedule: { kind: 'one-shot' }, scope: 'per-layer' },
    target: { multiplyAdds: 0.5 },
    fileBytes: structure => 4 * costsOf(structure).total.parameters,
    ...change,
  });
}

describe('a pruning, foretold', () => {
  it('tells what is left of channels, and how far every budget reaches', async () => {
    const { before, after, certainty, ranges, refusal } = await foresee();
    expect({ certainty, refusal }).toEqual({ certainty: 'exact', refusal: null });
    expect(before.multiplyAdds).toBe(whole.multiplyAdds);
    expect(after!.multiplyAdds).toBeLessThanOrEqual(whole.multiplyAdds / 2);
    expect(after!.multiplyAdds).toBeGreaterThan(0.4 * whole.multiplyAdds);
    expect(after!.bytes).toBe(4 * after!.parameters);
    for (const { name, least, whole: all } of ranges) {
      expect(all).toBe(name === 'bytes' ? 4 * whole.parameters : whole[name]);
      expect((await foresee({ target: { [name]: Math.ceil(least) } })).after![name]).toBeLessThanOrEqual(Math.ceil(least));
      expect((await foresee({ target: { [name]: Math.floor(least * 0.9) } })).refusal).toMatchObject({ path: `target.${name}` });
    }
  });

  it('tells what is left of single weights: as many numbers, fewer of them not zero', async () => {
    const { after, certainty, ranges } = await foresee({ granularity: { kind: 'weights' }, target: { sparsity: 0.9 } });
    expect(certainty).toBe('exact');
    expect(ranges).toEqual([]);
    expect(after).toMatchObject({ parameters: whole.parameters, multiplyAdds: whole.multiplyAdds });
    expect(after!.nonZeros).toBeLessThan(0.15 * whole.parameters);
  });

  it('tells what is left of blocks', async () => {
    const { after, certainty } = await foresee({ granularity: { kind: 'blocks' }, target: { sparsity: 0.5 } });
    expect(certainty).toBe('exact');
    expect(after!.multiplyAdds).toBeLessThan(whole.multiplyAdds);
  });

  it.each<readonly [string, Partial<ForeseeCall>]>([
    ['a criterion that measures ranks all layers', { scope: 'global', criterion: { kind: 'taylor', items: 8 } }],
    ['training lies between', { scope: 'global', schedule: { kind: 'iterative', rounds: 2, epochs: 1 } }],
    ['the model is not trained yet', { scope: 'global', isTrained: false }],
    ['a criterion that measures ranks blocks', { granularity: { kind: 'blocks' }, criterion: { kind: 'loss-increase', items: 8 } }],
  ])('is an estimate where %s', async (_title, change) => {
    const { after, certainty } = await foresee(change);
    expect(certainty).toBe('estimate');
    expect(after!.multiplyAdds).toBeLessThanOrEqual(whole.multiplyAdds / 2);
  });

  it.each([{ accuracy: 0.9 }, { loss: 1 }, { latency: 0.5 }, { latencyMs: 1 }])('leaves open what only running tells: %o', async target => {
    expect(await foresee({ target })).toMatchObject({ after: null, certainty: 'found', refusal: null });
  });

  it.each<readonly [string, Partial<ForeseeCall>, string]>([
    ['a criterion of other units', { criterion: { kind: 'lamp' } }, 'criterion.kind'],
    ['a target of another granularity', { granularity: { kind: 'weights' }, target: { latency: 0.5 } }, 'target'],
    ['no target', { target: undefined }, 'target'],
    ['a target that is met', { target: { parameters: 1e9 } }, 'target'],
    ['movement before any training', { criterion: { kind: 'movement' } }, 'schedule.kind'],
    [
      'rewinding blocks',
      { granularity: { kind: 'blocks' }, schedule: { kind: 'lottery-ticket', rounds: 2, epochs: 2, rewindTo: 1 } },
      'schedule.kind',
    ],
    [
      'two outputs',
      {
        graph: graphOf({ in: ['input', { shape: [2] }], a: ['dense', { units: 2 }, 'in'], b: ['dense', { units: 2 }, 'a'] }, ['a', 'b']),
      },
      'model',
    ],
  ])('says why it can’t be done: %s', async (_title, change, path) => {
    const parameters = initialParameters(change.graph ?? graph, createRandom(1));
    const { refusal, after } = await foresee({ ...change, parameters });
    expect(refusal).toMatchObject({ path });
    expect(after).toBeNull();
  });
});
