import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowBackUp, IconArrowForwardUp, IconScissors } from '@tabler/icons-react';
import { useMemo, useReducer, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/error-note.tsx';
import { Page, Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { ChannelDrawing } from './channel-drawing.tsx';
import { CostPanel } from './cost-panel.tsx';
import { countOf, doomedOf, removedChannels } from './doomed.ts';
import { Legend } from './legend.tsx';
import { ReviewDialog } from './review-dialog.tsx';
import { ShapeTable } from './shape-table.tsx';
import { INITIAL_STATE, reduceSurgery, type SurgeryAction, type SurgeryState } from './surgery-state.ts';
import styles from './surgery.module.css';
import { ThresholdPanel } from './threshold-panel.tsx';
import { useCosts, type OpenedSurgery } from './use-surgery.ts';

interface SurgeryViewProps {
  readonly opened: OpenedSurgery;
  readonly failure: unknown;
  readonly criterion: string;
  readonly onCriterion: (id: string) => void;
}

export function SurgeryView({ opened, failure, criterion, onCriterion }: SurgeryViewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [state, dispatch] = useReducer(reduceSurgery, INITIAL_STATE);
  const [isReviewing, setReviewing] = useState(false);
  const { model, groups, columns } = opened;
  const doomed = useMemo(() => doomedOf(groups, state.now), [groups, state.now]);
  const removed = useMemo(() => removedChannels(groups, doomed), [groups, doomed]);
  const { costs, failure: costFailure } = useCosts(model.id, removed, opened.costs);
  const going = doomed.reduce((sum, goes) => sum + countOf(goes), 0);
  const all = groups.reduce((sum, group) => sum + group.channels, 0);
  const summary = t('surgery.summary', { goes: format.count(going), all: format.count(all) });
  return (
    <Page
      title={t('surgery.title')}
      qualifier={model.replicate === null ? model.name : `${model.name} · ${t('common.seed', { number: model.replicate + 1 })}`}
      subtitle={<span aria-live="polite">{summary}</span>}
      actions={
        <Actions
          state={state}
          dispatch={dispatch}
          modelId={model.id}
          canReview={going > 0 && opened.criterion === criterion}
          onReview={() => setReviewing(true)}
        />
      }
    >
      {failure !== null && <FailureNote failure={failure} />}
      {costFailure !== null && <FailureNote failure={costFailure} />}
      <div className={styles.columns}>
        <div className={styles.main}>
          <Panel title={t('surgery.channels')} aside={<Legend />}>
            {groups.length === 0 ? (
              <EmptyState text={t('surgery.nothing')} />
            ) : (
              <ChannelDrawing opened={opened} doomed={doomed} choice={state.now} dispatch={dispatch} />
            )}
          </Panel>
          <ShapeTable before={opened.costs} after={costs} columns={columns} />
        </div>
        <div className={styles.side}>
          <CostPanel before={opened.costs} after={costs} latency={opened.latency} />
          <ThresholdPanel {...{ opened, criterion, onCriterion, doomed, dispatch }} choice={state.now} />
        </div>
      </div>
      {isReviewing && <ReviewDialog opened={opened} removed={removed} summary={summary} onClose={() => setReviewing(false)} />}
    </Page>
  );
}

interface ActionsProps {
  readonly state: SurgeryState;
  readonly dispatch: (action: SurgeryAction) => void;
  readonly modelId: string;
  /** Something goes, by scores of the criterion that is chosen. */
  readonly canReview: boolean;
  readonly onReview: () => void;
}

function Actions({ state, dispatch, modelId, canReview, onReview }: ActionsProps) {
  const { t } = useTranslation();
  const undo = () => dispatch({ type: 'undo' });
  const redo = () => dispatch({ type: 'redo' });
  useHotkeys([
    ['mod+Z', undo],
    ['mod+shift+Z', redo],
    ['mod+Y', redo],
  ]);
  return (
    <>
      <Button
        variant="default"
        disabled={state.past.length === 0}
        onClick={undo}
        leftSection={<IconArrowBackUp size={15} aria-hidden="true" />}
        rightSection={<kbd>Ctrl Z</kbd>}
      >
        {t('surgery.undo')}
      </Button>
      <Button
        variant="default"
        disabled={state.future.length === 0}
        onClick={redo}
        leftSection={<IconArrowForwardUp size={15} aria-hidden="true" />}
      >
        {t('surgery.redo')}
      </Button>
      <Button variant="default" disabled={state.past.length === 0} onClick={() => dispatch({ type: 'reset' })}>
        {t('surgery.reset')}
      </Button>
      <Button variant="default" component={Link} href={`/models/${modelId}`}>
        {t('surgery.back')}
      </Button>
      <Button disabled={!canReview} onClick={onReview} leftSection={<IconScissors size={15} aria-hidden="true" />}>
        {t('surgery.prune')}
      </Button>
    </>
  );
}
