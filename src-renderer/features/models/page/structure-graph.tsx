import { Handle, Position, type Edge, type Node, type NodeProps } from '@xyflow/react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayerRow } from '../../../../src-shared/contracts/models.contract.ts';
import { FlowCanvas } from '../../../components/flow/flow-canvas.tsx';
import { layoutFlow } from '../../../components/flow/flow-layout.ts';
import { useFormat } from '../../../components/use-format.ts';
import type { ModelDetail } from './model-detail.ts';
import styles from '../models.module.css';

const BOX = { width: 220, height: 58 } as const;

type LayerNode = Node<{ readonly layer: LayerRow; readonly share: number }, 'layer'>;

const NODE_TYPES = { layer: LayerBox };

/** What reads what, from the input down; the bar is the layer's share of the parameters. */
export function StructureGraph({ detail: { graph, layers, model } }: { detail: ModelDetail }) {
  const { t } = useTranslation();
  const links = useMemo(() => graph.nodes.flatMap(node => node.inputs.map(from => ({ from, to: node.name }))), [graph]);
  const nodes = useMemo(() => {
    const { boxes } = layoutFlow(
      layers.map(({ name }) => ({ id: name, ...BOX })),
      links,
      'TB',
    );
    const greatest = Math.max(1, ...layers.map(layer => layer.parameters));
    return layers.map((layer): LayerNode => {
      const position = boxes.get(layer.name) ?? { x: 0, y: 0 };
      return { id: layer.name, type: 'layer', position, ...BOX, data: { layer, share: layer.parameters / greatest } };
    });
  }, [layers, links]);
  const edges = useMemo(() => links.map(({ from, to }, i): Edge => ({ id: String(i), source: from, target: to })), [links]);
  return <FlowCanvas label={t('models.tabs.structure')} nodes={nodes} edges={edges} nodeTypes={NODE_TYPES} view={model.id} />;
}

function LayerBox({ data: { layer, share } }: NodeProps<LayerNode>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, layer: type, outputShape, parameters, nonZeros, multiplyAdds } = layer;
  return (
    <>
      <Handle type="target" position={Position.Top} />
      <div
        className={styles.layer}
        title={t('models.layerHelp', { nonZeros: format.count(nonZeros), multiplyAdds: format.compact(multiplyAdds) })}
      >
        <div className={styles.layerName}>
          <b>{name}</b> <span className="soft">{type}</span>
          <span className={styles.layerShape}>{format.shape(outputShape)}</span>
        </div>
        <div className="small soft">
          {parameters === 0
            ? t('common.none')
            : t('models.layerParameters', { count: parameters, replace: { count: format.count(parameters) } })}
        </div>
        {parameters > 0 && (
          <span className={styles.shareBar} aria-hidden="true">
            <i style={{ width: `${share * 100}%` }} />
          </span>
        )}
      </div>
      <Handle type="source" position={Position.Bottom} />
    </>
  );
}
