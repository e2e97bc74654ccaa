import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diversity, PairDiversity } from '../../../src-shared/domain/fusion-report.ts';
import { useFormat, type Format } from '../use-format.ts';
import type { ShownMember } from './fused-members.ts';
import styles from './fusion.module.css';

const CLASS_VIEWS = ['disagreement', 'q', 'doubleFault', 'errorOverlap'] as const;
const VALUE_VIEWS = ['errorCorrelation'] as const;
type View = (typeof CLASS_VIEWS)[number] | (typeof VALUE_VIEWS)[number];

/** Every pair of members by one of the measures of how differently they err. */
export function DiversityMatrix({ members, diversity }: { members: readonly ShownMember[]; diversity: Diversity }) {
  const { t } = useTranslation();
  const format = useFormat();
  const views: readonly View[] = diversity.pairs.some(pair => pair.errorCorrelation !== null) ? VALUE_VIEWS : CLASS_VIEWS;
  const [view, setView] = useState<View>(views[0]!);
  const valueOf = new Map(diversity.pairs.map(pair => [`${pair.a} ${pair.b}`, pair[view]]));
  const known = [...valueOf.values()].filter(value => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const at = (row: number, column: number): number | null => valueOf.get(`${Math.min(row, column)} ${Math.max(row, column)}`) ?? null;
  return (
    <div className={styles.diversity}>
      {views.length > 1 && (
        <SegmentedControl
          aria-label={t('fusion.diversity')}
          value={view}
          onChange={value => setView(value as View)}
          data={views.map(value => ({ value, label: t(`fusion.pair.${value}`) }))}
        />
      )}
      <p className="soft small">{t(`fusion.pairHelp.${view}`)}</p>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t(`fusion.pair.${view}`)}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <td />
              {members.map(({ label }, i) => (
                <th key={`${label}${i}`} scope="col" title={label}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {members.map(({ label }, row) => (
              <tr key={`${label}${row}`}>
                <th scope="row" title={label}>
                  {label}
                </th>
                {members.map((_, column) => (
                  <Cell
                    key={column}
                    value={row === column ? undefined : at(row, column)}
                    range={[low, high]}
                    write={writer(view, format)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function writer(view: View, format: Format): (value: number) => string {
  return view === 'q' || view === 'errorCorrelation' ? value => format.number(value, 2) : value => format.percent(value, 1);
}

interface CellProps {
  /** Undefined on the diagonal; null where the measure is not defined. */
  readonly value: PairDiversity[View] | undefined;
  readonly range: readonly [number, number];
  readonly write: (value: number) => string;
}

function Cell({ value, range: [low, high], write }: CellProps) {
  const { t } = useTranslation();
  if (value === undefined) return <td className={styles.diagonal} />;
  if (value === null) return <td className="faint">{t('common.none')}</td>;
  const depth = high > low ? (value - low) / (high - low) : 0;
  return <td style={{ background: `color-mix(in srgb, var(--accent) ${(depth * 30).toFixed(0)}%, var(--panel))` }}>{write(value)}</td>;
}
