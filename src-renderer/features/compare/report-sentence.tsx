import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hasWideTargets } from '../../../src-shared/domain/graph/task.ts';
import type { ComparisonReport, ModelInComparison, PairInComparison } from '../../../src-shared/domain/report.ts';
import { useFormat } from '../../components/use-format.ts';
import { pairOf } from './report-figures.ts';
import type { ChosenPair, Subject } from './subjects.ts';

interface ReportSentenceProps {
  readonly report: ComparisonReport;
  readonly subjects: readonly Subject[];
  readonly pair: ChosenPair;
}

const VERDICTS = { classes: 'verdicts', binary: 'verdicts', labels: 'labelVerdicts', values: 'valueVerdicts' } as const;

/** What a person can quote about two of the models. */
export function ReportSentence({ report, subjects, pair }: ReportSentenceProps) {
  const text = useReportSentence(report, subjects)(pair);
  return <p>{emphasise(text, [...new Set(subjects.flatMap(({ label, name }) => [label, name]))])}</p>;
}

/**
 * Main words the sentence about the pair it found most telling, in English, with prices and seeds. About other pairs, and
 * in other languages, it is put together here from the same figures.
 */
export function useReportSentence(report: ComparisonReport, subjects: readonly Subject[]): (pair: ChosenPair) => string {
  const { t, i18n } = useTranslation();
  const figures = useSentenceFigures();
  return ({ a, b }) => {
    if (i18n.language === 'en' && isQuoted(report, subjects, { a, b })) return report.sentence;
    const [first, second] = [report.models[a], report.models[b]];
    const pair = pairOf(report, a, b);
    const names = { a: labelOf(subjects, a), b: labelOf(subjects, b) };
    if (first === undefined || second === undefined || a === b) return t('compare.chooseTwo');
    if (pair === null) return t('compare.notTested', names);
    const values = { ...names, ...figures(report, pair, [first, second]) };
    const verdicts = VERDICTS[first.evaluation.task];
    const sentence =
      pair.verdict === 'no-difference-seen'
        ? t('compare.sentenceSame', values)
        : t('compare.sentenceDifference', { ...values, verdict: t(`compare.${verdicts}.${pair.verdict}`) });
    return values.needed === '' ? sentence : `${sentence} ${values.needed}`;
  };
}

/** Whether main's own sentence is about this pair. */
function isQuoted(report: ComparisonReport, subjects: readonly Subject[], { a, b }: ChosenPair): boolean {
  const quoted = report.quotedPair === null ? undefined : report.pairs[report.quotedPair];
  return quoted === undefined ? subjects.length < 2 : quoted.a === a && quoted.b === b;
}

function labelOf(subjects: readonly Subject[], index: number): string {
  return subjects[index]?.label ?? '';
}

function useSentenceFigures() {
  const { t } = useTranslation();
  const format = useFormat();
  return (report: ComparisonReport, pair: PairInComparison, [a, b]: readonly [ModelInComparison, ModelInComparison]) => {
    const { task } = a.evaluation;
    const isValues = task === 'values';
    const hamming = (model: ModelInComparison): string => format.percent(model.evaluation.metrics['hammingLoss']?.value ?? Number.NaN);
    const mae = (model: ModelInComparison): string => format.number(model.evaluation.metrics['mae']?.value ?? Number.NaN, 4);
    const { value, low, high } = pair.difference;
    const step = (number: number): string =>
      isValues ? format.signed(number, 4) : t('compare.points', { value: format.signed(number * 100, 2) });
    const needed = pair.verdict === 'no-difference-seen' && pair.itemsNeeded !== null && pair.itemsNeeded > report.items;
    return {
      figures: {
        values: () => t('compare.sentenceValues', { b: mae(b), a: mae(a) }),
        labels: () => t('compare.sentenceLabels', { b: hamming(b), a: hamming(a) }),
        classes: () =>
          t('compare.sentenceErrors', {
            b: format.count(b.evaluation.errors ?? 0),
            a: format.count(a.evaluation.errors ?? 0),
            items: format.count(report.items),
          }),
      }[task === 'binary' ? 'classes' : task](),
      test: hasWideTargets(task) ? 'Wilcoxon' : 'McNemar',
      p: withRelation(format.p(pair.p)),
      adjustedP: withRelation(format.p(pair.adjustedP)),
      difference: `${step(value)} (${isValues ? format.signed(low, 4) : format.signed(low * 100, 2)} … ${isValues ? format.signed(high, 4) : format.signed(high * 100, 2)})`,
      size: format.percent(b.size.compressedBytes / a.size.compressedBytes, 0),
      needed: needed
        ? t('compare.sentenceNeeded', { count: pair.itemsNeeded ?? 0, replace: { count: format.count(pair.itemsNeeded ?? 0) } })
        : '',
    };
  };
}

/** `= 0.49`, but `< 0.001` as it is. */
function withRelation(p: string): string {
  return p.startsWith('<') ? p : `= ${p}`;
}

/** Names stand out, the longest that fits; everything else stays as it is. */
function emphasise(text: string, names: readonly string[]): ReactNode {
  const pattern = [...names]
    .filter(name => name !== '')
    .sort((x, y) => y.length - x.length)
    .map(name => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
  if (pattern === '') return text;
  const pieces = text.split(new RegExp(`(?<![\\w-])(${pattern})(?![\\w-])`));
  return pieces.map((piece, i) => (i % 2 === 1 ? <b key={i}>{piece}</b> : <Fragment key={i}>{piece}</Fragment>));
}
