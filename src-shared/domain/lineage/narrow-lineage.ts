import type { Lineage, LineageNode } from './lineage.ts';

export interface LineageWish {
  /** Only what this node came from and what came from it. */
  readonly focus: string | null;
  /** Only nodes with this in their name, and what they came from; letter case counts for nothing. */
  readonly text: string;
  /** At most so many nodes: the newest ones, and what they came from on top. */
  readonly limit: number;
}

export interface NarrowLineage extends Lineage {
  /** Nodes that were wanted and are left out because of the limit. */
  readonly leftOut: number;
}

/** The part of the graph that a person wants to see, small enough to be drawn. */
export function narrowLineage(lineage: Lineage, { focus, text, limit }: LineageWish): NarrowLineage {
  const links = linksOf(lineage);
  const family = focus === null ? null : new Set([...reached([focus], links.parents), ...reached([focus], links.children)]);
  const wanted = lineage.nodes.filter(node => (family === null || family.has(node.id)) && isNamed(node, text));
  const newest = [...wanted].sort((a, b) => b.createdMs - a.createdMs).slice(0, limit);
  const shown = reached(
    newest.map(node => node.id),
    links.parents,
  );
  return {
    nodes: lineage.nodes.filter(node => shown.has(node.id)),
    edges: lineage.edges.filter(edge => shown.has(edge.from) && shown.has(edge.to)),
    leftOut: wanted.filter(node => !shown.has(node.id)).length,
  };
}

function isNamed({ name, step, runName }: LineageNode, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [name, step, runName].some(each => each.toLowerCase().includes(wanted));
}

interface Links {
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly children: ReadonlyMap<string, readonly string[]>;
}

function linksOf({ edges }: Lineage): Links {
  const parents = new Map<string, string[]>();
  const children = new Map<string, string[]>();
  for (const { from, to } of edges) {
    parents.set(to, [...(parents.get(to) ?? []), from]);
    const known = children.get(from);
    if (known === undefined) children.set(from, [to]);
    else known.push(to);
  }
  return { parents, children };
}

/** The starts and everything along the links from there. */
function reached(starts: readonly string[], links: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...starts];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(links.get(id) ?? []));
  }
  return found;
}
