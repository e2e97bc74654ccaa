import { SegmentedControl } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '../../../components/loading.tsx';
import { Panel } from '../../../components/page.tsx';
import { LayerTable } from './layer-table.tsx';
import type { ModelDetail } from './model-detail.ts';
import styles from '../models.module.css';

const StructureGraph = lazy(() => import('./structure-graph.tsx').then(m => ({ default: m.StructureGraph })));

/** The layers, as a table or as a graph. */
export function StructureTab({ detail }: { detail: ModelDetail }) {
  const { t } = useTranslation();
  const [shape, setShape] = useLocalStorage<'table' | 'graph'>({
    key: 'espalier.structure',
    defaultValue: 'table',
    getInitialValueInEffect: false,
  });
  return (
    <div className={styles.dialog}>
      <div>
        <SegmentedControl
          aria-label={t('models.view')}
          value={shape}
          data={[
            { value: 'table', label: t('models.table') },
            { value: 'graph', label: t('models.graph') },
          ]}
          onChange={value => setShape(value as 'table' | 'graph')}
        />
      </div>
      {shape === 'table' ? (
        <LayerTable
          layers={detail.layers}
          peakActivationBytes={detail.peakActivationBytes}
          sparsity={detail.model.output.summary.sparsity?.layers ?? {}}
        />
      ) : (
        <Panel flush className={styles.structure}>
          <Suspense fallback={<Loading heights={[420]} />}>
            <StructureGraph detail={detail} />
          </Suspense>
        </Panel>
      )}
    </div>
  );
}
