import dagre from '@dagrejs/dagre';

export interface FlowBox {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface FlowLink {
  readonly from: string;
  readonly to: string;
  /** Room its label needs; none without a label. */
  readonly label?: { readonly width: number; readonly height: number };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface FlowLayout {
  /** Upper left corners. */
  readonly boxes: ReadonlyMap<string, Point>;
  /** Middles of the labels, in the links' order. */
  readonly labels: readonly Point[];
}

/** Places for boxes and labels in layers, from left to right or from top to bottom (Gansner et al. 1993, by dagre). */
export function layoutFlow(boxes: readonly FlowBox[], links: readonly FlowLink[], direction: 'LR' | 'TB'): FlowLayout {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: direction, nodesep: 26, ranksep: direction === 'LR' ? 72 : 26, marginx: 12, marginy: 12 });
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  links.forEach(({ from, to, label }, i) => graph.setEdge(from, to, { width: 0, height: 0, labelpos: 'c', ...label }, String(i)));
  dagre.layout(graph);
  return {
    boxes: new Map(
      boxes.map(({ id, width, height }) => {
        const { x, y } = graph.node(id);
        return [id, { x: x - width / 2, y: y - height / 2 }];
      }),
    ),
    labels: links.map(({ from, to }, i) => {
      const { x = 0, y = 0 } = graph.edge({ v: from, w: to, name: String(i) });
      return { x, y };
    }),
  };
}
