import { Button, Checkbox, Drawer, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { IconStarFilled } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import { qualityOf } from '../../../src-shared/domain/quality.ts';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import styles from './compare.module.css';
import { matching } from './match-models.ts';

interface ModelPickerProps {
  readonly rows: readonly ModelRow[];
  readonly chosen: readonly string[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onChange: (ids: readonly string[]) => void;
}

const ROW_HEIGHT = 44;

/** Any models of the workspace, ticked one by one or as found. */
export function ModelPicker({ rows, chosen, isOpen, onClose, onChange }: ModelPickerProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const found = useMemo(() => matching(rows, text), [rows, text]);
  const marked = useMemo(() => new Set(chosen), [chosen]);
  const toggle = (id: string): void => onChange(marked.has(id) ? chosen.filter(each => each !== id) : [...chosen, id]);
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size={440}
      title={t('compare.pick')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      classNames={{ body: styles.drawer ?? '', content: styles.drawerContent ?? '' }}
    >
      <div className={styles.pickTools}>
        <TextInput
          size="xs"
          data-autofocus
          className="grow"
          placeholder={t('compare.pickFilter')}
          aria-label={t('compare.pickFilter')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={found.length === 0}
          onClick={() => onChange([...new Set([...chosen, ...found.map(row => row.id)])])}
        >
          {t('compare.pickAll')}
        </Button>
        <Button variant="default" disabled={chosen.length === 0} onClick={() => onChange([])}>
          {t('compare.pickNone')}
        </Button>
      </div>
      <p className="soft small" aria-live="polite">
        {found.length === 0 ? t('common.noMatch') : t('compare.picked', { count: chosen.length, total: rows.length })}
      </p>
      <PickList rows={found} marked={marked} onToggle={toggle} />
      <Button className={styles.pickDone} onClick={onClose}>
        {t('compare.pickDone', { count: chosen.length })}
      </Button>
    </Drawer>
  );
}

interface PickListProps {
  readonly rows: readonly ModelRow[];
  readonly marked: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
}

/** Only the rows in view are there. */
function PickList({ rows, marked, onToggle }: PickListProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are called in this component only, and never memoised
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  return (
    <div ref={scroller} className={styles.pickList} role="group" aria-label={t('compare.pick')} tabIndex={0}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(item => {
          const row = rows[item.index]!;
          return (
            <div key={row.id} className={styles.pickRow} style={{ transform: `translateY(${item.start}px)`, height: ROW_HEIGHT }}>
              <Checkbox
                size="xs"
                checked={marked.has(row.id)}
                onChange={() => onToggle(row.id)}
                label={<PickLabel row={row} />}
                classNames={{ body: styles.pickBody ?? '', labelWrapper: 'grow' }}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function PickLabel({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const { size, validation } = row.output.summary;
  const quality = qualityOf(validation);
  return (
    <span className={styles.pickLabel}>
      <span className="grow ellipsis">
        <b>{names.replicate(row.name, row.givenName === null ? row.replicate : null)}</b>{' '}
        {row.starred && <IconStarFilled size={11} role="img" aria-label={t('compare.starred')} />}
        <span className="faint small ellipsis"> {row.runName}</span>
        {row.dataName !== null && <span className="faint small"> · {row.dataName}</span>}
      </span>
      <span className="soft small nowrap">
        {quality === null
          ? ''
          : `${quality.name === 'accuracy' ? format.percent(quality.value) : format.number(quality.value)} ${names.figure(quality.name)}`}
        {' · '}
        {format.bytes(size.compressedBytes)}
      </span>
    </span>
  );
}
