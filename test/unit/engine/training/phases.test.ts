import { describe, expect, it } from 'vitest';
import { runPhases, type Phase, type PhaseNetwork } from '../../../../src-main/engine/training/phases.ts';
import { recorder, smallGraph } from '../../../support/small-training.ts';

const network = (value: number): PhaseNetwork => ({
  graph: smallGraph,
  parameters: { 'fc1/kernel': { shape: [2], values: Float32Array.of(value, -0) } },
  slots: { 'fc1/kernel/m': { shape: [2], values: Float32Array.of(NaN, value) } },
  masks: { 'fc1/kernel': Uint8Array.of(1, 0) },
  validation: { kept: { loss: value }, last: { loss: value } },
  epochs: { run: 1, kept: 1, stoppedEarly: false },
  steps: value,
  trainingMs: 5,
});

/** Three phases that each say when they begin, save once, and leave a network more. */
function phasesWith(begun: string[]): readonly Phase[] {
  return [1, 2, 4].map((work, number) => ({
    work,
    async run(state, hooks) {
      begun.push(`${number}${hooks.resumeFrom === null ? '' : ' again'} after ${Object.keys(state).join() || 'nothing'}`);
      hooks.report({ fraction: 0.5, stage: 'training' });
      await hooks.checkpoint({ metadata: { own: String(number) }, tensors: {} });
      return { ...state, [`n${number}`]: network(number) };
    },
  }));
}

describe('phases', () => {
  it('run one after the other, each with what those before it left, and share the progress by their work', async () => {
    const begun: string[] = [];
    const hooks = recorder();
    const end = await runPhases(phasesWith(begun), {}, hooks);
    expect(begun).toEqual(['0 after nothing', '1 after n0', '2 after n0,n1']);
    expect(hooks.reports.map(({ fraction }) => Math.round(fraction * 70))).toEqual([5, 20, 50]);
    expect(Object.keys(end)).toEqual(['n0', 'n1', 'n2']);
  });

  it.each([0, 1, 2])('go on within phase %i: what is done is not done again, and every bit is carried', async number => {
    const saved = recorder();
    const end = await runPhases(phasesWith([]), {}, saved);
    const begun: string[] = [];
    const resumed = await runPhases(phasesWith(begun), {}, recorder({ resumeFrom: saved.snapshots[number]! }));
    expect(begun).toHaveLength(3 - number);
    expect(begun[0]).toMatch(new RegExp(`^${number} again`));
    expect(resumed).toEqual(end);
    expect(Object.is(resumed['n0']!.parameters['fc1/kernel']!.values[1], -0)).toBe(true);
  });
});
