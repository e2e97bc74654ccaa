import { useTranslation } from 'react-i18next';
import type { FusionReport } from '../../../src-shared/domain/fusion-report.ts';
import type {
  BoostingReport,
  CascadeReport,
  ChainReport,
  SerialReport,
  SpecialistsReport,
} from '../../../src-shared/domain/serial-fusion.ts';
import { countTicks } from '../../charts/ticks.ts';
import { XyDrawing } from '../../charts/xy-drawing.tsx';
import { Details } from '../page.tsx';
import { useFormat } from '../use-format.ts';
import { frontOf } from './cascade-curve.ts';
import { CascadeView } from './cascade-view.tsx';
import type { ShownMember } from './fused-members.ts';

interface SerialResultProps<R extends SerialReport = SerialReport> {
  readonly serial: R;
  readonly report: FusionReport;
  readonly shown: readonly ShownMember[];
}

/** What is particular to members in a row. */
export function SerialResult(props: SerialResultProps) {
  const { serial } = props;
  switch (serial.kind) {
    case 'cascade':
      return <Cascade {...props} serial={serial} />;
    case 'chain':
      return <Chain {...props} serial={serial} />;
    case 'boosting':
      return <Boosting serial={serial} />;
    case 'specialists':
      return <Specialists {...props} serial={serial} />;
  }
}

function Cascade({ serial, report, shown }: SerialResultProps<CascadeReport>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { curve, chosen, accuracies, crossFitted, latency, confidence } = serial;
  const points = frontOf(curve);
  const place = Math.max(
    0,
    points.findIndex(point => point === curve[chosen]),
  );
  const whole = latency.at(-1);
  const large = latency.at(-2);
  return (
    <CascadeView
      stages={shown}
      costs={report.members.map(({ multiplyAdds }) => multiplyAdds)}
      accuracies={accuracies}
      points={points}
      place={place}
      items={report.fittedOn?.items ?? 0}
    >
      <Details
        rows={[
          [t('fusion.confidenceLabel'), t(`fusion.confidence.${confidence}` as 'fusion.confidence.margin')],
          [
            t('fusion.crossFitted'),
            t('fusion.crossFittedValue', {
              error: format.percent(crossFitted.figures['error'] ?? NaN),
              cost: format.percent(crossFitted.cost, 1),
            }),
          ],
          ...(whole === undefined || large === undefined
            ? []
            : [
                [
                  t('fusion.measuredTime'),
                  t('fusion.measuredTimeValue', {
                    cascade: format.number(whole.p50Ms, 3),
                    cascadeP95: format.number(whole.p95Ms, 3),
                    last: format.number(large.p50Ms, 3),
                    lastP95: format.number(large.p95Ms, 3),
                    share: format.percent(whole.p50Ms / large.p50Ms, 0),
                    throughput: format.percent(large.throughput / whole.throughput, 0),
                    engine: whole.engine,
                  }),
                ] as const,
              ]),
        ]}
      />
    </CascadeView>
  );
}

function Chain({ serial, shown }: SerialResultProps<ChainReport>) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = (classes: readonly string[]): string => (classes.length === 0 ? t('common.none') : classes.join(', '));
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('fusion.labelMap')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('fusion.member')}</th>
            <th className="text">{t('fusion.mapped')}</th>
            <th className="text">{t('fusion.unmapped')}</th>
            <th className="text">{t('fusion.unknown')}</th>
            {serial.judged !== null && <th>{t('figures.error')}</th>}
          </tr>
        </thead>
        <tbody>
          {serial.labels.map(({ mapped, unmapped, unknown }, i) => (
            <tr key={shown[i]?.modelId ?? i}>
              <th scope="row" className="text">
                {shown[i]?.label}
              </th>
              <td className="text wrap">{list(mapped.map(({ from, to }) => (from === to ? from : `${from} → ${to}`)))}</td>
              <td className="text wrap">{list(unmapped)}</td>
              <td className="text wrap">{list(unknown)}</td>
              {serial.judged !== null && <td>{format.percent(serial.judged.members[i]?.['error'] ?? NaN)}</td>}
            </tr>
          ))}
        </tbody>
        {serial.judged !== null && (
          <tfoot>
            <tr>
              <th scope="row" className="text" colSpan={4}>
                {t('fusion.chainWhole', { uniform: format.percent(serial.judged.uniform['error'] ?? NaN) })}
              </th>
              <td>{format.percent(serial.judged.figures['error'] ?? NaN)}</td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

function Boosting({ serial: { curve, kept, rule } }: { serial: BoostingReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const known = curve.flatMap(({ stages, validation }) => (validation === null ? [] : [{ stages, ...validation }]));
  if (known.length === 0)
    return <p className="soft">{t('fusion.boostingKept', { kept: format.count(kept), all: format.count(curve.length), rule })}</p>;
  const points = known.map(({ stages, accuracy, loss }) => ({ x: stages, y: accuracy === undefined ? loss : 1 - accuracy }));
  const isShare = known[0]?.accuracy !== undefined;
  const name = t(isShare ? 'figures.error' : 'figures.loss');
  const write = (value: number): string => (isShare ? format.percent(value, 1) : format.number(value, 3));
  const end = points.find(({ x }) => x === kept);
  return (
    <div>
      <p className="soft">{t('fusion.boostingKept', { kept: format.count(kept), all: format.count(curve.length), rule })}</p>
      <XyDrawing
        title={t('fusion.boosting')}
        spoken={points.map(({ x, y }) => `${x}: ${write(y)}`).join(', ')}
        x={{ title: t('fusion.stages'), write: format.count, ticks: countTicks(curve.length) }}
        y={{ title: name, write }}
        lines={[{ label: name, colour: 'var(--accent)', points }]}
        marks={end === undefined ? [] : [{ ...end, label: t('fusion.kept'), colour: 'var(--accent)', shape: 'dot' }]}
        height={220}
      />
    </div>
  );
}

function Specialists({ serial, shown }: SerialResultProps<SpecialistsReport>) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('fusion.specialists')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('fusion.member')}</th>
            <th className="text">{t('fusion.classes')}</th>
            <th>{t('fusion.answers')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row" className="text">
              {shown[0]?.label}
            </th>
            <td className="text soft">{t('fusion.generalist')}</td>
            <td>{format.percent(serial.kept, 1)}</td>
          </tr>
          {serial.specialists.map(({ classes, share }, i) => (
            <tr key={shown[i + 1]?.modelId ?? i}>
              <th scope="row" className="text">
                {shown[i + 1]?.label}
              </th>
              <td className="text wrap">{classes.join(', ')}</td>
              <td>{format.percent(share, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
