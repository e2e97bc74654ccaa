import type { JobGroup } from './job-groups.ts';

export interface RunResult {
  readonly kind: 'report' | 'model' | 'data';
  readonly href: string;
}

/** In the order in which a person wants them: what compares models says more than the last of them. */
const KINDS: readonly RunResult['kind'][] = ['report', 'model', 'data'];

/** What a run is looked at for: its last comparison, else its last model (of replicates the first), else its last data set. */
export function resultOf(groups: readonly Pick<JobGroup, 'jobs'>[]): RunResult | null {
  const firsts = groups.flatMap(({ jobs }) => jobs[0] ?? []);
  for (const kind of KINDS) {
    const job = firsts.findLast(({ output, entityId }) => output?.kind === kind && (kind === 'report' || entityId !== null));
    if (job === undefined) continue;
    const id = kind === 'report' ? job.id : (job.entityId ?? '');
    return { kind, href: { report: `/compare/${id}`, model: `/models/${id}`, data: `/data/${id}` }[kind] };
  }
  return null;
}
