import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ActivationSpread, LayerActivations } from '../../../../src-shared/domain/activation-spread.ts';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { HistogramChart } from '../../../charts/histogram-chart.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Loaded } from '../../../components/loading.tsx';
import { Panel } from '../../../components/page.tsx';
import { useSeriesColours } from '../../../components/series-colours.ts';
import { useFormat } from '../../../components/use-format.ts';
import { useNames } from '../../../components/use-names.ts';
import { wizardPath } from '../../../ipc/draft.ts';
import { useActivations } from '../../../ipc/model-queries.ts';
import styles from '../models.module.css';
import { Sparkbars } from './sparkbars.tsx';

/** What each layer gives on real items, and which of its units never answer; from the newest evaluation. */
export function ActivationsTab({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const activations = useActivations(row.id);
  return (
    <Loaded query={activations} heights={[260, 240]}>
      {spread =>
        spread === null ? (
          <EmptyState
            text={t('models.noActivations')}
            action={
              <Button component={Link} href={wizardPath('evaluate', `model:${row.id}`)}>
                {t('models.evaluateNow')}
              </Button>
            }
          />
        ) : (
          <Spread spread={spread} row={row} />
        )
      }
    </Loaded>
  );
}

function Spread({ spread: { split, items, layers }, row }: { spread: ActivationSpread; row: ModelRow }) {
  const { t } = useTranslation();
  const names = useNames();
  const format = useFormat();
  const colour = useSeriesColours()(row.step);
  const [chosen, setChosen] = useState<string | null>(null);
  const current = layers.find(layer => layer.name === chosen) ?? layers[0];
  if (current === undefined) return <p className="soft">{t('models.noParameters')}</p>;
  return (
    <div className={styles.dialog}>
      <p className="soft">{t('models.activationsOf', { items: format.count(items), split: t(`splits.${split}`) })}</p>
      <Panel>
        <HistogramChart
          title={current.name}
          xTitle={t('models.value')}
          yTitle={t('models.results')}
          range={current}
          series={[{ ...current, label: names.model(row), colour }]}
        />
      </Panel>
      <Panel flush>
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t('models.tabs.activations')}>
          <table className="table">
            <thead>
              <tr>
                <th className="text">{t('models.layer')}</th>
                <th className="text">{t('models.type')}</th>
                <th className="text">{t('models.spread')}</th>
                <th>{t('models.units')}</th>
                <th>{t('models.deadUnits')}</th>
                <th>{t('models.zeros')}</th>
                <th>{t('models.mean')}</th>
                <th>{t('models.deviation')}</th>
                <th>{t('models.range')}</th>
              </tr>
            </thead>
            <tbody>
              {layers.map(layer => (
                <LayerLine
                  key={layer.name}
                  layer={layer}
                  current={layer === current}
                  colour={colour}
                  onChoose={() => setChosen(layer.name)}
                />
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </div>
  );
}

interface LineProps {
  readonly layer: LayerActivations;
  readonly current: boolean;
  readonly colour: string;
  readonly onChoose: () => void;
}

function LayerLine({ layer, current, colour, onChoose }: LineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, low, high, units, deadUnits, zeros, total } = layer;
  return (
    <tr data-link data-selected={current || undefined} onClick={onChoose}>
      <th scope="row" className="text">
        <button type="button" className={styles.plain} aria-pressed={current} onClick={onChoose}>
          {name}
        </button>
      </th>
      <td className="text">{layer.layer}</td>
      <td className="text">
        <Sparkbars counts={layer.counts} colour={colour} />
      </td>
      <td>{format.count(units)}</td>
      <td>{deadUnits === 0 ? t('common.none') : `${format.count(deadUnits)} (${format.percent(deadUnits / units, 0)})`}</td>
      <td>{zeros === 0 ? t('common.none') : format.percent(zeros / total, 1)}</td>
      <td>{format.number(layer.mean)}</td>
      <td>{format.number(layer.deviation)}</td>
      <td>
        {format.number(low)} … {format.number(high)}
      </td>
    </tr>
  );
}
