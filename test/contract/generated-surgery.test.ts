import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { channelGroups, type ChannelGroup } from '../../src-main/engine/graph/channel-groups.ts';
import { layers } from '../../src-main/engine/graph/layers/index.ts';
import { shapesOf } from '../../src-main/engine/graph/shapes.ts';
import { removeChannels, removeChannelsOf } from '../../src-main/engine/graph/surgery.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { generatedGraph, grown, MOVES, type Move, type SecondInput } from '../support/generated-graphs.ts';
import { maskedAnswers, product, randomParameters, separatedValues, type ChannelMasks, type Evaluation } from '../support/graphs.ts';
import { referenceEngine } from '../support/reference-engine.ts';

/** The same graphs every time. */
const SEED = 20_240_607;
const move = fc.record({ what: fc.nat(MOVES.length - 1), where: fc.nat(50), size: fc.nat(20) });
const graphs = fc
  .tuple(
    fc.array(move, { minLength: 3, maxLength: 12 }),
    fc.constantFrom<SecondInput>('none', 'image', 'series', 'vector'),
    fc.constantFrom<1 | 2>(1, 2),
  )
  .map(([moves, second, heads]) => generatedGraph(moves, second, heads));

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

/** Generous: the machine may be busy. */
const LIMIT_MS = 60_000;

/** They compare channels with each other, or know each by its number: never cut. */
const SETTLED = [
  ...['input', 'cascade', 'log-softmax', 'piecewise-linear', 'ranks', 'select-channels', 'specialists'],
  ...['layer-norm', 'group-norm', 'mask'],
];
/** A value in the middle of two steps may go to either, so that rounding decides: a case of its own in surgery-cases. */
const STEPS = ['fake-quantise'];

describe('of generated graphs', { timeout: LIMIT_MS }, () => {
  it('a pruned one computes what the whole one computes with those channels masked', () => {
    const cut = new Set<string>();
    fc.assert(
      fc.property(graphs, fc.nat(1000), (graph, choice) => {
        const model = evaluationOf(graph);
        const { groups } = channelGroups(graph);
        const removals = new Map(groups.map(group => [group.id, chosen(group, choice)]));
        const smaller = removeChannelsOf(model, removals);
        expectClose(maskedAnswers(tf, smaller), maskedAnswers(tf, model, masksOf(groups, removals)));
        for (const id of narrowed(graph, smaller.graph)) cut.add(id);
      }),
      { seed: SEED, numRuns: 450 },
    );
    // Of every layer but the model's inputs and those whose channels are settled, some were made narrower on the way.
    expect([...cut].sort()).toEqual(
      layers.all
        .map(layer => layer.id)
        .filter(id => ![...SETTLED, ...STEPS].includes(id))
        .sort(),
    );
  });

  it('all groups cut at once are the groups cut one after the other', () => {
    fc.assert(
      fc.property(graphs, fc.nat(1000), (graph, choice) => {
        const model = evaluationOf(graph);
        const removals = new Map(channelGroups(graph).groups.map(group => [group.id, chosen(group, choice)]));
        const oneByOne = [...removals].reduce((current, [id, channels]) => removeChannels(current, id, channels), model);
        expect(removeChannelsOf(model, removals)).toEqual(oneByOne);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('every layer that makes channels is in one group, or has a reason why not', () => {
    fc.assert(
      fc.property(graphs, graph => {
        const { groups, fixed } = channelGroups(graph);
        const makers = [...shapesOf(graph).values()].filter(
          ({ layer, config, inputs }) => layer.channels(config, inputs).kind === 'source',
        );
        const found = [...groups.flatMap(group => group.sources.map(source => source.node)), ...fixed.map(one => one.node)];
        expect(found.sort()).toEqual(makers.map(({ node }) => node.name).sort());
        expect(fixed.every(({ reason }) => reason.length > 10)).toBe(true);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it.each(MOVES.map(([name], what) => ({ name, what })))('grow by a move of each kind: $name', ({ what }) => {
    const before = ['flatten', 'batch norm', 'dense'].map((known): Move => ({
      what: MOVES.findIndex(([other]) => other === known),
      where: 0,
      size: 2,
    }));
    const moves = Array.from({ length: 4 }, (_, where): Move => ({ what, where, size: 2 }));
    expect(grown([...before, ...moves], 'series').nodes.length).toBeGreaterThan(grown(before, 'series').nodes.length);
  });
});

/** Some channels of the group, so that every layer keeps one. */
function chosen(group: ChannelGroup, choice: number): number[] {
  const random = createRandom(choice).split(group.id);
  const gone = new Set<number>();
  for (let channel = 0; channel < group.channels; channel++) {
    if (random.next() < 0.5) continue;
    gone.add(channel);
    if (group.sources.some(({ channelOf }) => channelOf.every(one => gone.has(one)))) gone.delete(channel);
  }
  return [...gone];
}

function masksOf(groups: readonly ChannelGroup[], removals: ReadonlyMap<string, readonly number[]>): ChannelMasks {
  const masks: Record<string, number[]> = {};
  for (const { id, carriers } of groups) {
    const gone = new Set(removals.get(id));
    for (const { node, channelOf } of carriers) {
      masks[node] = [...(masks[node] ?? []), ...[...channelOf.keys()].filter(entry => gone.has(channelOf[entry] ?? -1))];
    }
  }
  return masks;
}

function narrowed(before: ModelGraph, after: ModelGraph): readonly string[] {
  const shapes = shapesOf(after);
  return [...shapesOf(before).values()]
    .filter(({ node, output }) => (shapes.get(node.name)?.output.at(-1) ?? 0) < (output.at(-1) ?? 0))
    .map(({ node }) => node.layer);
}

function evaluationOf(graph: ModelGraph): Evaluation {
  const shapes = shapesOf(graph);
  const inputs = graph.inputs.map((name, i) => {
    const shape = [3, ...(shapes.get(name)?.output ?? [])];
    return { shape, values: separatedValues(product(shape), i + 5).map(value => value / 4) };
  });
  return { graph, parameters: randomParameters(graph, 11), inputs };
}

/** To 1e-5 of the greatest answer. */
function expectClose(came: readonly Float32Array[], expected: readonly Float32Array[]): void {
  expect(came.map(values => values.length)).toEqual(expected.map(values => values.length));
  came.forEach((values, a) => {
    const greatest = (expected[a] ?? values).reduce((max, value) => Math.max(max, Math.abs(value)), 1);
    values.forEach((value, i) => expect(Math.abs(value - (expected[a]?.[i] ?? NaN))).toBeLessThanOrEqual(1e-5 * greatest));
  });
}
