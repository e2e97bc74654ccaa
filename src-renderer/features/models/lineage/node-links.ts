import type { LineageNode } from '../../../../src-shared/domain/lineage/lineage.ts';
import { modelPath } from '../model-target.ts';

/** Where a node opens; null for what was deleted. */
export function pathOfNode({ kind, members, runId, deleted }: LineageNode): string | null {
  const first = members.find(member => !member.deleted);
  if (kind === 'files') return `/runs/${encodeURIComponent(runId)}`;
  if (deleted || first === undefined) return null;
  return kind === 'data' ? `/data/${encodeURIComponent(first.id)}` : modelPath(first.id);
}

/** Ids of the models a node stands for. */
export function modelIdsOf({ kind, members }: LineageNode): readonly string[] {
  return kind === 'model' ? members.filter(member => !member.deleted).map(member => member.id) : [];
}
