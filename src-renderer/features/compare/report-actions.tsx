import { Button, Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { gainedLost, primaryEstimate, primaryOf } from './report-figures.ts';
import { toCsv, toLatex, toMarkdown, type TextTable } from './report-texts.ts';

export function ReportActions({ report, name }: { report: ComparisonReport; name: string }) {
  const { t } = useTranslation();
  const clipboard = useClipboard();
  const table = useTextTable(report);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden="true" />}>
            {t(clipboard.copied ? 'common.copied' : 'compare.copyTable')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => clipboard.copy(toMarkdown(table()))}>{t('compare.asMarkdown')}</Menu.Item>
          <Menu.Item onClick={() => clipboard.copy(toLatex(table()))}>{t('compare.asLatex')}</Menu.Item>
          <Menu.Item onClick={() => clipboard.copy(toCsv(table()))}>{t('compare.asCsv')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" onClick={() => saveJson(report, name)}>
        {t('compare.saveReport')}
      </Button>
    </>
  );
}

/** The model table in words, every figure with its unit. */
function useTextTable(report: ComparisonReport): () => TextTable {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const primary = primaryOf(report);
  return () => ({
    header: [
      t('compare.model'),
      primary.isShare ? t('compare.modelError', { split: t(`splitsTitle.${report.split}`) }) : names.figure(primary.name),
      t('figures.parameters'),
      t('figures.nonZeros'),
      t('figures.file'),
      t('figures.compressed'),
      t('figures.multiplyAdds'),
      t('figures.latency'),
      t('compare.gainedLost'),
    ],
    rows: report.models.map((model, i) => {
      const estimate = primaryEstimate(model.evaluation.metrics, primary);
      const counts = i === 0 ? null : gainedLost(report, i);
      return [
        names.replicate(model.name, model.replicate),
        estimate === null
          ? ''
          : primary.isShare
            ? `${format.percent(estimate.value)} (${format.interval(estimate.low, estimate.high)})`
            : format.number(estimate.value, 4),
        format.count(model.size.parameters),
        format.count(model.size.nonZeros),
        format.bytes(model.size.bytes),
        format.bytes(model.size.compressedBytes),
        format.count(model.size.multiplyAdds),
        format.duration(model.latency.p50Ms),
        counts === null ? t('common.none') : `+${format.count(counts.gained)} −${format.count(counts.lost)}`,
      ];
    }),
  });
}

function saveJson(report: ComparisonReport, name: string): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name === '' ? 'comparison' : name}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
