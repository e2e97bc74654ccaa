import { beforeAll, expect, it } from 'vitest';
import { createCpuEngine } from '../../../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import type { TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import { runTraining } from '../../../../src-main/engine/training/run-training.ts';
import { bitsOf, recorder, smallSetup, undisturbedAndResumed } from '../../../support/small-training.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  ({ tf } = await createCpuEngine());
});

const frozen = new Set(['fc1', 'norm1', 'dropout1']);

it('leaves frozen nodes as they are, statistics too, and trains the others', async () => {
  const setup = smallSetup(tf, { frozen, keep: 'last' });
  const { parameters } = await runTraining(setup, recorder());
  for (const name of Object.keys(parameters)) {
    const isFrozen = frozen.has(name.split('/')[0] as string);
    expect([name, parameters[name]!.values.every((value, i) => value === setup.parameters[name]!.values[i])]).toEqual([name, isFrozen]);
  }
});

it('computes frozen nodes as in use: with dropout or without, the same training', async () => {
  const plain = smallSetup(tf, { frozen });
  const nodes = plain.graph.nodes.map(node => (node.name === 'dropout1' ? { ...node, config: { rate: 0.9 } } : node));
  const dropping = { ...plain, graph: { ...plain.graph, nodes } };
  expect(bitsOf(await runTraining(dropping, recorder()))).toBe(bitsOf(await runTraining(plain, recorder())));
});

it('goes on to the same bits from any snapshot', async () => {
  const { undisturbed, resumed } = await undisturbedAndResumed(hooks => runTraining(smallSetup(tf, { frozen }), hooks));
  expect(resumed.length).toBeGreaterThan(5);
  for (const { result } of resumed) expect(bitsOf(result)).toBe(bitsOf(undisturbed));
});
