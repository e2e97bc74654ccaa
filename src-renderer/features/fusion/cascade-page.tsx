import { Checkbox, SegmentedControl } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CascadeBench } from '../../../src-shared/contracts/fusion.contract.ts';
import { frontOf } from '../../components/fusion/cascade-curve.ts';
import { CascadeView } from '../../components/fusion/cascade-view.tsx';
import { Loaded } from '../../components/loading.tsx';
import { Banner, Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useCascadeBench, type Confidence } from '../../ipc/fusion-queries.ts';
import { AnswersNeeded } from './answers-needed.tsx';
import type { BenchMember } from './bench-member.ts';
import styles from './fusion.module.css';
import type { Making } from './make-actions.tsx';
import { cascadeText } from './recipes.ts';
import { byCost, costOf, firstStages, MOST_STAGES } from './stages.ts';

const CONFIDENCES = ['max-probability', 'margin', 'entropy'] as const;

interface CascadePageProps {
  readonly members: readonly BenchMember[];
  /** What the page's button would make; null while there is no curve. */
  readonly onSetting: (making: Making | null) => void;
}

/** Cheap members answer what they are sure of: which ones, by what, and how far to go along the curve. */
export function CascadePage({ members, onSetting }: CascadePageProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [confidence, setConfidence] = useState<Confidence>('max-probability');
  const [wanted, setWanted] = useState<readonly string[] | null>(null);
  const sorted = useMemo(() => byCost(members), [members]);
  const chosen = wanted ?? firstStages(members);
  const stages = sorted.filter(({ row }) => chosen.includes(row.id));
  const ids = stages.map(({ row }) => row.id);
  const found = useCascadeBench(ids, confidence);
  const task = members[0]?.row.output.summary.task;
  if (task === 'values') return <Banner tone="warn">{t('fusion.cascadeValues')}</Banner>;
  if (task === 'labels') return <Banner tone="warn">{t('fusion.cascadeLabels')}</Banner>;
  const toggle = (id: string): void => setWanted(chosen.includes(id) ? chosen.filter(each => each !== id) : [...chosen, id]);
  return (
    <div className={styles.stack}>
      <Panel title={t('fusion.stages')} aside={<span className="faint small">{t('fusion.stagesHelp')}</span>}>
        <div className={styles.stageTools}>
          <div role="group" aria-label={t('fusion.stages')} className={styles.stageList}>
            {sorted.map(member => (
              <Checkbox
                key={member.row.id}
                size="xs"
                checked={chosen.includes(member.row.id)}
                disabled={!chosen.includes(member.row.id) && chosen.length >= MOST_STAGES}
                onChange={() => toggle(member.row.id)}
                label={`${member.label} · ${format.compact(costOf(member))}`}
              />
            ))}
          </div>
          <SegmentedControl
            aria-label={t('fusion.confidenceLabel')}
            value={confidence}
            onChange={value => setConfidence(value as Confidence)}
            data={CONFIDENCES.map(value => ({ value, label: t(`fusion.confidence.${value}`) }))}
          />
        </div>
      </Panel>
      {stages.length < 2 ? (
        <Banner>{t('fusion.twoStages')}</Banner>
      ) : (
        <Loaded key={ids.join()} query={found} heights={[300, 160]}>
          {bench =>
            bench.kind === 'unanswered' ? (
              <AnswersNeeded members={stages} modelIds={bench.modelIds} />
            ) : (
              <Curve key={`${ids.join()}${confidence}`} bench={bench} stages={stages} confidence={confidence} onSetting={onSetting} />
            )
          }
        </Loaded>
      )}
    </div>
  );
}

interface CurveProps {
  readonly bench: CascadeBench;
  readonly stages: readonly BenchMember[];
  readonly confidence: Confidence;
  readonly onSetting: (making: Making | null) => void;
}

function Curve({ bench, stages, confidence, onSetting }: CurveProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const points = useMemo(() => frontOf(bench.curve), [bench.curve]);
  const same = bench.curve[bench.sameAccuracy];
  const [place, setPlace] = useState(() =>
    Math.max(
      0,
      points.findIndex(point => point === same),
    ),
  );
  const cost = points[place]?.cost;
  const key = stages.map(({ row }) => row.id).join();
  useEffect(() => {
    if (cost !== undefined) onSetting({ members: stages.map(({ row }) => row), method: cascadeText(confidence, cost), id: 'cascade' });
    return () => onSetting(null);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- stages are other objects at every drawing; their ids say whether they changed
  }, [key, confidence, cost, onSetting]);
  return (
    <Panel>
      <CascadeView
        stages={stages}
        costs={stages.map(costOf)}
        accuracies={bench.accuracies}
        points={points}
        place={place}
        onPlace={setPlace}
        items={bench.items}
      >
        <p className="faint small">{t('fusion.cascadeNote', { items: format.count(bench.items) })}</p>
      </CascadeView>
    </Panel>
  );
}
