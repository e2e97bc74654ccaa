import { qualityOf } from '../quality.ts';
import type { Change, Lineage, LineageEdge, LineageFact, LineageNode } from './lineage.ts';

/** Sizes a step may change, in the order they are told. */
const SIZES = ['parameters', 'nonZeros', 'multiplyAdds', 'bytes', 'compressedBytes'] as const;

/**
 * The graph of what was made from what. Replicates of a step are one node. What was deleted stays as long as something
 * that is there came from it. Figures of a node are means over those of its members that are there.
 */
export function lineageOf(facts: readonly LineageFact[]): Lineage {
  const groups = groupFacts(facts);
  const nodeOfEntity = new Map(facts.flatMap(fact => (fact.entityId === null ? [] : [[fact.entityId, nodeId(fact)] as const])));
  const nodes = new Map([...groups].map(([id, members]) => [id, nodeOf(id, members)]));
  const edges = [...groups].flatMap(([id, members]) => edgesInto(id, members, { nodeOfEntity, nodes }));
  const kept = neededNodes([...nodes.values()], edges);
  return {
    nodes: byDescent(
      [...nodes.values()].filter(node => kept.has(node.id)),
      edges,
    ),
    edges: edges.filter(edge => kept.has(edge.to) && kept.has(edge.from)),
  };
}

function nodeId({ runId, step }: LineageFact): string {
  return `${runId}/${step}`;
}

function groupFacts(facts: readonly LineageFact[]): ReadonlyMap<string, readonly LineageFact[]> {
  const groups = new Map<string, LineageFact[]>();
  for (const fact of facts) {
    const group = groups.get(nodeId(fact));
    if (group === undefined) groups.set(nodeId(fact), [fact]);
    else group.push(fact);
  }
  for (const group of groups.values()) group.sort((a, b) => (a.replicate ?? -1) - (b.replicate ?? -1));
  return groups;
}

function nodeOf(id: string, members: readonly LineageFact[]): LineageNode {
  const [first] = members;
  if (first === undefined) throw new Error(`Node '${id}' needs a member`);
  const there = members.filter(member => !member.deleted);
  const shown = there.length > 0 ? there : members;
  const { kind, step, stepKind, runId, runName, jobId } = first;
  return {
    ...{ id, kind, step, stepKind, runId, runName, jobId },
    name: (shown.length === 1 ? shown[0]?.givenName : null) ?? step,
    createdMs: Math.max(...shown.map(member => member.createdMs)),
    members: members.flatMap(({ entityId, replicate, deleted }) => (entityId === null ? [] : [{ id: entityId, replicate, deleted }])),
    deleted: there.length === 0,
    figures: meansOf(shown.map(member => member.figures)),
    validation: meansOf(shown.map(member => member.validation)),
    formats: [...new Set(shown.flatMap(member => member.formats))],
  };
}

/** Of the names all of them have. */
function meansOf(records: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const [first = {}] = records;
  const names = Object.keys(first).filter(name => records.every(record => record[name] !== undefined));
  return Object.fromEntries(names.map(name => [name, mean(records.map(record => record[name] ?? Number.NaN))]));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

interface Known {
  readonly nodeOfEntity: ReadonlyMap<string, string>;
  readonly nodes: ReadonlyMap<string, LineageNode>;
}

/** One edge from each node that was read, whatever number of its members were; its role is the first it was read as. */
function edgesInto(id: string, members: readonly LineageFact[], { nodeOfEntity, nodes }: Known): readonly LineageEdge[] {
  const to = nodes.get(id);
  if (to === undefined) return [];
  const roles = new Map<string, string>();
  for (const { role, id: entityId } of members.flatMap(member => member.inputs)) {
    const from = nodeOfEntity.get(entityId);
    if (from !== undefined && from !== id && !roles.has(from)) roles.set(from, role);
  }
  const epochs = members.map(member => member.epochs).filter(count => count !== null);
  const cost = { ms: mean(members.map(member => member.ms)), epochs: epochs.length === 0 ? null : mean(epochs) };
  return [...roles].map(([from, role]) => ({ from, to: id, role, cost, bought: changesOf(nodes.get(from), to) }));
}

function changesOf(from: LineageNode | undefined, to: LineageNode): readonly Change[] {
  if (to.kind !== 'model') return [];
  const quality = qualityOf(to.validation);
  const sizes = SIZES.flatMap(figure => changeOf(figure, from?.figures[figure], to.figures[figure]));
  return [...(quality === null ? [] : changeOf(quality.name, from?.validation[quality.name], quality.value)), ...sizes];
}

function changeOf(figure: string, before: number | undefined, after: number | undefined): readonly Change[] {
  return after === undefined ? [] : [{ figure, before: before ?? null, after }];
}

/** Those that are there, and all that they came from. */
function neededNodes(nodes: readonly LineageNode[], edges: readonly LineageEdge[]): ReadonlySet<string> {
  const needed = new Set<string>();
  const parents = Map.groupBy(edges, edge => edge.to);
  const open = nodes.filter(node => !node.deleted).map(node => node.id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (needed.has(id)) continue;
    needed.add(id);
    open.push(...(parents.get(id) ?? []).map(edge => edge.from));
  }
  return needed;
}

/** Oldest first, and parents before children also where clocks jumped. */
function byDescent(nodes: readonly LineageNode[], edges: readonly LineageEdge[]): readonly LineageNode[] {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const parents = Map.groupBy(edges, edge => edge.to);
  const ordered = new Set<LineageNode>();
  const visit = (node: LineageNode): void => {
    if (ordered.has(node)) return;
    for (const { from } of parents.get(node.id) ?? []) {
      const parent = byId.get(from);
      if (parent !== undefined) visit(parent);
    }
    ordered.add(node);
  };
  [...nodes].sort((a, b) => a.createdMs - b.createdMs || a.id.localeCompare(b.id)).forEach(visit);
  return [...ordered];
}
