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
import type { Lineage, LineageEdge } from '../../../../src-shared/domain/lineage/lineage.ts';
import { FlowCanvas } from '../../../components/flow/flow-canvas.tsx';
import { layoutFlow } from '../../../components/flow/flow-layout.ts';
import { headline } from './gains.ts';
import { LineageCard, type CardActions } from './lineage-card.tsx';
import type { LineageNode } from '../../../../src-shared/domain/lineage/lineage.ts';
import styles from './lineage.module.css';
import { useLineageTexts } from './use-lineage-texts.ts';

const CARD = { width: 214, height: 74 } as const;
const LABEL = { width: 128, lineHeight: 15, padding: 8 } as const;

type CardNode = Node<{ readonly node: LineageNode; readonly actions: CardActions }, 'card'>;
type LabelledEdge = Edge<{ readonly edge: LineageEdge; readonly x: number; readonly y: number }, 'labelled'>;

const NODE_TYPES = { card: Card };
const EDGE_TYPES = { labelled: Labelled };

interface LineageGraphProps {
  readonly lineage: Lineage;
  readonly actions: CardActions;
}

/** The tree: trunk left, branches right. */
export function LineageGraph({ lineage, actions }: LineageGraphProps) {
  const { t } = useTranslation();
  const layout = useMemo(() => layoutOf(lineage), [lineage]);
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
        return { id: `${edge.from} ${edge.to}`, type: 'labelled', source: edge.from, target: edge.to, data: { edge, ...place } };
      }),
    [lineage, layout],
  );
  const view = `${lineage.nodes.length} ${lineage.nodes[0]?.id ?? ''} ${lineage.nodes.at(-1)?.id ?? ''}`;
  return <FlowCanvas label={t('lineage.title')} nodes={nodes} edges={edges} nodeTypes={NODE_TYPES} edgeTypes={EDGE_TYPES} view={view} />;
}

function layoutOf({ nodes, edges }: Lineage) {
  return layoutFlow(
    nodes.map(({ id }) => ({ id, ...CARD })),
    edges.map(({ from, to, bought }) => ({ from, to, label: { width: LABEL.width, height: heightOf(bought) } })),
    'LR',
  );
}

function heightOf(bought: LineageEdge['bought']): number {
  return LABEL.padding + LABEL.lineHeight * (1 + headline(bought).length);
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
  const texts = useLineageTexts();
  if (data === undefined) return null;
  const { edge, x, y } = data;
  const ends = { sourcePosition: Position.Right, targetPosition: Position.Left };
  const [into] = getBezierPath({ sourceX, sourceY, targetX: x, targetY: y, ...ends });
  const [outOf] = getBezierPath({ sourceX: x, sourceY: y, targetX, targetY, ...ends });
  return (
    <>
      <BaseEdge path={`${into} ${outOf}`} />
      <EdgeLabelRenderer>
        <div
          className={styles.label}
          style={{ width: LABEL.width, transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          title={texts.bought(edge).join('\n')}
        >
          <div>{texts.cost(edge)}</div>
          {headline(edge.bought).map(gain => (
            <div key={gain.figure} className={gain.tone === 'same' ? undefined : gain.tone}>
              {texts.change(gain)}
            </div>
          ))}
        </div>
      </EdgeLabelRenderer>
    </>
  );
}
