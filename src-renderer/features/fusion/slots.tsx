import { ActionIcon } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconX } from '@tabler/icons-react';
import { useState, type DragEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Panel } from '../../components/page.tsx';
import { Swatch } from '../../components/swatch.tsx';
import { useFormat } from '../../components/use-format.ts';
import { moved } from './address.ts';
import { isOurs, MODEL_TYPE, SLOT_TYPE } from './drag.ts';
import type { BenchMember } from './bench-member.ts';
import styles from './fusion.module.css';

interface SlotsProps {
  readonly members: readonly BenchMember[];
  readonly onChange: (modelIds: readonly string[]) => void;
}

/** The members in their order: models are dropped here, or put here from the shelf; slots change places by drag, button or key. */
export function Slots({ members, onChange }: SlotsProps) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const [said, setSaid] = useState('');
  const ids = members.map(({ row }) => row.id);
  function move(from: number, to: number): void {
    if (to < 0 || to >= ids.length || from === to) return;
    setSaid(t('fusion.movedTo', { name: members[from]?.label ?? '', place: to + 1 }));
    onChange(moved(ids, from, to));
  }
  function drop(event: DragEvent, place: number): void {
    setOver(false);
    if (!isOurs(event.dataTransfer.types)) return;
    event.preventDefault();
    event.stopPropagation();
    const added = event.dataTransfer.getData(MODEL_TYPE);
    const from = ids.indexOf(event.dataTransfer.getData(SLOT_TYPE));
    if (added !== '') onChange([...ids.slice(0, place), added, ...ids.slice(place)]);
    else if (from !== -1) move(from, Math.min(place, ids.length - 1));
  }
  const allow = (event: DragEvent): void => {
    if (!isOurs(event.dataTransfer.types)) return;
    event.preventDefault();
    setOver(true);
  };
  return (
    <Panel title={t('fusion.members')} aside={<span className="faint small">{t('fusion.slotsHelp')}</span>}>
      <ol
        className={styles.slots}
        data-over={over || undefined}
        onDragOver={allow}
        onDragLeave={() => setOver(false)}
        onDrop={event => drop(event, ids.length)}
        aria-label={t('fusion.members')}
      >
        {members.map((member, i) => (
          <Slot
            key={member.row.id}
            member={member}
            place={i}
            count={members.length}
            onMove={to => move(i, to)}
            onRemove={() => onChange(ids.filter(id => id !== member.row.id))}
            onDrop={event => drop(event, i)}
          />
        ))}
        {members.length < 2 && <li className={styles.emptySlot}>{t(members.length === 0 ? 'fusion.emptyBench' : 'fusion.oneMember')}</li>}
      </ol>
      <span role="status" className="visually-hidden">
        {said}
      </span>
    </Panel>
  );
}

interface SlotProps {
  readonly member: BenchMember;
  readonly place: number;
  readonly count: number;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
  readonly onDrop: (event: DragEvent) => void;
}

function Slot({ member, place, count, onMove, onRemove, onDrop }: SlotProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { label, colour, row } = member;
  const { size } = row.output.summary;
  function onKey(event: KeyboardEvent): void {
    if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    onMove(place + (event.key === 'ArrowLeft' ? -1 : 1));
  }
  return (
    <li
      className={styles.slot}
      draggable
      onKeyDown={onKey}
      onDragStart={event => {
        event.dataTransfer.setData(SLOT_TYPE, row.id);
        event.dataTransfer.effectAllowed = 'move';
      }}
      onDrop={onDrop}
    >
      <span className={styles.slotHead}>
        <Swatch colour={colour} />
        <Link href={`/models/${row.id}`} className="grow ellipsis">
          {label}
        </Link>
        <ActionIcon size="xs" aria-label={t('fusion.removeNamed', { name: label })} onClick={onRemove}>
          <IconX size={13} />
        </ActionIcon>
      </span>
      <span className={styles.slotFoot}>
        <span className="faint small grow" title={`${t('figures.multiplyAdds')} · ${t('figures.file')}`}>
          {format.compact(size.multiplyAdds)} · {format.bytes(row.output.file.bytes)}
        </span>
        <ActionIcon size="xs" disabled={place === 0} aria-label={t('fusion.moveLeft', { name: label })} onClick={() => onMove(place - 1)}>
          <IconArrowLeft size={13} />
        </ActionIcon>
        <ActionIcon
          size="xs"
          disabled={place === count - 1}
          aria-label={t('fusion.moveRight', { name: label })}
          onClick={() => onMove(place + 1)}
        >
          <IconArrowRight size={13} />
        </ActionIcon>
      </span>
    </li>
  );
}
