import { describe, expect, it } from 'vitest';
import type { FromJob } from '../../../src-main/jobs/messages.ts';
import { createOutbox } from '../../../src-main/workers/outbox.ts';

function anOutbox(): { outbox: ReturnType<typeof createOutbox>; sent: FromJob[]; clock: { ms: number } } {
  const sent: FromJob[] = [];
  const clock = { ms: 0 };
  return {
    outbox: createOutbox(
      message => void sent.push(message),
      () => clock.ms,
    ),
    sent,
    clock,
  };
}

const progress = (fraction: number): { fraction: number; stage: 'training' } => ({ fraction, stage: 'training' });
const point = (step: number): { name: string; step: number; value: number } => ({ name: 'loss', step, value: step });

describe('an outbox', () => {
  it('sends progress ten times a second, and the newest of the rest when it is flushed', () => {
    const { outbox, sent, clock } = anOutbox();
    for (clock.ms = 0; clock.ms < 1000; clock.ms += 5) outbox.report(progress(clock.ms / 1000));
    expect(sent.length).toBe(10);
    outbox.flush();
    outbox.flush();
    expect(sent.length).toBe(11);
    expect(sent.at(-1)).toEqual({ type: 'progress', progress: progress(0.995), newest: [] });
  });

  it('sends with each report the newest point of every curve since the one before, for screens, and stores them all the same', () => {
    const { outbox, sent, clock } = anOutbox();
    outbox.measure([point(1), point(2), { name: 'learningRate', step: 2, value: 0.1 }]);
    outbox.report(progress(0.1));
    outbox.measure([point(3)]);
    outbox.report(progress(0.2));
    clock.ms = 100;
    outbox.report(progress(0.3));
    clock.ms = 200;
    outbox.report(progress(0.4));
    expect(sent.flatMap(message => (message.type === 'progress' ? [message.newest] : []))).toEqual([
      [point(2), { name: 'learningRate', step: 2, value: 0.1 }],
      [point(3)],
      [],
    ]);
    expect(outbox.pending().length).toBe(4);
  });

  it('sends a stage as it begins, however short it is', () => {
    const { outbox, sent } = anOutbox();
    const stages = ['training', 'training', 'verifying', 'writing', 'writing'] as const;
    for (const stage of stages) outbox.report({ fraction: 0, stage });
    expect(sent.flatMap(message => (message.type === 'progress' ? [message.progress.stage] : []))).toEqual([
      'training',
      'verifying',
      'writing',
    ]);
  });

  it('sends points once as news, and keeps them until a checkpoint covers them', () => {
    const { outbox, sent } = anOutbox();
    outbox.measure([point(1), point(2)]);
    outbox.flush();
    outbox.measure([point(3)]);
    const atCheckpoint = [...outbox.pending()];
    outbox.measure([point(4)]);
    outbox.covered(atCheckpoint.length);
    outbox.flush();
    outbox.flush();
    expect(atCheckpoint.map(each => each.step)).toEqual([1, 2, 3]);
    expect(outbox.pending().map(each => each.step)).toEqual([4]);
    expect(sent).toEqual([
      { type: 'metrics', points: [point(1), point(2)] },
      { type: 'metrics', points: [point(4)] },
    ]);
  });
});
