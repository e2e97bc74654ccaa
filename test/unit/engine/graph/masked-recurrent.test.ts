import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../../../src-main/engine/backends/ladder.ts';
import { predict } from '../../../../src-main/engine/graph/forward.ts';
import type { Scalar, Tensor, TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import { golden, mask } from '../../../golden/masked-recurrent/golden.ts';
import { graphOf, type Sketch } from '../../../support/graphs.ts';
import { hasNative, nativeEngine } from '../../../support/native-engine.ts';

type Case = (typeof golden)[number];
type Name = keyof Case['given'];

const ENGINES = [
  { engine: 'cpu', start: () => createEngine('cpu') },
  { engine: 'wasm', start: () => createEngine('wasm') },
  ...(hasNative ? [{ engine: 'libtensorflow', start: () => nativeEngine() }] : []),
];
const NAMES: readonly Name[] = [
  'x',
  'forward-kernel',
  'forward-recurrent',
  'forward-bias',
  'backward-kernel',
  'backward-recurrent',
  'backward-bias',
];
const UNITS = 3;

describe.each(ENGINES)('a recurrent layer under a mask on $engine', ({ start }) => {
  let tf: TensorLibrary;
  beforeAll(async () => {
    ({ tf } = await start());
  });

  it.each(golden.map(one => [`${one.cell}, ${one.returnSequences ? 'all states' : 'last state'}`, one] as const))(
    'has Keras’s states and gradients of both directions: %s',
    (_title, one) => {
      const found = tf.tidy(() => {
        const given = NAMES.map(name => tf.tensor(one.given[name].values, one.given[name].shape));
        const statesOf = (tensors: readonly Tensor[]): Tensor => statesUnderMask(tf, one, tensors);
        const sum = (...tensors: Tensor[]): Scalar => tf.sum(tf.mul(statesOf(tensors), tf.tensor(one.seen, one.states.shape)));
        return [statesOf(given), ...tf.grads(sum)(given)].map(tensor => [...tensor.dataSync()]);
      });
      expectWithin(found[0]!, one.states.values, 'states');
      NAMES.forEach((name, i) => expectWithin(found[i + 1]!, one.gradients[name].values, `gradient of ${name}`));
    },
  );

  it.each(['lstm', 'gru'])('holds the state of an %s to the last bit, whatever the steps left out are', cell => {
    const graph = graphOf(
      {
        x: ['input', { shape: [4, 2] }],
        counts: ['input', { shape: [4, 1] }],
        states: [cell, { units: 2, returnSequences: true }, 'x', 'counts'],
      },
      ['states'],
    );
    const gates = cell === 'lstm' ? 4 : 3;
    const states = tf.tidy(() => {
      const parameters = {
        'states/kernel': tf.fill([2, 2 * gates], 0.7),
        'states/recurrent': tf.fill([2, 2 * gates], -0.4),
        'states/bias': tf.fill([2 * gates], 0.1),
      };
      const inputs = [tf.tensor([0.3, -1, 90, -70, 5, 5, 0.2, 0.1], [1, 4, 2]), tf.tensor([1, 0, 0, 1], [1, 4, 1])];
      return [...predict({ tf, graph, parameters, inputs })[0]!.dataSync()];
    });
    expect(states.slice(2, 6)).toEqual([...states.slice(0, 2), ...states.slice(0, 2)]);
    expect(states.slice(6)).not.toEqual(states.slice(0, 2));
  });
});

function statesUnderMask(tf: TensorLibrary, one: Case, [x, ...arrays]: readonly Tensor[]): Tensor {
  const cell = one.cell === 'lstm' ? { cell: 'lstm' } : { cell: 'gru', resetAfter: one.cell === 'gru-reset-after' };
  const sketch: Sketch = {
    x: ['input', { shape: [5, 2] }],
    counts: ['input', { shape: [5, 1] }],
    both: ['bidirectional', { ...cell, units: UNITS, returnSequences: one.returnSequences }, 'x', 'counts'],
  };
  const parameters = Object.fromEntries(NAMES.slice(1).map((name, i) => [`both/${name}`, arrays[i]!]));
  const counts = tf.tensor(mask.flat(), [mask.length, 5, 1]);
  return predict({ tf, graph: graphOf(sketch, ['both']), parameters, inputs: [x!, counts] })[0]!;
}

function expectWithin(found: readonly number[], expected: readonly number[], title: string): void {
  expect(found, title).toHaveLength(expected.length);
  found.forEach((value, i) => expect(Math.abs(value - expected[i]!), `${title} at ${i}`).toBeLessThan(2e-5));
}
