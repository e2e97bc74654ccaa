import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import type { Split } from '../../../src-shared/domain/dataset.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Banner, Page } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { ChooseModels } from './choose-models.tsx';
import { Chooser, type ComparisonItem } from './chooser.tsx';
import { UnmeasuredView } from './comparison-view.tsx';
import { MeasureButton, MeasureState, SplitChoice, useMeasuring } from './measure.tsx';
import { CopyTable } from './report-actions.tsx';
import { pathOfModels } from './selection.ts';
import { distinctNames, subjectsOfModels } from './subjects.ts';
import { useSurroundings } from './use-surroundings.ts';

interface UnmeasuredPageProps {
  readonly chosen: readonly ModelRow[];
  /** Ids that were asked for and are not in the workspace. */
  readonly missing: readonly string[];
  readonly rows: readonly ModelRow[];
  readonly items: readonly ComparisonItem[];
  readonly split: Split;
}

/** Any models side by side, from what is known of each; one button measures them on the same items. */
export function UnmeasuredPage({ chosen, missing, rows, items, split }: UnmeasuredPageProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const measuring = useMeasuring();
  const around = useSurroundings(useMemo(() => distinctNames(chosen), [chosen]));
  const subjects = useMemo(() => subjectsOfModels(chosen, around), [chosen, around]);
  const ids = chosen.map(row => row.id);
  const choice = <ChooseModels rows={rows} chosen={ids} isPrimary={chosen.length === 0} onChange={next => navigate(pathOfModels(next))} />;
  return (
    <Page
      title={t('compare.title')}
      qualifier={t('compare.unmeasured', { count: chosen.length, replace: { count: format.count(chosen.length) } })}
      actions={
        <>
          <Chooser jobId={null} items={items} />
          {chosen.length > 0 && choice}
          {chosen.length > 0 && <CopyTable subjects={subjects} report={null} />}
          <SplitChoice split={split} onChange={next => navigate(pathOfModels(ids, next))} />
          <MeasureButton rows={chosen} split={split} measuring={measuring} />
        </>
      }
    >
      {missing.length > 0 && (
        <Banner tone="warn">{t('compare.missing', { count: missing.length, ids: missing.slice(0, 5).join(', ') })}</Banner>
      )}
      <MeasureState rows={chosen} measuring={measuring} />
      {chosen.length === 0 ? <EmptyState text={t('compare.noneChosen')} action={choice} /> : <UnmeasuredView subjects={subjects} />}
    </Page>
  );
}
