import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';

/**
 * What a person can quote. Main words it in English; in other languages it is put together here from the same figures,
 * about the same pair.
 */
export function ReportSentence({ report }: { report: ComparisonReport }) {
  const { i18n } = useTranslation();
  const translated = useSentence(report);
  const text = i18n.language === 'en' ? report.sentence : (translated ?? report.sentence);
  return <p>{emphasise(text, [...new Set(report.models.map(model => model.name))])}</p>;
}

function useSentence(report: ComparisonReport): string | null {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const pair = report.quotedPair === null ? undefined : report.pairs[report.quotedPair];
  const [first, second] = pair === undefined ? [] : [report.models[pair.a], report.models[pair.b]];
  if (pair === undefined || first === undefined || second === undefined || first.evaluation.errors === undefined) return null;
  const { verdict } = pair;
  const values = {
    a: names.replicate(first.name, first.replicate),
    b: names.replicate(second.name, second.replicate),
    errorsA: format.count(first.evaluation.errors),
    errorsB: format.count(second.evaluation.errors ?? 0),
    items: format.count(report.items),
    p: withRelation(format.p(pair.p)),
    adjustedP: format.p(pair.adjustedP),
    size: format.percent(second.size.compressedBytes / first.size.compressedBytes, 0),
    verdict: t(`compare.verdicts.${verdict}`),
  };
  const sentence = t(verdict === 'no-difference-seen' ? 'compare.sentenceSame' : 'compare.sentenceDifference', values);
  return pair.itemsNeeded === null || verdict !== 'no-difference-seen'
    ? sentence
    : `${sentence} ${t('compare.sentenceNeeded', { count: pair.itemsNeeded, replace: { count: format.count(pair.itemsNeeded) } })}`;
}

/** `= 0.49`, but `< 0.001` as it is. */
function withRelation(p: string): string {
  return p.startsWith('<') ? p : `= ${p}`;
}

/** Names stand out; everything else stays as it is. */
function emphasise(text: string, names: readonly string[]): ReactNode {
  const pattern = names.map(name => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  if (pattern === '') return text;
  const pieces = text.split(new RegExp(`(?<![\\w-])(${pattern})(?![\\w-])`));
  return pieces.map((piece, i) => (i % 2 === 1 ? <b key={i}>{piece}</b> : <Fragment key={i}>{piece}</Fragment>));
}
