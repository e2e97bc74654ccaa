import { useTranslation } from 'react-i18next';
import { ratioBetween, speedVerdict, type BatchLatency, type LatencyReport } from '../../../src-shared/domain/latency.ts';
import { Bytes } from '../figures.tsx';
import { Term } from '../term.tsx';
import { useFormat } from '../use-format.ts';
import { useMessage } from '../use-message.ts';
import { useSubjectNames } from './use-subject-names.ts';

interface LatencyTableProps {
  readonly report: LatencyReport;
  readonly batch: BatchLatency;
  /** Index of the subject the others are compared with. */
  readonly reference: number;
}

export function LatencyTable({ report, batch, reference }: LatencyTableProps) {
  const { t } = useTranslation();
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('latency.table')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('latency.file')}</th>
            <th>{t('latency.median')}</th>
            <th>{t('latency.tail')}</th>
            <th>{t('latency.perSecond')}</th>
            <th>
              <Term text={t('latency.ratio')} help={t('latency.ratioHelp')} />
            </th>
            <th>{t('figures.file')}</th>
            <th>{t('latency.threads')}</th>
            <th className="text">{t('latency.runtime')}</th>
          </tr>
        </thead>
        <tbody>
          {report.subjects.map((_, s) => (
            <Line key={s} place={s} {...{ report, batch, reference }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ report, batch, reference, place }: LatencyTableProps & { place: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const inWords = useMessage();
  const nameOf = useSubjectNames(report);
  const subject = report.subjects[place];
  const figures = batch.figures[place];
  if (subject === undefined || figures === undefined) return null;
  const { p50Ms, p95Ms, low, high } = figures;
  const show = (value: number): string => format.number(value, 3);
  const ms = (value: number): string => t('latency.ms', { value: show(value) });
  return (
    <tr>
      <th scope="row" className="text">
        {nameOf(subject)}
      </th>
      <td>
        {ms(p50Ms)}{' '}
        <span className="faint small">
          {show(low)}–{show(high)}
        </span>
      </td>
      <td>{ms(p95Ms)}</td>
      <td>{format.count(Math.round((1000 * batch.batchSize) / p50Ms))}</td>
      <td>{place === reference ? t('common.none') : <Ratio {...ratioBetween(batch, reference, place)} />}</td>
      <td>{subject.bytes === null ? t('common.none') : <Bytes value={subject.bytes} />}</td>
      <td>{format.count(subject.threads)}</td>
      <td className="text soft">{inWords(subject.runtime)}</td>
    </tr>
  );
}

const MARKS = { faster: '▲ ', slower: '▼ ', 'no-difference-seen': '' } as const;
const TONES = { faster: 'better', slower: 'worse', 'no-difference-seen': 'soft' } as const;

function Ratio({ value, low, high }: { value: number; low: number; high: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const verdict = speedVerdict({ low, high });
  return (
    <>
      <b>{format.number(value, 3)}×</b>{' '}
      <span className="faint small">
        {format.number(low, 3)}–{format.number(high, 3)}
      </span>{' '}
      <span className={`small ${TONES[verdict]}`}>
        <span aria-hidden="true">{MARKS[verdict]}</span>
        {t(`latency.verdict.${verdict}`)}
      </span>
    </>
  );
}
