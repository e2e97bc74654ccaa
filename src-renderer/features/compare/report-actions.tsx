import { Button, Menu, useMantineColorScheme } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { toCsv } from '../../components/csv.ts';
import { saveText } from '../../components/save-file.ts';
import { useFormat } from '../../components/use-format.ts';
import { useMessage } from '../../components/use-message.ts';
import { reportHtml } from '../../../src-shared/lib/report-html.ts';
import { useReportSentence } from './report-sentence.tsx';
import { toLatex, toMarkdown } from './report-texts.ts';
import type { ChosenPair, Subject } from './subjects.ts';
import { useModelsTable, usePairsTable } from './use-text-tables.ts';

/** The table of models, for other documents. */
export function CopyTable({ subjects, report }: { subjects: readonly Subject[]; report: ComparisonReport | null }) {
  const { t } = useTranslation();
  const clipboard = useClipboard();
  const table = useModelsTable(subjects, report);
  return (
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
  );
}

interface SaveReportProps {
  readonly subjects: readonly Subject[];
  readonly report: ComparisonReport;
  readonly pair: ChosenPair;
  readonly name: string;
}

/** The whole comparison as a file: to read, to print, to compute with. */
export function SaveReport({ subjects, report, pair, name }: SaveReportProps) {
  const { t, i18n } = useTranslation();
  const message = useMessage();
  const format = useFormat();
  const sentence = useReportSentence(report, subjects);
  const [models, pairs] = [useModelsTable(subjects, report), usePairsTable(report, subjects)];
  const file = name === '' ? 'comparison' : name;
  const print = usePrint();
  const saveHtml = async (): Promise<void> => {
    const { chartsInside } = await import('../../charts/chart-svg.ts');
    const main = document.getElementById('main');
    const html = reportHtml({
      language: i18n.language,
      title: name === '' ? t('compare.title') : name,
      subtitle: t('compare.qualifier', {
        count: report.models.length,
        split: t(`splits.${report.split}`),
        items: format.count(report.items),
      }),
      sentence: sentence(pair),
      cautions: [...report.warnings.map(message), ...(report.testLooks === null ? [] : [t('compare.testLooksHelp')])],
      tables: [
        { title: t('compare.models'), table: models() },
        ...(report.pairs.length === 0 ? [] : [{ title: t('compare.pairs'), table: pairs() }]),
      ],
      charts: main === null ? [] : chartsInside(main, getComputedStyle(main).getPropertyValue('--panel')),
      footer: t('compare.madeBy', { engine: report.models[0]?.latency.engine ?? '', date: format.dateTime(Date.now()) }),
    });
    saveText(html, `${file}.html`, 'text/html');
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden="true" />}>
          {t('compare.saveReport')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void saveHtml()}>{t('compare.asHtml')}</Menu.Item>
        <Menu.Item onClick={print}>{t('compare.asPdf')}</Menu.Item>
        <Menu.Item onClick={() => saveText(JSON.stringify(report, null, 2), `${file}.json`, 'application/json')}>
          {t('compare.asJson')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** On paper everything is dark on light, the charts too, which only a change of theme draws anew. */
function usePrint(): () => void {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return () => {
    setColorScheme('light');
    const print = (): void => {
      window.print();
      setColorScheme(colorScheme);
    };
    requestAnimationFrame(() => requestAnimationFrame(print));
  };
}
