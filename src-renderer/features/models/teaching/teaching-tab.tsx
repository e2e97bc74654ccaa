import { useTranslation } from 'react-i18next';
import type { TeachingView } from '../../../../src-shared/contracts/distillation.contract.ts';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { DistillationResult } from '../../../components/distillation-result/distillation-result.tsx';
import { Loaded } from '../../../components/loading.tsx';
import { Panel } from '../../../components/page.tsx';
import { useTeaching } from '../../../ipc/distillation-queries.ts';
import { useSeeds } from '../page/use-seeds.ts';
import { DisagreementGallery } from './disagreement-gallery.tsx';
import { SoftLabelPanel } from './soft-label-panel.tsx';
import styles from './teaching.module.css';

/** What a distilled model was taught: its soft labels item by item, where its teacher contradicts the labels, and what it bought. */
export function TeachingTab({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const teaching = useTeaching(row.id);
  const seeds = useSeeds(row);
  return (
    <div className={styles.tab}>
      <Loaded query={teaching} heights={[420, 240]}>
        {view =>
          view.parts.length === 0 ? (
            <Panel title={t('teaching.soft')}>
              <p className="soft">{t('teaching.noAnswers')}</p>
            </Panel>
          ) : (
            <Lessons view={view} row={row} />
          )
        }
      </Loaded>
      <DistillationResult report={row.output.summary.distillation} seeds={seeds} modelId={null} step={row.step} />
    </div>
  );
}

function Lessons({ view, row }: { view: TeachingView; row: ModelRow }) {
  return (
    <>
      <SoftLabelPanel view={view} row={row} />
      {view.task !== 'values' && <DisagreementGallery view={view} row={row} />}
    </>
  );
}
