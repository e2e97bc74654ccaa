export const BENCH_TABS = ['methods', 'members', 'cascade'] as const;
export type BenchTab = (typeof BENCH_TABS)[number];

/** What the bench is opened with: members in their order, and the page looked at. */
export interface BenchAddress {
  readonly modelIds: readonly string[];
  readonly tab: BenchTab;
}

/** `?members=a,b&tab=cascade`; each member once. */
export function readBench(search: string): BenchAddress {
  const params = new URLSearchParams(search);
  const ids = (params.get('members') ?? '').split(',').filter(id => id !== '');
  return { modelIds: [...new Set(ids)], tab: BENCH_TABS.find(tab => tab === params.get('tab')) ?? 'methods' };
}

export function benchPath({ modelIds, tab }: BenchAddress): string {
  return `/fuse?members=${modelIds.map(encodeURIComponent).join(',')}${tab === 'methods' ? '' : `&tab=${tab}`}`;
}

/** With the member at one place moved to another. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const place = Math.max(0, Math.min(list.length - 1, to));
  const rest = list.filter((_, i) => i !== from);
  return [...rest.slice(0, place), list[from]!, ...rest.slice(place)];
}
