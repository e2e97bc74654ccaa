import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ComparisonReport, Estimate, ModelInComparison } from '../../../src-shared/domain/report.ts';
import { Compact, ErrorShare, FileSize } from '../../components/figures.tsx';
import { Swatch } from '../../components/swatch.tsx';
import { Term } from '../../components/term.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { bestOf, gainedLost, primaryEstimate, primaryOf, type Primary } from './report-figures.ts';
import type { Shown } from './shown.ts';

interface ModelTableProps {
  readonly report: ComparisonReport;
  readonly shown: Shown;
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

/** Latencies closer than this are the same: the median of a shared machine is no better known. */
const TIMING_NOISE = 0.05;

export function ModelTable({ report, shown, chosen, onChoose }: ModelTableProps) {
  const { t } = useTranslation();
  const primary = primaryOf(report);
  const { models } = report;
  const best = {
    primary: bestOf(models.map(model => primaryEstimate(model.evaluation.metrics, primary)?.value ?? Number.POSITIVE_INFINITY)),
    parameters: bestOf(models.map(model => model.size.parameters)),
    nonZeros: bestOf(models.map(model => model.size.nonZeros)),
    file: bestOf(models.map(model => model.size.compressedBytes)),
    multiplyAdds: bestOf(models.map(model => model.size.multiplyAdds)),
    latency: bestOf(
      models.map(model => model.latency.p50Ms),
      TIMING_NOISE,
    ),
  };
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('compare.title')}>
      <table className="table">
        <Head report={report} primary={primary} first={shown.labels[0] ?? ''} />
        <tbody>
          {models.map((model, i) => (
            <tr key={model.modelId} data-link data-selected={i === chosen || undefined} onClick={() => onChoose(i)}>
              <th scope="row" className="text">
                <Swatch colour={shown.colours[i] ?? ''} />
                <Link href={`/models/${model.modelId}`} onClick={event => event.stopPropagation()}>
                  {shown.labels[i]}
                </Link>
              </th>
              <td>
                <PrimaryFigure model={model} primary={primary} best={best.primary.has(i)} />
              </td>
              <Count value={model.size.parameters} best={best.parameters.has(i)} />
              <Count value={model.size.nonZeros} best={best.nonZeros.has(i)} />
              <td>
                <FileSize size={model.size} best={best.file.has(i)} />
              </td>
              <td className={best.multiplyAdds.has(i) ? 'best' : undefined}>
                <Compact value={model.size.multiplyAdds} />
              </td>
              <Latency model={model} best={best.latency.has(i)} />
              <GainedLost report={report} index={i} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head({ report, primary, first }: { report: ComparisonReport; primary: Primary; first: string }) {
  const { t } = useTranslation();
  const names = useNames();
  const engine = report.models[0]?.latency.engine ?? '';
  return (
    <thead>
      <tr>
        <th className="text">{t('compare.model')}</th>
        <th>{primary.isShare ? t('compare.modelError', { split: t(`splitsTitle.${report.split}`) }) : names.figure(primary.name)}</th>
        <th>
          <Term text={t('figures.parameters')} help={t('figures.parametersHelp')} />
        </th>
        <th>
          <Term text={t('figures.nonZeros')} help={t('figures.nonZerosHelp')} />
        </th>
        <th>
          <Term text={t('figures.file')} help={t('figures.fileHelp')} /> <span className="faint">{t('figures.compressed')}</span>
        </th>
        <th>
          <Term text={t('figures.multiplyAdds')} help={t('figures.multiplyAddsHelp')} />
        </th>
        <th>
          <Term text={t('figures.latency')} help={t('figures.latencyHelp', { engine })} />
        </th>
        <th>
          <Term text={t('compare.gainedLost')} help={t('compare.gainedLostHelp', { name: first })} />
        </th>
      </tr>
    </thead>
  );
}

function PrimaryFigure({ model, primary, best }: { model: ModelInComparison; primary: Primary; best: boolean }) {
  const estimate = primaryEstimate(model.evaluation.metrics, primary);
  if (estimate === null) return null;
  if (!primary.isShare) return <PlainEstimate estimate={estimate} best={best} />;
  return <ErrorShare estimate={estimate} evaluation={model.evaluation} best={best} />;
}

function PlainEstimate({ estimate, best }: { estimate: Estimate; best: boolean }) {
  const format = useFormat();
  return (
    <>
      <span className={best ? 'best' : undefined}>{format.number(estimate.value, 4)}</span>{' '}
      <span className="faint small">
        {format.number(estimate.low, 3)}–{format.number(estimate.high, 3)}
      </span>
    </>
  );
}

function Count({ value, best }: { value: number; best: boolean }) {
  const format = useFormat();
  return <td className={best ? 'best' : undefined}>{format.count(value)}</td>;
}

function Latency({ model: { latency }, best }: { model: ModelInComparison; best: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const more = [
    `${t('figures.latencyP95')} ${format.duration(latency.p95Ms)}`,
    t('figures.itemsPerSecond', { count: latency.throughput, replace: { count: format.compact(latency.throughput) } }),
  ].join(' · ');
  return (
    <td className={best ? 'best' : undefined}>
      <Tooltip label={more}>
        <span>{format.duration(latency.p50Ms)}</span>
      </Tooltip>
    </td>
  );
}

function GainedLost({ report, index }: { report: ComparisonReport; index: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = index === 0 ? null : gainedLost(report, index);
  if (counts === null) return <td className="faint">{t('common.none')}</td>;
  return (
    <td>
      <span className="better">+{format.count(counts.gained)}</span> <span className="worse">−{format.count(counts.lost)}</span>
    </td>
  );
}
