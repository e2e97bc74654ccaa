import { SegmentedControl, Select } from '@mantine/core';
import type { Dispatch } from 'react';
import { useTranslation } from 'react-i18next';
import type { TeachingView } from '../../../../src-shared/contracts/distillation.contract.ts';
import type { ItemPick, TaughtPart } from '../../../../src-shared/domain/soft-labels.ts';
import { partOf, type ChoiceAction, type ItemChoice } from './item-choice.ts';
import styles from './teaching.module.css';

interface ItemPickerProps {
  readonly view: TeachingView;
  readonly choice: ItemChoice;
  readonly dispatch: Dispatch<ChoiceAction>;
}

const ALL = '';

/** Part, order, class and nearest class of the items to look at. */
export function ItemPicker({ view, choice, dispatch }: ItemPickerProps) {
  const { t } = useTranslation();
  const picks = partOf(view, choice.part)?.picks ?? [];
  const isValues = view.task === 'values';
  return (
    <div className={styles.picker}>
      {view.parts.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t('teaching.part')}
          value={choice.part}
          data={view.parts.map(({ part }) => ({ value: part, label: t(`splitsTitle.${part}`) }))}
          onChange={value => dispatch({ type: 'part', part: value as TaughtPart, picks: partOf(view, value as TaughtPart)?.picks ?? [] })}
        />
      )}
      <SegmentedControl
        size="xs"
        aria-label={t('teaching.pick')}
        value={choice.pick}
        data={picks.map(pick => ({ value: pick, label: t(`teaching.${isValues ? 'picksOfValues' : 'picks'}.${pick}`) }))}
        onChange={value => dispatch({ type: 'pick', pick: value as ItemPick })}
      />
      {!isValues && (
        <>
          <ClassSelect
            label={t('teaching.ofClass')}
            all={t('teaching.anyClass')}
            classes={view.classes}
            value={choice.label}
            onChange={label => dispatch({ type: 'classes', label, rival: choice.rival })}
          />
          {view.task !== 'labels' && (
            <ClassSelect
              label={t('teaching.nearest')}
              all={t('teaching.anyRival')}
              classes={view.classes}
              value={choice.rival}
              onChange={rival => dispatch({ type: 'classes', label: choice.label, rival })}
            />
          )}
        </>
      )}
    </div>
  );
}

interface ClassSelectProps {
  readonly label: string;
  readonly all: string;
  readonly classes: readonly string[];
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

function ClassSelect({ label, all, classes, value, onChange }: ClassSelectProps) {
  return (
    <label className={styles.classSelect}>
      <span className="soft small">{label}</span>
      <Select
        size="xs"
        w={140}
        aria-label={label}
        searchable={classes.length > 12}
        limit={200}
        allowDeselect={false}
        value={value === null ? ALL : String(value)}
        data={[{ value: ALL, label: all }, ...classes.map((name, i) => ({ value: String(i), label: name }))]}
        onChange={chosen => onChange(chosen === null || chosen === ALL ? null : Number(chosen))}
      />
    </label>
  );
}
