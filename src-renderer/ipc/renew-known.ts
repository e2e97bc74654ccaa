import type { QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Changes what is known in place, without a fetch. What is known to be out of date is left as it is: written to, it would
 * count as fresh, and a screen that is opened later would not fetch it again.
 */
export function renewKnown<T>(queries: QueryClient, queryKey: QueryKey, renew: (known: T) => T): void {
  if (queries.getQueryState(queryKey)?.isInvalidated === true) return;
  queries.setQueryData<T>(queryKey, known => known && renew(known));
}
