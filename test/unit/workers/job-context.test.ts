import { describe, expect, it } from 'vitest';
import type { FromJob, JobOrder } from '../../../src-main/jobs/messages.ts';
import type { Engine } from '../../../src-main/engine/tensor-library.ts';
import type { EngineLoad } from '../../../src-main/engine/memory/predict-memory.ts';
import type { BackendOptions } from '../../../src-main/engine/backends/backend.ts';
import { createJobContext } from '../../../src-main/workers/job-context.ts';
import { createQuestions } from '../../../src-main/workers/questions.ts';
import { createOutbox } from '../../../src-main/workers/outbox.ts';
import { createStopSignal } from '../../../src-main/workers/stop-signal.ts';
import { graphOf } from '../../support/graphs.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

const ORDER: JobOrder = {
  ...{ jobId: 'j', kind: 'train', key: 'k', input: { name: 'n', values: {}, inputs: {}, seed: 1, facts: {} } },
  ...{ engine: 'libtensorflow', identity: 'libtensorflow-2.21.0-cpu-3t', threads: 3, rehearsal: false },
  folders: { artifacts: '/a', checkpoints: '/c', workspace: '/w', builtin: {}, library: '/engines/tf' },
  ...{ checkpoints: [], lastSeq: 0, checkpointEveryMs: 1 },
};
const GRAPH = graphOf({ x: ['input', { shape: [4] }], a: ['dense', { units: 3 }, 'x'] }, ['a']);
const LOAD: EngineLoad = { graph: GRAPH, data: {}, training: null };

/** A job's world with one engine, on a machine with as much memory. */
function world(identity: string, availableBytes = 1e12) {
  const posted: FromJob[] = [];
  const asked: [string, BackendOptions][] = [];
  const post = (message: FromJob): void => void posted.push(message);
  const context = createJobContext({
    order: ORDER,
    resumeFrom: null,
    outbox: createOutbox(post, () => 0),
    stop: createStopSignal(),
    desk: { resume: () => Promise.resolve(null), save: () => Promise.resolve(), answer: () => undefined },
    questions: createQuestions(post),
    energyUse: () => ({ cpuSeconds: 0, measuredJoules: null }),
    post,
    log: () => undefined,
    monotonicMs: () => 0,
    memory: () => ({ usedBytes: 0, peakBytes: 0, availableBytes }),
    createEngine(id, options) {
      asked.push([id, options]);
      return Promise.resolve({ id, identity, threads: 3 } as Engine);
    },
  });
  return { context, posted, asked };
}

describe('the engine of a job', () => {
  it('is started once, in the registered folder and on its threads, and told to main', async () => {
    const { context, posted, asked } = world('libtensorflow-2.21.0-cpu-3t');
    expect(await context.engine(LOAD)).toBe(await context.engine());
    expect(asked).toEqual([['libtensorflow', { threads: 3, libraryFolder: '/engines/tf' }]]);
    expect(posted.map(({ type }) => type)).toEqual(['memory', 'engine']);
    expect(posted[1]).toEqual({ type: 'engine', id: 'libtensorflow', identity: 'libtensorflow-2.21.0-cpu-3t', threads: 3 });
  });

  it('is refused when another one starts than the content key names', async () => {
    const { context } = world('libtensorflow-2.22.0-cpu-3t');
    expect(await rejectionOf(context.engine())).toMatchObject({
      code: 'engine-unavailable',
      message: 'The engine must be libtensorflow-2.21.0-cpu-3t, but libtensorflow-2.22.0-cpu-3t started',
    });
  });

  it('is not even loaded when the load can not fit, and main hears the prediction', async () => {
    const { context, posted, asked } = world('libtensorflow-2.21.0-cpu-3t', 100e6);
    expect(await rejectionOf(context.engine(LOAD))).toMatchObject({ code: 'out-of-memory' });
    expect(asked).toEqual([]);
    expect(posted).toEqual([{ type: 'memory', predictedBytes: expect.closeTo(425e6, -6) as number, availableBytes: 100e6 }]);
  });
});
