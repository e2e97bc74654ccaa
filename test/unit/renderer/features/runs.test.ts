import { describe, expect, it } from 'vitest';
import type { JobView } from '../../../../src-shared/contracts/views.ts';
import { defaultStep, differInProgressOnly, groupJobs, estimated, jointState } from '../../../../src-renderer/features/runs/job-groups.ts';
import { poolReplicates } from '../../../../src-renderer/charts/pool-replicates.ts';
import { chartLines, chartOf, pointsOf, drawsCurves } from '../../../../src-renderer/features/runs/run-series.ts';
import type { ModelOutput } from '../../../../src-shared/domain/step-output.ts';
import { resultOf } from '../../../../src-renderer/features/runs/run-result.ts';
import { withProgress } from '../../../../src-renderer/ipc/live-sync.ts';

function job(part: Partial<JobView>): JobView {
  return {
    id: 'j', runId: 'r', step: 's', kind: 'train', replicate: null, state: 'queued', progress: null, remainingMs: null, createdMs: 0,
    startedMs: null, finishedMs: null, error: null, reused: false, output: null, entityId: null, engine: null, engineChoice: null, ...part,
  }; // prettier-ignore
}

const progress = { fraction: 0.5, stage: 'training' } as const;

describe('what a run is looked at for', () => {
  const made = (kind: string, id: string, step = id) => job({ id, step, entityId: `${id}-entity`, output: { kind } as JobView['output'] });
  const resultOfJobs = (...jobs: readonly JobView[]) => resultOf(groupJobs(jobs))?.href;

  it('is its last comparison, else its last model, else its data', () => {
    expect(resultOfJobs(made('data', 'd'))).toBe('/data/d-entity');
    expect(resultOfJobs(made('data', 'd'), made('model', 'm'), made('model', 'n'), made('files', 'f'))).toBe('/models/n-entity');
    expect(resultOfJobs(made('report', 'r'), made('model', 'm'))).toBe('/compare/r');
    expect(resultOfJobs(job({}))).toBeUndefined();
  });

  it('is the first of replicates', () => {
    const replicates = [0, 1].map(replicate => ({ ...made('model', `m${replicate}`, 'net'), replicate }));
    expect(resultOfJobs(...replicates)).toBe('/models/m0-entity');
  });
});

describe('groups of jobs', () => {
  it('gather replicates in their order, steps in the order they first came', () => {
    const groups = groupJobs([job({ step: 'b', replicate: 1, id: '2' }), job({ step: 'a' }), job({ step: 'b', replicate: 0, id: '1' })]);
    expect(groups.map(group => [group.step, group.jobs.map(each => each.id)])).toEqual([
      ['b', ['1', '2']],
      ['a', ['j']],
    ]);
  });

  it('are done by the mean of their jobs', () => {
    const [group] = groupJobs([job({ state: 'succeeded' }), job({ state: 'running', progress }), job({})]);
    expect(group!.fraction).toBe(0.5);
  });

  it('show what needs a look first', () => {
    expect(jointState(['succeeded', 'failed', 'running'])).toBe('running');
    expect(jointState(['succeeded', 'failed', 'queued'])).toBe('failed');
    expect(jointState(['succeeded', 'queued'])).toBe('queued');
    expect(jointState(['succeeded', 'succeeded'])).toBe('succeeded');
  });

  it('open at what runs, else at what failed, else at the first', () => {
    expect(defaultStep(groupJobs([job({ step: 'a', state: 'failed' }), job({ step: 'b', state: 'running' })]))).toBe('b');
    expect(defaultStep(groupJobs([job({ step: 'a' }), job({ step: 'b', state: 'failed' })]))).toBe('b');
    expect(defaultStep(groupJobs([job({ step: 'a' }), job({ step: 'b' })]))).toBe('a');
    expect(defaultStep([])).toBeNull();
  });

  it('are the same but for their progress only where nothing else of any job is another', () => {
    const groups = (part: Partial<JobView>) => groupJobs([job({ id: 'a', step: 'a' }), job({ id: 'b', step: 'b', ...part })]);
    expect(differInProgressOnly(groups({}), groups({ progress, remainingMs: 3 }))).toBe(true);
    for (const part of [{ state: 'succeeded' }, { startedMs: 1 }, { id: 'c' }, { step: 'c' }] as const) {
      expect(differInProgressOnly(groups({}), groups(part))).toBe(false);
    }
    expect(differInProgressOnly(groups({}), groups({}).slice(1))).toBe(false);
  });

  it('tell the time left as finely as it can be known', () => {
    expect([4100, 119_500, 125_000, 700_000].map(estimated)).toEqual([5000, 120_000, 130_000, 720_000]);
  });
});

describe('progress events', () => {
  const run = { id: 'r', name: 'R', state: 'running', createdMs: 0, startedMs: 0, finishedMs: null, error: null, fraction: 0, open: 1, working: 1, remainingMs: null, place: 1, paused: false, deleted: false } as const; // prettier-ignore

  it('change the running job they are about, and leave ended ones as they are', () => {
    const known = { run, recipe: '', notes: [], jobs: [job({ id: 'a', state: 'running' }), job({ id: 'b', state: 'succeeded' })] };
    const event = { seq: 1, runId: 'r', newest: [], progress, remainingMs: 12, run: null };
    expect(withProgress(known, { ...event, jobId: 'a' }).jobs[0]).toMatchObject({ progress, remainingMs: 12 });
    expect(withProgress(known, { ...event, jobId: 'b' }).jobs).toEqual(known.jobs);
  });
});

describe('curves of a step', () => {
  const words = {
    training: 'training',
    validation: 'validation',
    mean: 'mean',
    meanWithBand: 'mean ± 95 %',
    figure: (name: string) => name.toUpperCase(),
  };
  const series = (name: string, values: (number | null)[], steps = values.map((_, i) => i)) => ({ name, steps, values });

  it('turn a stored NULL into NaN, so that the line breaks', () => {
    expect(pointsOf({ steps: [1, 2], values: [0.5, null] })).toEqual([
      { x: 1, y: 0.5 },
      { x: 2, y: Number.NaN },
    ]);
  });

  it('go on with what came after the last point of all, a tail a replicate, as long as more comes', () => {
    const asked: unknown[] = [];
    const beyond = (job: number, name: string, step: number) => {
      asked.push([job, name, step]);
      return [{ x: step + 1, y: job }];
    };
    const both = { series: [[series('train.loss', [3, 2])], [series('train.loss', [3, 1, 1])]], colour: 'var(--s1)', words };
    const [line] = chartLines({ ...both, jobLabels: ['1', '2'], beyond })[0]!.lines;
    expect(line!.tails!.map(tail => [tail.from?.x, tail.points()])).toEqual([
      [1, [{ x: 2, y: 0 }]],
      [
        1,
        [
          { x: 2, y: 1 },
          { x: 3, y: 1 },
        ],
      ],
    ]);
    expect(asked).toEqual([
      [0, 'train.loss', 1],
      [1, 'train.loss', 2],
    ]);
    expect(chartLines({ ...both, jobLabels: ['1', '2'] })[0]!.lines[0]!.tails).toEqual([]);
  });

  it('are what a step is opened at that trains by itself; others have none', () => {
    const kinds = ['train', 'prune', 'distill', 'search', 'cross-validate', 'fit', 'evaluate'];
    expect(kinds.filter(kind => drawsCurves({ kind, jobs: [] }))).toEqual(['train', 'prune', 'distill']);
  });

  it('are not what a step is opened at whose model is only put together', () => {
    const fused = (run: number) => [job({ output: { kind: 'model', summary: { epochs: { run } } } as unknown as ModelOutput })];
    expect(drawsCurves({ kind: 'fuse', jobs: fused(0) })).toBe(false);
    expect(drawsCurves({ kind: 'fuse', jobs: fused(3) })).toBe(true);
  });

  it('put training and validation on one chart, and unforeseen series on their own', () => {
    expect(
      [
        'train.loss',
        'validation.loss',
        'validation.accuracy',
        'learningRate',
        'sparsity',
        'sparsity.fc1',
        'gradientNorm',
        'throughput',
        'memory.rss',
      ].map(chartOf),
    ).toEqual(['loss', 'loss', 'accuracy', 'learningRate', 'sparsity', 'sparsity', null, 'throughput', 'memory']);
  });

  it('draw the parts of a loss in one chart behind the loss, each with a colour and a name', () => {
    const charts = chartLines({
      series: [[series('loss/hard', [1]), series('loss/hints', [1]), series('loss/hints-2', [1]), series('train.loss', [2])]],
      jobLabels: [''],
      colour: 'var(--s1)',
      words,
    });
    expect(charts.map(chart => [chart.id, chart.kind])).toEqual([
      ['loss', 'loss'],
      ['lossParts', 'lossParts'],
    ]);
    expect(charts[1]!.lines.map(line => line.label)).toEqual(['LOSS/HARD', 'LOSS/HINTS', 'LOSS/HINTS 2']);
    expect(new Set(charts[1]!.lines.map(line => line.colour)).size).toBe(3);
  });

  it('draw validation stronger than training, loss first', () => {
    const charts = chartLines({
      series: [[series('learningRate', [1]), series('train.loss', [1]), series('validation.loss', [2])]],
      jobLabels: [''],
      colour: 'var(--s1)',
      words,
    });
    expect(charts.map(chart => chart.id)).toEqual(['loss', 'learningRate']);
    expect(charts[0]!.lines.map(line => [line.label, line.weight])).toEqual([
      ['training', 'fine'],
      ['validation', 'strong'],
    ]);
  });

  it('draw replicates as their mean with a band', () => {
    const [chart] = chartLines({
      series: [[series('validation.loss', [1, 4])], [series('validation.loss', [3, 4])]],
      jobLabels: ['seed 1', 'seed 2'],
      colour: 'var(--s1)',
      words,
    });
    const [line] = chart!.lines;
    expect(chart!.lines).toHaveLength(1);
    expect(line!.label).toBe('validation · mean ± 95 %');
    expect(line!.points.map(point => point.y)).toEqual([2, 4]);
  });

  it('draw replicates one by one where their steps differ', () => {
    const [chart] = chartLines({
      series: [[series('validation.loss', [1, 2], [0, 1])], [series('validation.loss', [1, 2], [5, 6])]],
      jobLabels: ['seed 1', 'seed 2'],
      colour: 'var(--s1)',
      words,
    });
    expect(chart!.lines.map(line => line.label)).toEqual(['validation · seed 1', 'validation · seed 2']);
  });
});

describe('pooled replicates', () => {
  it('have the interval of Student’s t: for 1, 2, 3 the mean 2 ± 4.303·1/√3', () => {
    const pooled = poolReplicates([1, 2, 3].map(y => [{ x: 7, y }]))!;
    expect(pooled.mean).toEqual([{ x: 7, y: 2 }]);
    expect(pooled.high[0]!.y).toBeCloseTo(2 + 4.303 / Math.sqrt(3), 3);
    expect(pooled.low[0]!.y).toBeCloseTo(2 - 4.303 / Math.sqrt(3), 3);
  });

  it('are NaN where one of them is', () => {
    expect(poolReplicates([[{ x: 0, y: 1 }], [{ x: 0, y: Number.NaN }]])!.mean[0]!.y).toBeNaN();
  });

  it('are read between the points of one that was thinned out more', () => {
    const thin = [{ x: 0, y: 0 }, { x: 4, y: 8 }]; // prettier-ignore
    const dense = [0, 1, 2, 3, 4].map(x => ({ x, y: 4 }));
    expect(poolReplicates([thin, dense])!.mean.map(point => point.y)).toEqual([2, 3, 4, 5, 6]);
  });

  it('are refused for one alone, and for those with few steps in common', () => {
    expect(poolReplicates([[{ x: 0, y: 1 }]])).toBeNull();
    const long = [0, 1, 2, 3, 4].map(x => ({ x, y: x }));
    expect(poolReplicates([long, long.slice(0, 2)])).toBeNull();
    expect(poolReplicates([long, long.slice(0, 3)])!.mean).toHaveLength(3);
  });
});
