import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineageEdge, LineageNode } from '../../../../src-shared/domain/lineage/lineage.ts';
import { qualityOf } from '../../../../src-shared/domain/quality.ts';
import { useFormat, type Format } from '../../../components/use-format.ts';
import { useNames, type Names } from '../../../components/use-names.ts';
import { gainOf, type Gain } from './gains.ts';

const MARKS = { better: '▲', worse: '▼', same: '≈' } as const;

interface Words {
  readonly t: TFunction;
  readonly format: Format;
  readonly names: Names;
}

/** What the lineage says in words, the same in the graph and in the list; one object as long as the language is the same. */
export function useLineageTexts() {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  return useMemo(() => {
    const words = { t, format, names };
    return {
      change: changeText(words),
      cost: costText(words),
      bought: boughtTexts(words),
      figures: figuresText(words),
      origin: originText(words),
      verified: t('lineage.verified'),
    };
  }, [t, format, names]);
}

function valueText({ format }: Words, figure: string, amount: number): string {
  if (figure === 'accuracy') return format.percent(amount);
  if (figure === 'bytes' || figure === 'compressedBytes') return format.bytes(amount);
  if (figure === 'multiplyAdds') return format.compact(amount);
  return Number.isInteger(amount) ? format.count(amount) : format.number(amount);
}

function labelOf({ names }: Words, figure: string): string {
  const aliases: Readonly<Record<string, string>> = { bytes: 'file', compressedBytes: 'compressed' };
  return names.figure(aliases[figure] ?? figure);
}

/** `▲ −92 %`, `▼ −0.02 points`. */
function amountText({ t, format }: Words, { as, by, tone }: Gain): string {
  const amount = as === 'points' ? t('lineage.points', { value: format.signed(by * 100, 2) }) : `${format.signed(by * 100)}\u00a0%`;
  return `${MARKS[tone]} ${amount}`;
}

function changeText(words: Words): (gain: Gain) => string {
  return gain => {
    const label = labelOf(words, gain.figure).toLocaleLowerCase(words.format.locale);
    return `${gain.as === 'value' ? valueText(words, gain.figure, gain.by) : amountText(words, gain)} ${label}`;
  };
}

function costText({ t, format }: Words): (edge: LineageEdge) => string {
  return ({ cost: { ms, epochs } }) =>
    epochs === null ? format.duration(ms) : `${format.duration(ms)} · ${t('lineage.epochs', { count: Math.round(epochs) })}`;
}

/** Every figure before and after, a line each. */
function boughtTexts(words: Words): (edge: LineageEdge) => readonly string[] {
  return ({ bought }) =>
    bought.map(change => {
      const { figure, before, after } = change;
      const label = labelOf(words, figure);
      if (before === null) return `${label}: ${valueText(words, figure, after)}`;
      return `${label}: ${valueText(words, figure, before)} → ${valueText(words, figure, after)} (${amountText(words, gainOf(change))})`;
    });
}

function figuresText(words: Words): (node: LineageNode) => string {
  const { t, format } = words;
  return ({ kind, figures, validation }) => {
    const items = figures['items'] ?? 0;
    if (kind === 'data') return t('lineage.items', { count: items, replace: { count: format.count(items) } });
    const bytes = format.bytes(figures['bytes'] ?? 0);
    if (kind === 'files') return `${bytes} · ${t('lineage.maxDifference', { value: format.number(figures['maxDifference'] ?? 0, 1) })}`;
    const quality = qualityOf(validation);
    if (quality === null) return bytes;
    const label = labelOf(words, quality.name).toLocaleLowerCase(format.locale);
    return `${valueText(words, quality.name, quality.value)} ${label} · ${bytes}`;
  };
}

function originText({ t, names }: Words): (node: LineageNode) => string {
  return ({ kind, stepKind, members, formats, deleted }) => {
    const there = members.filter(member => !member.deleted).length;
    const parts = [names.kind(stepKind), ...(kind === 'files' ? [formats.join(', ')] : [])];
    const seeds = there > 1 ? [t('common.replicates', { count: there })] : [];
    return [...parts, ...seeds, ...(deleted ? [t('lineage.deleted')] : [])].join(' · ');
  };
}
