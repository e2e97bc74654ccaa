import { describe, expect, it } from 'vitest';
import { cutOtherwise, type DataOutlook } from '../../../src-main/services/forecast/outlook.ts';
import { timeLike, type RememberedJob } from '../../../src-main/services/forecast/remembered-times.ts';
import type { StepKind } from '../../../src-shared/domain/recipe/step-kind.ts';
import { distill } from '../../../src-shared/domain/recipe/steps/distill.step.ts';
import { prune } from '../../../src-shared/domain/recipe/steps/prune.step.ts';
import { passesOf, splitIn, workIn } from '../../../src-main/services/forecast/step-work.ts';

const known: DataOutlook = {
  ...{ inputShape: [28, 28, 1], outputs: 10, task: 'classes', inputBytes: 1, targetBytes: 1 },
  counts: { train: 55_000, validation: 5000, test: 10_000 },
};

describe('work', () => {
  it('is passes over the training part, times its items, times multiply-adds', () => {
    const values = { epochs: 3, schedule: { epochs: 2, rounds: 4 }, fineTune: { epochs: 1 } };
    expect(passesOf(values)).toBe(3 + 8 + 1);
    expect(workIn({ values }, { counts: known.counts, multiplyAdds: 10 })).toBe(12 * 55_000 * 10);
  });

  it('counts what is trained beside the result', () => {
    const counts = { train: 100 };
    const at = (kind: StepKind, values: Record<string, unknown>) => workIn({ ...kind, values }, { counts, multiplyAdds: 1 });
    expect(at(distill, { epochs: 10, control: false })).toBe(1000);
    expect(at(distill, { epochs: 10, control: true, sweep: {}, chain: { assistants: [0.5], generations: 2 } })).toBeCloseTo(
      100 * 10 * (2 + 1 + 1.35 + 1),
      9,
    );
    expect(at(prune, { fineTune: { epochs: 5 }, controls: { random: true, scratch: false, dense: true } })).toBe(100 * 5 * 3);
  });

  it('of a step that answers is its split once, and unknown where that is', () => {
    expect(splitIn({ model: 'net', split: 'test' })).toBe('test');
    expect(workIn({ values: { split: 'test' } }, { counts: known.counts, multiplyAdds: 10 })).toBe(100_000);
    expect(workIn({ values: { split: 'test' } }, { counts: {}, multiplyAdds: 10 })).toBeNull();
    expect(workIn({ values: {} }, { counts: known.counts, multiplyAdds: 10 })).toBeNull();
  });
});

describe('other splits of a known source', () => {
  it('are counts and shares of what is left by the test part', () => {
    expect(cutOtherwise(known, 70_000, { train: 1000, validation: 200, test: 300 }).counts).toEqual({
      train: 1000,
      validation: 200,
      test: 300,
    });
    expect(cutOtherwise(known, 70_000, { validation: 0.1 }).counts).toEqual({ train: 54_000, validation: 6000, test: 10_000 });
  });
});

describe('a time', () => {
  const job = (jobId: string, ms: number, work: number, traits: readonly string[]): RememberedJob => ({
    ...{ jobId, runId: 'run', step: jobId, ms, work },
    traits: new Set(traits),
  });

  it('is scaled by the work from the job that is most like it', () => {
    const jobs = [job('small', 100, 10, ['mlp']), job('near', 1000, 90, ['mlp']), job('large', 90_000, 9000, ['mlp'])];
    expect(timeLike(jobs, 180, new Set(['mlp']))).toMatchObject({ ms: 2000, scale: 2, jobs: 3, from: { jobId: 'near', ms: 1000 } });
  });

  it('prefers a job of the same algorithms over one a little nearer in work', () => {
    const jobs = [job('other', 1, 100, ['cnn', 'sgd']), job('same', 1000, 50, ['mlp', 'adam'])];
    expect(timeLike(jobs, 100, new Set(['mlp', 'adam']))?.from.jobId).toBe('same');
  });

  it('is not made up where nothing was measured', () => {
    expect(timeLike([], 100, new Set())).toBeNull();
  });
});
