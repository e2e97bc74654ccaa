import { useTranslation } from 'react-i18next';
import type { LayerPrecision, LayerSensitivity, QuantisationReport } from '../../../src-shared/domain/quantisation.ts';
import { Details, Panel } from '../page.tsx';
import { useFormat } from '../use-format.ts';
import { useMessage } from '../use-message.ts';
import { PrecisionMap } from './precision-map.tsx';
import styles from './quantisation-result.module.css';

/** What a quantisation did to each layer, and what each layer costs by itself; nothing for a model that was not quantised. */
export function QuantisationResult({ report }: { report: QuantisationReport | undefined }) {
  const { t } = useTranslation();
  if (report === undefined) return null;
  return (
    <Panel title={t('card.quantisation.title')}>
      <div className={styles.result}>
        <Figures report={report} />
        <PrecisionMap layers={report.layers} />
        <LayerTable report={report} />
      </div>
    </Panel>
  );
}

function Figures({ report }: { report: QuantisationReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { float, rounded, items, split, budget } = report;
  const shown = ({ loss, error }: QuantisationReport['float']): string =>
    error === null
      ? format.number(loss, 4)
      : t('card.quantisation.figures', { error: format.percent(error, 2), loss: format.number(loss, 4) });
  const share = (value: number): string => format.percent(value, 2);
  return (
    <Details
      rows={[
        [t('card.quantisation.precision'), report.precision],
        [t('card.quantisation.float'), shown(float)],
        [t('card.quantisation.rounded'), shown(rounded)],
        [t('card.quantisation.measured'), t('card.quantisation.items', { items: format.count(items), split: t(`splits.${split}`) })],
        ...(budget === null
          ? []
          : [
              [
                t(`card.quantisation.budget.${budget.measure}`),
                <span key="budget" className={budget.isReached ? 'better' : 'worse'}>
                  {t(budget.isReached ? 'card.quantisation.reached' : 'card.quantisation.missed', {
                    found: share(budget.found),
                    bound: share(budget.bound),
                  })}
                </span>,
              ] as const,
            ]),
      ]}
    />
  );
}

function LayerTable({ report: { layers, sensitivity, float } }: { report: QuantisationReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const byNode = new Map(sensitivity.map(one => [one.node, one]));
  const worst = Math.max(...sensitivity.map(one => riseOf(one, float)), 0);
  return (
    <table className="table" aria-label={t('card.quantisation.layers')}>
      <thead>
        <tr>
          <th className="text">{t('card.quantisation.layer')}</th>
          <th className="text">{t('card.quantisation.precision')}</th>
          <th>{t('card.quantisation.weights')}</th>
          {sensitivity.length > 0 && <th className="text">{t('card.quantisation.alone')}</th>}
        </tr>
      </thead>
      <tbody>
        {layers.map(layer => (
          <tr key={layer.node}>
            <th scope="row" className="text">
              {layer.node}
            </th>
            <td className="text wrap">
              <PrecisionCell layer={layer} />
            </td>
            <td>{format.count(layer.weights)}</td>
            {sensitivity.length > 0 && (
              <td className="text">
                <Rise found={byNode.get(layer.node)} float={float} worst={worst} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PrecisionCell({ layer: { precision, reason } }: { layer: LayerPrecision }) {
  const message = useMessage();
  return (
    <>
      {precision}
      {reason !== null && <span className="faint small"> {message(reason)}</span>}
    </>
  );
}

interface RiseProps {
  readonly found: LayerSensitivity | undefined;
  readonly float: QuantisationReport['float'];
  /** The greatest of all layers. */
  readonly worst: number;
}

/** By how much the loss rises when the layer alone is quantised, as a bar and a number. */
function Rise({ found, float, worst }: RiseProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (found === undefined) return <>{t('common.none')}</>;
  const rise = riseOf(found, float);
  const width = worst > 0 ? Math.max(0, rise / worst) : 0;
  return (
    <span className={styles.rise}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.bar} style={{ width: `${100 * width}%` }} />
      </span>
      <span className="mono">{`${rise > 0 ? '+' : ''}${format.number(rise, 2)}`}</span>
    </span>
  );
}

function riseOf({ loss }: Pick<LayerSensitivity, 'loss'>, float: QuantisationReport['float']): number {
  return loss - float.loss;
}
