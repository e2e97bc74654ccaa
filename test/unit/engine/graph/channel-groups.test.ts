import { describe, expect, it } from 'vitest';
import { channelGroups, groupsOfLabels } from '../../../../src-main/engine/graph/channel-groups.ts';
import { channelLabels } from '../../../../src-main/engine/graph/channel-labels.ts';
import { miniResnet } from '../../../../src-main/engine/graph/presets/mini-resnet.preset.ts';
import { removeChannels } from '../../../../src-main/engine/graph/surgery.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { graphOf, randomParameters } from '../../../support/graphs.ts';

const image = ['input', { shape: [2, 2, 1] }] as const;

const convNet = graphOf(
  {
    in: image,
    conv1: ['conv2d', { filters: 3, kernel: 1 }, 'in'],
    norm: ['batch-norm', {}, 'conv1'],
    flat: ['flatten', {}, 'norm'],
    fc1: ['dense', { units: 2 }, 'flat'],
  },
  ['fc1'],
);

const block = graphOf(
  {
    in: image,
    a: ['conv2d', { filters: 2, kernel: 1 }, 'in'],
    b: ['conv2d', { filters: 4, kernel: 1 }, 'a'],
    c: ['conv2d', { filters: 2, kernel: 1 }, 'b'],
    sum: ['add', {}, 'c', 'a'],
    gap: ['global-average-pool', {}, 'sum'],
    fc1: ['dense', { units: 2 }, 'gap'],
  },
  ['fc1'],
);

describe('channelGroups', () => {
  it('finds everything that a channel indexes, positions after flatten included', () => {
    const { groups, fixed } = channelGroups(convNet);
    expect(groups.map(({ id, channels, sources }) => [id, channels, sources.map(source => source.node)])).toEqual([
      ['conv1', 3, ['conv1']],
    ]);
    expect(groups[0]?.members.map(({ parameter, axis, role, channelOf }) => [parameter, axis, role, [...channelOf]])).toEqual([
      ['conv1/kernel', 3, 'output', [0, 1, 2]],
      ['conv1/bias', 0, 'output', [0, 1, 2]],
      ['norm/scale', 0, 'pass', [0, 1, 2]],
      ['norm/offset', 0, 'pass', [0, 1, 2]],
      ['norm/mean', 0, 'pass', [0, 1, 2]],
      ['norm/variance', 0, 'pass', [0, 1, 2]],
      ['fc1/kernel', 0, 'input', [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]],
    ]);
    expect(fixed).toEqual([{ node: 'fc1', reason: 'its outputs are the model’s answers' }]);
  });

  it('couples the layers that meet in an addition, under the name of the first', () => {
    expect(channelGroups(block).groups.map(({ id, channels, sources }) => [id, channels, sources.map(source => source.node)])).toEqual([
      ['a', 2, ['a', 'c']],
      ['b', 4, ['b']],
    ]);
  });

  it('couples two groups that a later layer joins', () => {
    const graph = graphOf(
      {
        in: ['input', { shape: [3] }],
        a: ['dense', { units: 2 }, 'in'],
        b: ['dense', { units: 2 }, 'in'],
        c: ['dense', { units: 2 }, 'in'],
        bc: ['add', {}, 'b', 'c'],
        abc: ['add', {}, 'a', 'bc'],
        out: ['dense', { units: 1 }, 'abc'],
      },
      ['out'],
    );
    expect(channelGroups(graph).groups.map(({ id, channels, sources }) => [id, channels, sources.map(source => source.node)])).toEqual([
      ['a', 2, ['a', 'b', 'c']],
    ]);
  });

  it('lets a part of a layer go where the other part is tied to the input', () => {
    const graph = graphOf(
      {
        in: ['input', { shape: [2] }],
        a: ['dense', { units: 1 }, 'in'],
        c: ['dense', { units: 3 }, 'in'],
        both: ['concatenate', {}, 'in', 'a'],
        sum: ['add', {}, 'both', 'c'],
        out: ['dense', { units: 1 }, 'sum'],
      },
      ['out'],
    );
    const [group] = channelGroups(graph).groups;
    expect([group?.id, group?.channels]).toEqual(['a', 1]);
    expect(group?.sources.map(({ node, channelOf }) => [node, [...channelOf]])).toEqual([
      ['a', [0]],
      ['c', [-1, -1, 0]],
    ]);
  });

  it.each([
    ['reshape', { shape: [6, 2] }, 'reshape mixes positions and channels'],
    ['reshape', { shape: [12, 1] }, 'reshape makes one channel of all'],
    ['activation', { function: 'softmax' }, 'softmax mixes the channels: without one of them the others change'],
  ])('says why nothing can be cut before %s', (layer, config, reason) => {
    const graph = graphOf(
      {
        in: image,
        conv1: ['conv2d', { filters: 3, kernel: 1 }, 'in'],
        x: [layer, config, 'conv1'],
        flat: ['flatten', {}, 'x'],
        fc1: ['dense', { units: 2 }, 'flat'],
      },
      ['fc1'],
    );
    expect(channelGroups(graph)).toEqual({ groups: [], fixed: [{ node: 'conv1', reason }, expect.objectContaining({ node: 'fc1' })] });
  });

  it('fixes a layer too that is added to one that must stay', () => {
    const graph = graphOf(
      {
        in: ['input', { shape: [3] }],
        a: ['dense', { units: 3 }, 'in'],
        gate: ['dense', { units: 3, activation: 'softmax' }, 'a'],
        sum: ['add', {}, 'a', 'gate'],
        out: ['dense', { units: 2 }, 'sum'],
      },
      ['out'],
    );
    const reason = 'softmax mixes the channels: without one of them the others change';
    expect(channelGroups(graph)).toEqual({
      groups: [],
      fixed: [{ node: 'a', reason }, { node: 'gate', reason }, expect.objectContaining({ node: 'out' })],
    });
  });

  it('fixes a layer whose later addition meets one that stays already', () => {
    const graph = graphOf(
      {
        in: ['input', { shape: [3] }],
        a: ['dense', { units: 3 }, 'in'],
        b: ['dense', { units: 3 }, 'in'],
        mixed: ['activation', { function: 'softmax' }, 'b'],
        sum: ['add', {}, 'a', 'b'],
        both: ['add', {}, 'sum', 'mixed'],
        out: ['dense', { units: 2 }, 'both'],
      },
      ['out'],
    );
    expect(channelGroups(graph).fixed.map(({ node }) => node)).toEqual(['a', 'b', 'out']);
  });

  it('keeps a layer whole whose own activation is softmax, but not the one before it', () => {
    const graph = graphOf(
      {
        in: ['input', { shape: [3] }],
        a: ['dense', { units: 3 }, 'in'],
        b: ['dense', { units: 4, activation: 'softmax' }, 'a'],
        c: ['dense', { units: 2 }, 'b'],
      },
      ['c'],
    );
    expect(channelGroups(graph).groups.map(group => group.id)).toEqual(['a']);
    expect(channelGroups(graph).fixed.map(({ node }) => node)).toEqual(['b', 'c']);
  });
});

describe('the work of channelGroups', () => {
  /** How often the labels of a layer or of a parameter's axis are looked at in a residual network, on average. */
  function looksPerEntry(blocks: number): number {
    const graph = miniResnet.build({ widths: [4, 8], blocks, batchNorm: true }, { inputShape: [8, 8, 1], outputs: 3 });
    const labels = channelLabels(graph);
    let looks = 0;
    const watched = <T extends { readonly atoms: Int32Array }>(entry: T): T =>
      Object.defineProperty({ ...entry }, 'atoms', {
        enumerable: true,
        get() {
          looks += 1;
          return entry.atoms;
        },
      });
    groupsOfLabels({ ...labels, sources: labels.sources.map(watched), uses: labels.uses.map(watched) });
    return looks / (labels.sources.length + labels.uses.length);
  }

  it('grows with the number of layers, not with its square', () => {
    expect(looksPerEntry(40)).toBeLessThan(1.1 * looksPerEntry(5));
  });
});

describe('removeChannels', () => {
  const model = { graph: convNet, parameters: randomParameters(convNet, 3) };

  it('keeps the remaining values bit for bit, in order', () => {
    const { graph, parameters } = removeChannels(model, 'conv1', [1]);
    const [before, after] = [model.parameters, parameters].map(all => [...(all['fc1/kernel']?.values ?? [])]);
    // Rows of [position 0: channels 0 1 2, position 1: …], two columns each: rows 1, 4, 7, 10 go.
    expect(after).toEqual(before?.filter((_, i) => Math.floor(i / 2) % 3 !== 1));
    expect(parameters['conv1/kernel']?.shape).toEqual([1, 1, 1, 2]);
    expect(graph.nodes.find(node => node.name === 'conv1')?.config['filters']).toBe(2);
  });

  it('can be repeated under the same group id, and removing nothing changes nothing', () => {
    const twice = removeChannels(removeChannels(model, 'conv1', [0]), 'conv1', [1]);
    expect(twice.parameters).toEqual(removeChannels(model, 'conv1', [0, 2]).parameters);
    expect(removeChannels(model, 'conv1', [])).toEqual(model);
  });

  it('knows a group by each of its layers', () => {
    const residual = { graph: block, parameters: randomParameters(block, 4) };
    expect(removeChannels(residual, 'c', [0])).toEqual(removeChannels(residual, 'a', [0]));
  });

  it('refuses to take the last channel', () => {
    expect(failureOf(() => removeChannels(model, 'conv1', [0, 1, 2]))).toMatchObject({
      path: 'conv1',
      message: "at least one channel of every layer must stay, but 'conv1' would lose all",
    });
  });

  it('refuses a channel that is not there, a fixed layer and an unknown group', () => {
    expect(failureOf(() => removeChannels(model, 'conv1', [3])).message).toBe('channels 0 to 2 can be cut, got 3');
    expect(failureOf(() => removeChannels(model, 'conv1', [0.5])).message).toBe('channels 0 to 2 can be cut, got 0.5');
    expect(failureOf(() => removeChannels(model, 'fc1', [0])).message).toContain('must stay: its outputs are the model’s answers');
    expect(failureOf(() => removeChannels(model, 'conv', [0])).hint).toBe("Did you mean 'conv1'?");
  });

  it('refuses parallel arrays and parameters that do not belong to the graph', () => {
    expect(failureOf(() => removeChannels({ ...model, parallel: { m: { 'x/y': new Float32Array(1) } } }, 'conv1', [0]))).toMatchObject({
      path: 'x/y',
    });
    expect(
      failureOf(() => removeChannels({ ...model, parallel: { m: { 'fc1/bias': new Float32Array(3) } } }, 'conv1', [0])).message,
    ).toContain("3 values for 'fc1/bias', got a parameter of 2 values");
    const { 'fc1/bias': _left, ...incomplete } = model.parameters;
    expect(failureOf(() => removeChannels({ ...model, parameters: incomplete }, 'conv1', [0]))).toMatchObject({ path: 'fc1/bias' });
  });
});
