import { describe, expect, it } from 'vitest';
import type { RunView } from '../../../../src-shared/contracts/views.ts';
import { afterRemoving, listRows, neighbour } from '../../../../src-renderer/features/runs/list-rows.ts';
import { filterLog, logText } from '../../../../src-renderer/features/runs/log-lines.ts';
import { parseTarget, pathOf } from '../../../../src-renderer/features/runs/run-target.ts';
import { withRunProgress } from '../../../../src-renderer/ipc/live-sync.ts';
import { lastSteps, mergeSeries } from '../../../../src-renderer/ipc/merge-series.ts';

function run(id: string, part: Partial<RunView> = {}): RunView {
  return {
    id, name: id, state: 'succeeded', createdMs: 0, startedMs: 0, finishedMs: 1, error: null, fraction: 1, open: 0, working: 0,
    remainingMs: null, place: null, paused: false, deleted: false, ...part,
  }; // prettier-ignore
}

const ALL = { text: '', view: 'all' } as const;
const namesOf = (rows: ReturnType<typeof listRows>): string[] =>
  rows.map(row => (row.kind === 'run' ? row.run.id : `# ${row.heading} ${row.count}`));

describe('the list of runs', () => {
  const runs = [
    run('c', { state: 'running', place: 2 }),
    run('b'),
    run('a', { state: 'running', place: 1 }),
    run('Old', { state: 'failed' }),
    run('held', { state: 'interrupted', paused: true }),
  ];

  it('has the queue in its order before the rest, under headings only where there are both', () => {
    expect(namesOf(listRows(runs, ALL))).toEqual(['# queue 2', 'a', 'c', '# earlier 3', 'b', 'Old', 'held']);
    expect(namesOf(listRows([runs[1]!], ALL))).toEqual(['b']);
  });

  it('is filtered by name, in any case, and by state', () => {
    expect(namesOf(listRows(runs, { text: ' oL', view: 'all' }))).toEqual(['Old']);
    expect(namesOf(listRows(runs, { text: '', view: 'open' }))).toEqual(['# queue 2', 'a', 'c', '# earlier 1', 'held']);
    expect(namesOf(listRows(runs, { text: '', view: 'failed' }))).toEqual(['Old']);
    expect(namesOf(listRows(runs, { text: '', view: 'done' }))).toEqual(['b']);
  });

  it('is walked from run to run, over headings, to its ends and no further', () => {
    const rows = listRows(runs, ALL);
    expect([neighbour(rows, 'c', 1), neighbour(rows, 'a', -1), neighbour(rows, 'held', 1), neighbour(rows, 'gone', 1)]).toEqual([
      'b',
      null,
      null,
      'a',
    ]);
  });

  it('shows the next run once the shown one is deleted, at the end the one before', () => {
    const rows = listRows(runs, ALL);
    expect(afterRemoving(rows, new Set(['b', 'Old']), 'b')).toBe('held');
    expect(afterRemoving(rows, new Set(['held']), 'held')).toBe('Old');
    expect(afterRemoving(rows, new Set(['b']), 'a')).toBe('a');
    expect(afterRemoving(listRows([runs[1]!], ALL), new Set(['b']), 'b')).toBeNull();
  });

  it('takes a run’s share from events that have one, and stays the same without', () => {
    const event = { seq: 1, runId: 'a', jobId: 'j', newest: [], progress: { fraction: 0, stage: 'training' as const }, remainingMs: null };
    expect(withRunProgress(runs, { ...event, run: { fraction: 0.5, remainingMs: 7 } })[2]).toMatchObject({ fraction: 0.5, remainingMs: 7 });
    expect(withRunProgress(runs, { ...event, run: null })).toBe(runs);
  });
});

describe('the address of a run', () => {
  it('names a step and a tab of it, or leaves them open', () => {
    for (const target of [
      { runId: 'r1', step: null, tab: null },
      { runId: 'r1', step: 'lean', tab: null },
      { runId: 'r1', step: 'lean', tab: 'log' as const },
    ]) {
      expect(parseTarget(decodeURIComponent(pathOf(target).slice('/runs/'.length)))).toEqual(target);
    }
    expect(parseTarget(undefined)).toEqual({ runId: null, step: null, tab: null });
    expect(parseTarget('r1@lean@nonsense').tab).toBeNull();
  });
});

describe('a log', () => {
  const lines = [
    { atMs: 0, level: 'info' as const, message: 'Started' },
    { atMs: 1500, level: 'warn' as const, message: 'Slow disk' },
    { atMs: 2000, level: 'error' as const, message: 'Disk full' },
  ];

  it('is filtered by its least level and by text, in any case', () => {
    expect(filterLog(lines, 'warn', '').length).toBe(2);
    expect(filterLog(lines, 'info', ' DISK ').map(line => line.level)).toEqual(['warn', 'error']);
    expect(filterLog(lines, 'error', 'slow')).toEqual([]);
  });

  it('is filtered by what is shown as well as by what was written', () => {
    const shown = (message: string): string => (message === 'Slow disk' ? '磁盘较慢' : message);
    expect(filterLog(lines, 'info', '较慢', shown).map(line => line.level)).toEqual(['warn']);
    expect(filterLog(lines, 'info', 'slow', shown).map(line => line.level)).toEqual(['warn']);
  });

  it('is copied line by line with the time', () => {
    expect(logText(lines.slice(1, 2))).toBe('1970-01-01T00:00:01.500Z warn Slow disk');
  });
});

describe('curves that grow', () => {
  const known = [{ name: 'loss', steps: [1, 2], values: [3, null] }];

  it('are asked for from their last step on, and are the same where nothing is new', () => {
    expect(lastSteps(known)).toEqual({ loss: 2 });
    expect(mergeSeries(known, [], 10)).toBe(known);
  });

  it('get what is new at their ends, and new ones beside them', () => {
    const merged = mergeSeries(known, [{ name: 'loss', steps: [5], values: [1] }, { name: 'other', steps: [5], values: [2] }], 10); // prettier-ignore
    expect(merged).toEqual([
      { name: 'loss', steps: [1, 2, 5], values: [3, Number.NaN, 1] },
      { name: 'other', steps: [5], values: [2] },
    ]);
  });

  it('are thinned out when they grow past twice their points, with their end kept', () => {
    const long = { name: 'loss', steps: Array.from({ length: 21 }, (_, i) => i), values: Array.from({ length: 21 }, () => 1) };
    const [merged] = mergeSeries([long], [{ name: 'loss', steps: [21], values: [9] }], 10);
    expect(merged!.steps.length).toBeLessThanOrEqual(10);
    expect([merged!.steps.at(-1), merged!.values.at(-1)]).toEqual([21, 9]);
  });
});
