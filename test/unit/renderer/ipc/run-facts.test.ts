import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import type { RunView } from '../../../../src-shared/contracts/views.ts';
import { queryKeys } from '../../../../src-renderer/ipc/queries.ts';
import { allFacts } from '../../../../src-renderer/ipc/run-facts.ts';

const run = (id: string, fraction: number, state: RunView['state'] = 'running') =>
  ({ id, name: id, state, fraction, remainingMs: 1000 * (1 - fraction) }) as RunView;

it('who asks for the facts of runs hears when one ends, and not how far it is', () => {
  const queries = new QueryClient();
  const others = [run('b', 1, 'succeeded'), run('c', 1, 'failed')];
  queries.setQueryData(queryKeys.runs, [run('a', 0.1), ...others]);
  const observer = new QueryObserver(queries, { queryKey: queryKeys.runs, select: allFacts, enabled: false });
  const end = observer.subscribe(() => undefined);
  const before = observer.getCurrentResult().data;
  queries.setQueryData(queryKeys.runs, [run('a', 0.2), ...others]);
  expect(observer.getCurrentResult().data).toBe(before);
  queries.setQueryData(queryKeys.runs, [run('a', 1, 'succeeded'), ...others]);
  expect(observer.getCurrentResult().data).toMatchObject([{ id: 'a', state: 'succeeded' }, { id: 'b' }, { id: 'c' }]);
  end();
});
