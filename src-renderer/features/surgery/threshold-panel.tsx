import { Button, Select, Slider } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SurgeryGroup } from '../../../src-shared/contracts/surgery.contract.ts';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { Choice } from './choice.ts';
import { countOf, type Doomed } from './doomed.ts';
import type { SurgeryAction } from './surgery-state.ts';
import styles from './surgery.module.css';
import type { OpenedSurgery } from './use-surgery.ts';

interface ThresholdPanelProps {
  readonly opened: OpenedSurgery;
  readonly criterion: string;
  readonly onCriterion: (id: string) => void;
  readonly choice: Choice;
  readonly doomed: Doomed;
  readonly dispatch: (action: SurgeryAction) => void;
}

/** The criterion and the threshold over all groups, then each group's own: everything the drawing can do, as a list. */
export function ThresholdPanel({ opened, criterion, onCriterion, choice, doomed, dispatch }: ThresholdPanelProps) {
  const { t } = useTranslation();
  const { groups, criteria } = opened;
  const chosen = criteria.find(({ id }) => id === criterion);
  return (
    <Panel title={t('surgery.thresholds')}>
      <Select
        label={t('surgery.criterion')}
        value={criterion}
        onChange={id => id !== null && onCriterion(id)}
        data={criteria.map(({ id, title }) => ({ value: id, label: title }))}
      />
      {chosen !== undefined && (
        <p className={`small soft ${styles.help}`}>
          {chosen.help} <span className="faint">{chosen.source}</span>
        </p>
      )}
      <div className={styles.overall}>
        <Threshold
          label={t('surgery.overall')}
          share={choice.overall}
          onShare={share => dispatch({ type: 'set-overall', share })}
          onSettle={() => dispatch({ type: 'settle' })}
        />
      </div>
      <ul className={styles.groups}>
        {groups.map((group, g) => (
          <GroupLine key={group.id} group={group} goes={countOf(doomed[g]!)} own={choice.shares[group.id]} dispatch={dispatch} />
        ))}
      </ul>
    </Panel>
  );
}

interface GroupLineProps {
  readonly group: SurgeryGroup;
  readonly goes: number;
  readonly own: number | undefined;
  readonly dispatch: (action: SurgeryAction) => void;
}

function GroupLine({ group, goes, own, dispatch }: GroupLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = group.sources.map(({ node }) => node).join(' + ');
  const kept = t('surgery.kept', { kept: format.count(group.channels - goes), count: format.count(group.channels) });
  return (
    <li>
      <Threshold
        label={name}
        aside={
          <>
            <span className="soft">{kept}</span>
            {own !== undefined && (
              <Button
                variant="subtle"
                size="compact-xs"
                aria-label={t('surgery.followOf', { layer: name })}
                onClick={() => dispatch({ type: 'set-share', group: group.id, share: null })}
              >
                {t('surgery.follow')}
              </Button>
            )}
          </>
        }
        share={own ?? goes / group.channels}
        onShare={share => dispatch({ type: 'set-share', group: group.id, share })}
        onSettle={() => dispatch({ type: 'settle' })}
      />
    </li>
  );
}

interface ThresholdProps {
  readonly label: string;
  readonly aside?: ReactNode;
  readonly share: number;
  readonly onShare: (share: number) => void;
  readonly onSettle: () => void;
}

function Threshold({ label, aside, share, onShare, onSettle }: ThresholdProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={styles.threshold}>
      <div className={styles.thresholdLine}>
        <b className="grow ellipsis" title={label}>
          {label}
        </b>
        {aside}
        <span className={styles.share}>{format.percent(share, 0)}</span>
      </div>
      <Slider
        size="sm"
        label={null}
        thumbLabel={t('surgery.shareOf', { layer: label })}
        min={0}
        max={100}
        value={Math.round(100 * share)}
        onChange={value => value !== Math.round(100 * share) && onShare(value / 100)}
        onChangeEnd={onSettle}
      />
    </div>
  );
}
