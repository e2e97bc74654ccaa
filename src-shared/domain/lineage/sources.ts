import type { Lineage } from './lineage.ts';

/** A model that another was made from. */
export interface SourceModel {
  readonly id: string;
  readonly name: string;
}

/** The models that a replicate of a step was made from and that are still there: of a group with as many replicates, the same one. */
export function sourcesOf(
  { nodes, edges }: Lineage,
  { runId, step, replicate }: { readonly runId: string; readonly step: string; readonly replicate: number | null },
): readonly SourceModel[] {
  const from = new Set(edges.filter(edge => edge.to === `${runId}/${step}`).map(edge => edge.from));
  return nodes
    .filter(({ id, kind }) => kind === 'model' && from.has(id))
    .flatMap(({ name, members }) => {
      const own = members.find(member => replicate !== null && member.replicate === replicate);
      return (own === undefined ? members : [own]).filter(({ deleted }) => !deleted).map(({ id }) => ({ id, name }));
    });
}
