import { useTranslation } from 'react-i18next';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { useFormat } from '../../components/use-format.ts';
import { columnsOf, gainedLostOf } from './columns.ts';
import { primaryOf } from './report-figures.ts';
import type { TextTable } from '../../../src-shared/lib/report-html.ts';
import type { Subject } from './subjects.ts';
import { rowValue, tableRows } from './table-rows.ts';
import { useFigureText } from './use-figure-text.ts';

/** The table of models in words, every figure with its unit; groups of replicates first, then their members. */
export function useModelsTable(subjects: readonly Subject[], report: ComparisonReport | null): () => TextTable {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useFigureText(report?.split ?? null);
  return () => {
    const columns = columnsOf(subjects).flatMap(({ figure, before }) => (before === null ? [figure] : [before, figure]));
    const rows = tableRows(subjects, new Set(subjects.map(subject => subject.name)), { figure: null, isReversed: false });
    return {
      header: [t('compare.model'), ...columns.map(text.title), ...(report === null ? [] : [t('compare.gainedLost')])],
      rows: rows.map(row => {
        const counts = report === null || row.kind === 'group' ? null : gainedLostOf(report, row.subject.modelId);
        const changes = counts === null ? t('common.none') : `+${format.count(counts.gained)} −${format.count(counts.lost)}`;
        return [
          row.kind === 'group' ? `${row.group.name} (${t('compare.meanOf', { count: row.group.members.length })})` : row.subject.label,
          ...columns.map(figure => {
            const found = rowValue(row, figure);
            const isExact = figure.unit === 'count' && found !== null && Number.isInteger(found.value);
            return isExact ? format.count(found.value) : text.whole(figure, found);
          }),
          ...(report === null ? [] : [changes]),
        ];
      }),
    };
  };
}

/** Every tested pair. */
export function usePairsTable(report: ComparisonReport, subjects: readonly Subject[]): () => TextTable {
  const { t } = useTranslation();
  const format = useFormat();
  const { isShare } = primaryOf(report);
  const step = (value: number): string => (isShare ? format.signed(value * 100, 2) : format.signed(value, 3));
  return () => ({
    header: [
      ...[t('compare.pair'), t('compare.onlyOne'), t('compare.difference')],
      ...[t('compare.p'), t('compare.adjustedP'), t('compare.verdict')],
    ],
    rows: report.pairs.map(({ a, b, onlyA, onlyB, difference: { value, low, high }, p, adjustedP, verdict }) => [
      t('compare.against', { a: subjects[a]?.label ?? '', b: subjects[b]?.label ?? '' }),
      `${format.count(onlyB)} / ${format.count(onlyA)}`,
      `${step(value)} (${step(low)} … ${step(high)})`,
      format.p(p),
      format.p(adjustedP),
      t(`compare.verdicts.${verdict}`),
    ]),
  });
}
