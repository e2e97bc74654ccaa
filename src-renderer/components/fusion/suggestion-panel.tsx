import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import type { Suggestion } from '../../../src-shared/domain/fusion-report.ts';
import { countTicks } from '../../charts/ticks.ts';
import { XyDrawing } from '../../charts/xy-drawing.tsx';
import { useFormat } from '../use-format.ts';
import type { ShownMember } from './fused-members.ts';
import styles from './fusion.module.css';
import { useMeasure } from './use-measure.ts';

interface SuggestionPanelProps {
  readonly members: readonly ShownMember[];
  readonly measure: string;
  readonly suggestion: Suggestion;
  /** What can be done with it. */
  readonly action?: ReactNode;
}

/** The fewest members that will do, and the way there: the uniform mean with one member more each time. */
export function SuggestionPanel({ members, measure: name, suggestion, action }: SuggestionPanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const measure = useMeasure(name);
  const { path, best, bestSize, standardError } = suggestion;
  const names = suggestion.members.map(member => members[member]?.label ?? '').join(', ');
  const points = path.map(({ measure: value }, i) => ({ x: i + 1, y: value }));
  return (
    <div className={styles.suggestion}>
      <p>
        {t('fusion.suggestion', {
          ...{ count: suggestion.members.length, all: format.count(members.length), names },
          value: measure.write(suggestion.measure),
          best: measure.write(best),
          size: format.count(bestSize),
          error: measure.writeGain(standardError),
        })}
      </p>
      {action}
      <XyDrawing
        title={t('fusion.bySize')}
        spoken={t('fusion.bySizeSpoken', {
          path: path.map(each => `${members[each.member]?.label ?? ''} ${measure.write(each.measure)}`).join(', '),
        })}
        x={{
          title: t('fusion.size'),
          write: format.count,
          ticks: countTicks(path.length),
          range: [0.8, path.length + 0.4],
        }}
        y={{ title: measure.name, write: measure.tick }}
        lines={[{ label: t('fusion.uniformMean'), colour: 'var(--accent)', points }]}
        marks={path.map(({ member, measure: value }, i) => ({
          x: i + 1,
          y: value,
          label: `${i === 0 ? '' : '+ '}${members[member]?.label ?? ''}`,
          colour: members[member]?.colour ?? 'var(--s7)',
          shape: i < suggestion.members.length ? ('dot' as const) : ('ring' as const),
          side: sideOf(path, i),
        }))}
        band={[best, best + standardError]}
        height={230}
      />
      <p className="faint small">{t('fusion.bySizeHelp')}</p>
    </div>
  );
}

/** Names stand to the right of their place, but in the last third to its left: on the side that the line does not take. */
function sideOf(path: Suggestion['path'], i: number): 'above' | 'below' {
  const [before, here, after] = [path[i - 1], path[i], path[i + 1]].map(step => step?.measure);
  const isLeft = i + 1 > path.length * 0.66;
  const rises = isLeft ? (here ?? 0) > (before ?? 0) : (after ?? 0) > (here ?? 0);
  return rises === isLeft ? 'above' : 'below';
}
