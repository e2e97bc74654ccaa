import { useTranslation } from 'react-i18next';
import type { SurgeryColumn, SurgeryGroup } from '../../../src-shared/contracts/surgery.contract.ts';
import { useFormat } from '../../components/use-format.ts';
import { markOf, type Choice } from './choice.ts';
import { rankIn, type Doomed } from './doomed.ts';
import type { CellAt } from './layout.ts';

export interface CellTexts {
  readonly title: string;
  readonly score: string;
  readonly fate: string;
  /** What goes with the channel; why it can't go. */
  readonly consequence: string;
}

interface Described {
  readonly columns: readonly SurgeryColumn[];
  readonly groups: readonly SurgeryGroup[];
  readonly doomed: Doomed;
  readonly choice: Choice;
}

/** What a cell is, in words: for the tooltip, for the line below the drawing, for screen readers. */
export function useCellTexts(): (scene: Described, at: CellAt) => CellTexts {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ columns, groups, doomed, choice }, { column, cell }) => {
    const { node, groupOf, channelOf, fixed } = columns[column]!;
    const title = t('surgery.cell', { layer: node, channel: cell });
    const g = groupOf[cell]!;
    const group = groups[g];
    const channel = channelOf[cell]!;
    if (group === undefined) return { title, score: '', fate: t('surgery.fixed'), consequence: fixed ?? t('surgery.fixedCell') };
    const mark = markOf(choice, group.id, channel);
    const isGoing = doomed[g]![channel] === 1;
    const rank = { rank: format.count(rankIn(group, channel)), count: format.count(group.channels) };
    const fate = mark === 'pin' ? 'pinned' : mark === 'cut' ? 'cut' : isGoing ? 'goes' : 'stays';
    return {
      title,
      score: t('surgery.score', { score: format.number(group.scores[channel]!, 4), ...rank }),
      fate: t(`surgery.fates.${fate}`),
      consequence: consequenceOf(group, channel, node),
    };
  };

  function consequenceOf(group: SurgeryGroup, channel: number, node: string): string {
    const others = [
      ...group.sources.filter(source => source.node !== node && source.channelOf.includes(channel)).map(source => source.node),
      ...group.passes.filter(pass => pass !== node),
    ];
    const parts = [
      ...others.map(other => t('surgery.takesChannel', { layer: other })),
      ...group.readers
        .filter(({ entries }) => entries[channel]! > 0)
        .map(({ node: reader, entries }) =>
          t('surgery.takesInputs', { count: entries[channel]!, replace: { count: format.count(entries[channel]!), layer: reader } }),
        ),
    ];
    if (parts.length === 0) return t('surgery.takesNothing');
    return t('surgery.takes', { parts: new Intl.ListFormat(format.locale, { type: 'conjunction' }).format(parts) });
  }
}
