import { ActionIcon, Checkbox } from '@mantine/core';
import { IconBinaryTree2, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { LineageNode } from '../../../../src-shared/domain/lineage/lineage.ts';
import { lineagePath } from '../model-target.ts';
import styles from './lineage.module.css';
import { modelIdsOf, pathOfNode } from './node-links.ts';
import { useLineageTexts } from './use-lineage-texts.ts';

export interface CardActions {
  readonly selected: ReadonlySet<string>;
  readonly focus: string | null;
  readonly colourOf: (step: string) => string;
  readonly onSelect: (node: LineageNode) => void;
  readonly onRerun: (node: LineageNode) => void;
}

/** A data set, a model or exported files, with what can be done from there. */
export function LineageCard({ node, actions }: { node: LineageNode; actions: CardActions }) {
  const texts = useLineageTexts();
  const ids = modelIdsOf(node);
  const chosen = ids.length > 0 && ids.every(id => actions.selected.has(id));
  return (
    <div
      className={styles.card}
      data-kind={node.kind}
      data-deleted={node.deleted || undefined}
      data-chosen={chosen || node.id === actions.focus || undefined}
      style={node.kind === 'model' ? { borderLeftColor: actions.colourOf(node.step) } : undefined}
    >
      <div className={styles.cardName}>
        <NodeName node={node} />
      </div>
      <div className={styles.cardLine}>{texts.figures(node)}</div>
      <div className={`${styles.cardLine} faint`}>{texts.origin(node)}</div>
      <div className={styles.cardTools}>
        <NodeTools node={node} chosen={chosen} actions={actions} />
      </div>
    </div>
  );
}

export function NodeName({ node }: { node: LineageNode }) {
  const path = pathOfNode(node);
  return path === null ? (
    <span title={node.runName}>{node.name}</span>
  ) : (
    <Link href={path} title={`${node.name} (${node.runName})`}>
      {node.name}
    </Link>
  );
}

export function NodeTools({ node, chosen, actions }: { node: LineageNode; chosen: boolean; actions: CardActions }) {
  const { t } = useTranslation();
  return (
    <>
      {actions.focus !== node.id && (
        <ActionIcon
          component={Link}
          href={lineagePath(node.id)}
          size="xs"
          aria-label={t('lineage.focusOn', { name: node.name })}
          title={t('lineage.focus')}
        >
          <IconBinaryTree2 size={13} aria-hidden="true" />
        </ActionIcon>
      )}
      <ActionIcon
        size="xs"
        aria-label={t('lineage.rerunOf', { name: node.name })}
        title={t('lineage.rerun')}
        onClick={() => actions.onRerun(node)}
      >
        <IconRefresh size={13} aria-hidden="true" />
      </ActionIcon>
      {modelIdsOf(node).length > 0 && (
        <Checkbox
          size="xs"
          aria-label={t('models.selectOne', { name: node.name })}
          checked={chosen}
          onChange={() => actions.onSelect(node)}
        />
      )}
    </>
  );
}
