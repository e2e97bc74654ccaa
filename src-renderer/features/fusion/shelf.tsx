import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { IconGripVertical, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataRow, ModelRow } from '../../../src-shared/contracts/views.ts';
import { qualityOf } from '../../../src-shared/domain/quality.ts';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { MODEL_TYPE } from './drag.ts';
import styles from './fusion.module.css';
import { obstacleOf, type Obstacle } from './obstacles.ts';

interface ShelfProps {
  readonly rows: readonly ModelRow[];
  readonly data: readonly DataRow[];
  readonly chosen: readonly ModelRow[];
  readonly onAdd: (modelId: string) => void;
}

/** A list longer than this is searched, not scrolled. */
const MOST_SHOWN = 100;

/** The models that are not on the bench: those that can be members first, of the others why not. */
export function Shelf({ rows, data, chosen, onAdd }: ShelfProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const items = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter(row => {
      const all = `${row.name} ${row.runName} ${row.kind} ${row.dataName ?? ''} ${row.tags.join(' ')}`.toLowerCase();
      return !chosen.some(each => each.id === row.id) && words.every(word => all.includes(word));
    });
    const judged = found.map(row => ({ row, obstacle: obstacleOf(row, chosen, data) }));
    return [...judged.filter(({ obstacle }) => obstacle === null), ...judged.filter(({ obstacle }) => obstacle !== null)];
  }, [rows, data, chosen, text]);
  return (
    <Panel title={t('fusion.shelf')} className={styles.shelf}>
      <TextInput
        size="xs"
        placeholder={t('fusion.filter')}
        aria-label={t('fusion.filter')}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
      />
      {items.length === 0 && <p className="soft small">{t(rows.length === 0 ? 'fusion.noModels' : 'common.noMatch')}</p>}
      <ul className={styles.shelfList} tabIndex={0} aria-label={t('fusion.shelf')}>
        {items.slice(0, MOST_SHOWN).map(({ row, obstacle }) => (
          <ShelfItem key={row.id} row={row} obstacle={obstacle} onAdd={() => onAdd(row.id)} />
        ))}
      </ul>
      {items.length > MOST_SHOWN && <p className="faint small">{t('fusion.moreOnShelf', { count: items.length - MOST_SHOWN })}</p>}
    </Panel>
  );
}

function ShelfItem({ row, obstacle, onAdd }: { row: ModelRow; obstacle: Obstacle | null; onAdd: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const why = useObstacleText();
  const quality = qualityOf(row.output.summary.validation);
  const name = names.model(row);
  const canBe = obstacle === null;
  return (
    <li
      className={styles.shelfItem}
      data-refused={!canBe || undefined}
      draggable={canBe}
      onDragStart={event => {
        event.dataTransfer.setData(MODEL_TYPE, row.id);
        event.dataTransfer.effectAllowed = 'copy';
      }}
    >
      <IconGripVertical size={14} aria-hidden="true" className={styles.grip} />
      <span className="grow">
        <b className={styles.itemName}>{name}</b>
        <span className="faint small">
          {canBe
            ? [
                quality === null
                  ? null
                  : `${quality.name === 'accuracy' ? format.percent(quality.value) : format.number(quality.value)} ${names.figure(quality.name)}`,
                row.runName,
              ]
                .filter(Boolean)
                .join(' · ')
            : why(obstacle)}
        </span>
      </span>
      {canBe && (
        <Tooltip label={t('fusion.add')}>
          <ActionIcon size="sm" aria-label={t('fusion.addNamed', { name })} onClick={onAdd}>
            <IconPlus size={15} />
          </ActionIcon>
        </Tooltip>
      )}
    </li>
  );
}

function useObstacleText(): (obstacle: Obstacle) => string {
  const { t } = useTranslation();
  return obstacle => {
    switch (obstacle.kind) {
      case 'other-data':
        return t('fusion.why.other-data', {
          data: obstacle.data === '' ? '?' : obstacle.data,
          wanted: obstacle.wanted === '' ? '?' : obstacle.wanted,
        });
      case 'other-classes':
        return t(obstacle.missing.length === 0 ? 'fusion.why.more-classes' : 'fusion.why.other-classes', {
          missing: obstacle.missing.slice(0, 4).join(', '),
        });
      case 'same-weights':
        return t('fusion.why.same-weights', { name: obstacle.name });
      case 'full':
        return t('fusion.why.full', { most: obstacle.most });
      case 'no-validation':
      case 'saw-validation':
      case 'other-task':
        return t(`fusion.why.${obstacle.kind}`);
    }
  };
}
