import { useTranslation } from 'react-i18next';
import type { SelectionStep } from '../../../src-shared/domain/fusion-report.ts';
import { countTicks } from '../../charts/ticks.ts';
import { XyDrawing } from '../../charts/xy-drawing.tsx';
import { useFormat } from '../use-format.ts';
import type { ShownMember } from './fused-members.ts';

/** Whom a greedy selection takes, in order, and what that does to the loss. */
export function SelectionOrder({ members, selection }: { members: readonly ShownMember[]; selection: readonly SelectionStep[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const points = selection.map(({ loss }, i) => ({ x: i + 1, y: loss }));
  const labels = selection.map(({ member }) => members[member]?.label ?? '');
  return (
    <XyDrawing
      title={t('fusion.selectionOrder')}
      spoken={t('fusion.selectionSpoken', { order: labels.join(', ') })}
      x={{
        title: t('fusion.taken'),
        write: format.count,
        ticks: countTicks(selection.length),
        range: [0.8, selection.length + 0.6],
      }}
      y={{ title: t('fusion.selectionLoss'), write: value => format.number(value, 4) }}
      lines={[{ label: t('fusion.selectionLoss'), colour: 'var(--soft)', points }]}
      marks={selection.map(({ member, loss }, i) => ({
        x: i + 1,
        y: loss,
        // Many places are too near each other for a name each.
        label: selection.length <= 8 ? (members[member]?.label ?? '') : '',
        colour: members[member]?.colour ?? 'var(--s7)',
        shape: 'dot' as const,
      }))}
      height={210}
    />
  );
}
