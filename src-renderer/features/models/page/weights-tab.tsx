import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WeightHistogram } from '../../../../src-shared/contracts/models.contract.ts';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { HistogramChart } from '../../../charts/histogram-chart.tsx';
import { Loaded } from '../../../components/loading.tsx';
import { Panel } from '../../../components/page.tsx';
import { useSeriesColours } from '../../../components/series-colours.ts';
import { useFormat } from '../../../components/use-format.ts';
import { useNames } from '../../../components/use-names.ts';
import { useWeights } from '../../../ipc/model-queries.ts';
import { useModels } from '../../../ipc/queries.ts';
import styles from '../models.module.css';
import { Sparkbars } from './sparkbars.tsx';

/** How the values of each parameter are spread, beside another model's where one is chosen. */
export function WeightsTab({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const names = useNames();
  const others = (useModels().data ?? []).filter(model => model.id !== row.id);
  const [beside, setBeside] = useState<string | null>(null);
  const weights = useWeights(beside === null ? [row.id] : [row.id, beside]);
  return (
    <div className={styles.dialog}>
      <div>
        <Select
          w={300}
          clearable
          searchable
          limit={100}
          aria-label={t('models.besideModel')}
          placeholder={t('models.besideModel')}
          value={beside}
          data={others.map(model => ({ value: model.id, label: `${names.model(model)} (${model.runName})` }))}
          clearButtonProps={{ 'aria-label': t('models.clear') }}
          onChange={setBeside}
        />
      </div>
      <Loaded query={weights} heights={[260, 240]}>
        {histograms => <Histograms histograms={histograms} shown={[row, ...others.filter(model => model.id === beside)]} />}
      </Loaded>
    </div>
  );
}

function Histograms({ histograms, shown }: { histograms: readonly WeightHistogram[]; shown: readonly ModelRow[] }) {
  const { t } = useTranslation();
  const names = useNames();
  const colourOf = useSeriesColours();
  const [chosen, setChosen] = useState<string | null>(null);
  const current = histograms.find(each => each.name === chosen) ?? histograms[0];
  if (current === undefined) return <p className="soft">{t('models.noParameters')}</p>;
  const series = current.models.flatMap(model => {
    const row = shown.find(each => each.id === model.modelId);
    return row === undefined ? [] : [{ ...model, label: names.model(row), colour: colourOf(row.step) }];
  });
  return (
    <>
      <Panel>
        <HistogramChart title={current.name} xTitle={t('models.value')} yTitle={t('models.weights')} range={current} series={series} />
      </Panel>
      <Panel flush>
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t('models.tabs.weights')}>
          <table className="table">
            <thead>
              <tr>
                <th className="text">{t('models.parameter')}</th>
                <th className="text">{t('models.spread')}</th>
                <th>{t('models.shape')}</th>
                <th>{t('models.zeros')}</th>
                <th>{t('models.mean')}</th>
                <th>{t('models.deviation')}</th>
                <th>{t('models.range')}</th>
              </tr>
            </thead>
            <tbody>
              {histograms.map(histogram => (
                <HistogramLine
                  key={histogram.name}
                  histogram={histogram}
                  current={histogram === current}
                  colour={colourOf(shown[0]?.step ?? '')}
                  onChoose={() => setChosen(histogram.name)}
                />
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </>
  );
}

interface LineProps {
  readonly histogram: WeightHistogram;
  readonly current: boolean;
  readonly colour: string;
  readonly onChoose: () => void;
}

function HistogramLine({ histogram: { name, low, high, models }, current, colour, onChoose }: LineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const first = models[0]!;
  const each = (write: (model: (typeof models)[number]) => string): string => models.map(write).join(' · ');
  return (
    <tr data-link data-selected={current || undefined} onClick={onChoose}>
      <th scope="row" className="text">
        <button type="button" className={styles.plain} aria-pressed={current} onClick={onChoose}>
          {name}
        </button>
      </th>
      <td className="text">
        <Sparkbars counts={first.counts} colour={colour} />
      </td>
      <td>{format.shape(first.shape)}</td>
      <td>{each(model => (model.zeros === 0 ? t('common.none') : format.percent(model.zeros / model.total, 1)))}</td>
      <td>{each(model => format.number(model.mean))}</td>
      <td>{each(model => format.number(model.deviation))}</td>
      <td>
        {format.number(low)} … {format.number(high)}
      </td>
    </tr>
  );
}
