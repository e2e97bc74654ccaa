import '@xyflow/react/dist/base.css';
import { ActionIcon } from '@mantine/core';
import { IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { Panel, ReactFlow, ReactFlowProvider, useReactFlow, type Edge, type EdgeTypes, type Node, type NodeTypes } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import styles from './flow.module.css';

interface FlowCanvasProps<N extends Node, E extends Edge> {
  /** What is drawn, read out. */
  readonly label: string;
  readonly nodes: N[];
  readonly edges: E[];
  readonly nodeTypes: NodeTypes;
  readonly edgeTypes?: EdgeTypes;
  /** Changes when another part is to be brought into view. */
  readonly view: string;
}

const FIT = { padding: 0.08, minZoom: 0.45, maxZoom: 1 } as const;

/** A graph whose places are known, to be moved and zoomed. What its nodes do, they do by links and buttons of their own. */
export function FlowCanvas<N extends Node, E extends Edge>({ label, nodes, edges, nodeTypes, edgeTypes, view }: FlowCanvasProps<N, E>) {
  return (
    <div className={styles.canvas}>
      <ReactFlowProvider key={view}>
        <ReactFlow
          aria-label={label}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          {...(edgeTypes === undefined ? {} : { edgeTypes })}
          fitView
          fitViewOptions={FIT}
          minZoom={0.1}
          maxZoom={2}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          panOnScroll
          onlyRenderVisibleElements={nodes.length > 60}
          proOptions={{ hideAttribution: true }}
        >
          <Panel position="bottom-left">
            <Zoom />
          </Panel>
        </ReactFlow>
      </ReactFlowProvider>
    </div>
  );
}

function Zoom() {
  const { t } = useTranslation();
  const flow = useReactFlow();
  return (
    <div className={styles.zoom}>
      <ActionIcon size="sm" aria-label={t('common.zoomIn')} onClick={() => void flow.zoomIn()}>
        <IconPlus size={14} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon size="sm" aria-label={t('common.zoomOut')} onClick={() => void flow.zoomOut()}>
        <IconMinus size={14} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon size="sm" aria-label={t('common.fitView')} onClick={() => void flow.fitView(FIT)}>
        <IconMaximize size={14} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}
