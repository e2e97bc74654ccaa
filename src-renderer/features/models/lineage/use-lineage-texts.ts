import { useTranslation } from 'react-i18next';
import type { LineageEdge, LineageNode } from '../../../../src-shared/domain/lineage/lineage.ts';
import { qualityOf } from '../../../../src-shared/domain/quality.ts';
import { useFormat } from '../../../components/use-format.ts';
import { useNames } from '../../../components/use-names.ts';
import { gainOf, type Gain } from './gains.ts';

const MARKS = { better: '▲', worse: '▼', same: '≈' } as const;

/** What the lineage says in words, the same in the graph and in the list. */
export function useLineageTexts() {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const value = (figure: string, amount: number): string => {
    if (figure === 'accuracy') return format.percent(amount);
    if (figure === 'bytes' || figure === 'compressedBytes') return format.bytes(amount);
    return figure === 'multiplyAdds' ? format.compact(amount) : Number.isInteger(amount) ? format.count(amount) : format.number(amount);
  };
  const label = (figure: string): string =>
    figure === 'bytes' ? t('figures.file') : names.figure(figure === 'compressedBytes' ? 'compressed' : figure);
  const change = ({ figure, as, by, tone }: Gain): string => {
    if (as === 'value') return `${value(figure, by)} ${label(figure).toLocaleLowerCase(format.locale)}`;
    const amount = as === 'points' ? t('lineage.points', { value: format.signed(by * 100, 2) }) : `${format.signed(by * 100)} %`;
    return `${MARKS[tone]} ${amount} ${label(figure).toLocaleLowerCase(format.locale)}`;
  };
  return {
    change,
    cost: ({ cost: { ms, epochs } }: LineageEdge): string =>
      epochs === null ? format.duration(ms) : `${format.duration(ms)} · ${t('lineage.epochs', { count: Math.round(epochs) })}`,
    /** Every figure before and after, a line each. */
    bought: ({ bought }: LineageEdge): readonly string[] =>
      bought.map(each => {
        const after = value(each.figure, each.after);
        if (each.before === null) return `${label(each.figure)}: ${after}`;
        return `${label(each.figure)}: ${value(each.figure, each.before)} → ${after} (${change(gainOf(each)).split(` ${label(each.figure).toLocaleLowerCase(format.locale)}`)[0]})`;
      }),
    figures: (node: LineageNode): string => {
      const { figures, validation } = node;
      if (node.kind === 'data')
        return t('lineage.items', { count: figures['items'] ?? 0, replace: { count: format.count(figures['items'] ?? 0) } });
      const bytes = format.bytes(figures['bytes'] ?? 0);
      if (node.kind === 'files')
        return `${bytes} · ${t('lineage.maxDifference', { value: format.number(figures['maxDifference'] ?? 0, 1) })}`;
      const quality = qualityOf(validation);
      return quality === null
        ? bytes
        : `${value(quality.name, quality.value)} ${label(quality.name).toLocaleLowerCase(format.locale)} · ${bytes}`;
    },
    origin: (node: LineageNode): string => {
      const there = node.members.filter(member => !member.deleted).length;
      const parts = [names.kind(node.stepKind), ...(node.kind === 'files' ? [node.formats.join(', ')] : [])];
      const seeds = there > 1 ? [t('common.replicates', { count: there })] : [];
      return [...parts, ...seeds, ...(node.deleted ? [t('lineage.deleted')] : [])].join(' · ');
    },
  };
}
