import { useReducer, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaughtItemPage, TeachingView } from '../../../../src-shared/contracts/distillation.contract.ts';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { Loaded } from '../../../components/loading.tsx';
import { Panel } from '../../../components/page.tsx';
import { useTaughtItems } from '../../../ipc/distillation-queries.ts';
import { beginChoice, choose, partOf } from './item-choice.ts';
import { ItemDetail } from './item-detail.tsx';
import { ItemPicker } from './item-picker.tsx';
import { Neighbours } from './neighbours.tsx';
import { Pager } from './pager.tsx';
import { SoftStrip } from './soft-strip.tsx';
import styles from './teaching.module.css';
import { TemperatureSlider } from './temperature-slider.tsx';
import { ValueTable } from './value-table.tsx';

/** Items side by side on the strip. */
const ON_STRIP = 12;

/** What the teacher sees in the items, at any temperature, and what its student made of it. */
export function SoftLabelPanel({ view, row }: { view: TeachingView; row: ModelRow }) {
  const { t } = useTranslation();
  const [choice, dispatch] = useReducer(choose, view, beginChoice);
  const limit = Math.min(ON_STRIP, view.pageSize);
  const page = useTaughtItems({ modelId: row.id, ...choice, limit });
  const taught = row.output.summary.distillation?.settings.temperature ?? null;
  const [temperature, setTemperature] = useState(taught ?? 1);
  const part = partOf(view, choice.part);
  const isValues = view.task === 'values';
  return (
    <Panel title={t('teaching.soft')}>
      <div className={styles.panel}>
        {!isValues && <p className="soft">{t('teaching.softHelp')}</p>}
        <ItemPicker view={view} choice={choice} dispatch={dispatch} />
        {!isValues && (
          <div className={styles.controls}>
            <TemperatureSlider temperature={temperature} taught={taught} onChange={setTemperature} />
            <Neighbours view={view} part={part} choice={choice} dispatch={dispatch} />
          </div>
        )}
        <Loaded query={page} heights={[320]}>
          {shown => (
            <>
              {isValues ? <ValueTable page={shown} view={view} /> : <Strip page={shown} view={view} row={row} temperature={temperature} />}
              <Pager total={shown.total} offset={choice.offset} limit={limit} onOffset={offset => dispatch({ type: 'turn', offset })} />
            </>
          )}
        </Loaded>
      </div>
    </Panel>
  );
}

interface StripProps {
  readonly page: TaughtItemPage;
  readonly view: TeachingView;
  readonly row: ModelRow;
  readonly temperature: number;
}

function Strip({ page, view, row, temperature }: StripProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<number | null>(null);
  const current = page.items.find(({ item }) => item === chosen) ?? page.items[0];
  if (current === undefined) return <p className="soft">{t('teaching.noItems')}</p>;
  return (
    <div className={styles.viewer}>
      <SoftStrip page={page} view={view} row={row} temperature={temperature} current={current.item} onChoose={setChosen} />
      <ItemDetail item={current} view={view} row={row} temperature={temperature} />
    </div>
  );
}
