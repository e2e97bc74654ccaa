import {
  BaseEdge,
  EdgeLabelRenderer,
  getBezierPath,
  Handle,
  Position,
  type Edge,
  type EdgeProps,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Lineage } from '../../../../src-shared/domain/lineage/lineage.ts';
import { FlowCanvas } from '../../../components/flow/flow-canvas.tsx';
import { layoutFlow } from '../../../components/flow/flow-layout.ts';
import { headline } from './gains.ts';
import { LineageCard, type CardActions } from './lineage-card.tsx';
import type { LineageNode } from '../../../../src-shared/domain/lineage/lineage.ts';
import styles from './lineage.module.css';
import { useLineageTexts } from './use-lineage-texts.ts';

const CARD = { width: 214, height: 74 } as const;
const LABEL = { lineHeight: 15, padding: 8, least: 90 } as const;

type CardNode = Node<{ readonly node: LineageNode; readonly actions: CardActions }, 'card'>;
type LabelledEdge = Edge<{ readonly label: EdgeLabel; readonly x: number; readonly y: number }, 'labelled'>;

interface EdgeLabel {
  readonly lines: readonly { readonly text: string; readonly tone: 'better' | 'worse' | 'same' }[];
  /** Every figure, when it is pointed at. */
  readonly more: string;
  readonly width: number;
  readonly height: number;
}

const NODE_TYPES = { card: Card };
const EDGE_TYPES = { labelled: Labelled };

interface LineageGraphProps {
  readonly lineage: Lineage;
  readonly actions: CardActions;
}

/** The tree: trunk left, branches right. */
export function LineageGraph({ lineage, actions }: LineageGraphProps) {
  const { t } = useTranslation();
  const labels = useLabels(lineage);
  const layout = useMemo(() => layoutOf(lineage, labels), [lineage, labels]);
  const nodes = useMemo(
    () =>
      lineage.nodes.map((node): CardNode => {
        const position = layout.boxes.get(node.id) ?? { x: 0, y: 0 };
        return { id: node.id, type: 'card', position, ...CARD, data: { node, actions } };
      }),
    [lineage, layout, actions],
  );
  const edges = useMemo(
    () =>
      lineage.edges.map((edge, i): LabelledEdge => {
        const place = layout.labels[i] ?? { x: 0, y: 0 };
        const label = labels[i]!;
        return { id: `${edge.from} ${edge.to}`, type: 'labelled', source: edge.from, target: edge.to, data: { label, ...place } };
      }),
    [lineage, layout, labels],
  );
  const view = `${lineage.nodes.length} ${lineage.nodes[0]?.id ?? ''} ${lineage.nodes.at(-1)?.id ?? ''}`;
  return <FlowCanvas label={t('lineage.title')} nodes={nodes} edges={edges} nodeTypes={NODE_TYPES} edgeTypes={EDGE_TYPES} view={view} />;
}

/** In the edges' order. */
function useLabels({ nodes, edges }: Lineage): readonly EdgeLabel[] {
  const texts = useLineageTexts();
  return useMemo(() => {
    const files = new Set(nodes.filter(node => node.kind === 'files').map(node => node.id));
    return edges.map(edge => {
      const gains = headline(edge.bought).map(gain => ({ text: texts.change(gain), tone: gain.tone }));
      const proof = files.has(edge.to) ? [{ text: texts.verified, tone: 'better' as const }] : [];
      const lines = [{ text: texts.cost(edge), tone: 'same' as const }, ...gains, ...proof];
      const width = Math.max(LABEL.least, ...lines.map(line => widthOf(line.text) + 2 * LABEL.padding));
      return { lines, more: texts.bought(edge).join('\n'), width, height: LABEL.padding + LABEL.lineHeight * lines.length };
    });
  }, [nodes, edges, texts]);
}

/** Of a text at 11 px, a little generously: the layout is made before anything is drawn. */
function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/[\u2e80-\uffff]/.test(letter) ? 11.5 : 6.1), 0);
}

function layoutOf({ nodes, edges }: Lineage, labels: readonly EdgeLabel[]) {
  return layoutFlow(
    nodes.map(({ id }) => ({ id, ...CARD })),
    edges.map(({ from, to }, i) => ({ from, to, label: labels[i]! })),
    'LR',
  );
}

function Card({ data: { node, actions } }: NodeProps<CardNode>) {
  return (
    <>
      <Handle type="target" position={Position.Left} />
      <LineageCard node={node} actions={actions} />
      <Handle type="source" position={Position.Right} />
    </>
  );
}

/** Two curves that meet under the label, so that the line leads through it. */
function Labelled({ sourceX, sourceY, targetX, targetY, data }: EdgeProps<LabelledEdge>) {
  if (data === undefined) return null;
  const { label, x, y } = data;
  const ends = { sourcePosition: Position.Right, targetPosition: Position.Left };
  const half = label.width / 2;
  const [into] = getBezierPath({ sourceX, sourceY, targetX: x - half, targetY: y, ...ends });
  const [outOf] = getBezierPath({ sourceX: x + half, sourceY: y, targetX, targetY, ...ends });
  return (
    <>
      <BaseEdge path={`${into} ${outOf}`} />
      <EdgeLabelRenderer>
        <div
          className={styles.label}
          style={{ width: label.width, transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          title={label.more}
        >
          {label.lines.map(({ text, tone }, i) => (
            <div key={i} className={tone === 'same' ? undefined : tone}>
              {text}
            </div>
          ))}
        </div>
      </EdgeLabelRenderer>
    </>
  );
}
