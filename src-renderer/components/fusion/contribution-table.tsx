import { useTranslation } from 'react-i18next';
import type { Contribution } from '../../../src-shared/domain/fusion-report.ts';
import type { FusionFigures } from '../../../src-shared/domain/fusion-figures.ts';
import { Term } from '../term.tsx';
import type { ShownMember } from './fused-members.ts';
import styles from './fusion.module.css';
import { useMeasure } from './use-measure.ts';

interface ContributionTableProps {
  readonly members: readonly ShownMember[];
  readonly measure: string;
  readonly figures: readonly FusionFigures[];
  readonly contributions: readonly Contribution[];
}

/** What each member is alone, and what it adds to the others: a bar from zero with its error bar. */
export function ContributionTable({ members, measure: name, figures, contributions }: ContributionTableProps) {
  const { t } = useTranslation();
  const measure = useMeasure(name);
  const ends = contributions.flatMap(({ shapley, shapleyError }) => [0, shapley - 2 * shapleyError, shapley + 2 * shapleyError]);
  const range = [Math.min(...ends), Math.max(...ends)] as const;
  const signed = (value: number): string => `${value < 0 ? '−' : value > 0 ? '+' : ''}${measure.writeGain(Math.abs(value))}`;
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('fusion.contributions')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('fusion.member')}</th>
            <th>{t('fusion.alone', { measure: measure.name })}</th>
            <th>
              <Term text={t('fusion.leaveOneOut')} help={t('fusion.leaveOneOutHelp')} />
            </th>
            <th>
              <Term text={t('fusion.shapley')} help={t('fusion.shapleyHelp')} />
            </th>
            <th className="text" aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {contributions.map((contribution, i) => (
            <tr key={members[i]?.modelId ?? i}>
              <th scope="row" className="text">
                {members[i]?.label}
              </th>
              <td>{measure.write(figures[i]?.[name] ?? NaN)}</td>
              <td className={contribution.leaveOneOut < 0 ? 'worse' : undefined}>{signed(contribution.leaveOneOut)}</td>
              <td>
                {signed(contribution.shapley)} <span className="faint small">± {measure.writeGain(contribution.shapleyError)}</span>
              </td>
              <td className="text">
                <ErrorBar contribution={contribution} range={range} colour={members[i]?.colour ?? 'var(--s7)'} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ErrorBarProps {
  readonly contribution: Contribution;
  readonly range: readonly [number, number];
  readonly colour: string;
}

const WIDTH = 160;

/** From zero to the value, with two standard errors either way. What it says stands beside it. */
function ErrorBar({ contribution: { shapley, shapleyError }, range: [low, high], colour }: ErrorBarProps) {
  const x = (value: number): number => 4 + ((value - low) / (high - low || 1)) * (WIDTH - 8);
  const [from, to] = [x(Math.min(0, shapley)), x(Math.max(0, shapley))];
  return (
    <svg width={WIDTH} height={18} aria-hidden="true" className={styles.errorBar}>
      <rect x={from} width={Math.max(1, to - from)} y={4} height={10} rx={2} fill={colour} opacity={0.85} />
      <path
        d={`M${x(shapley - 2 * shapleyError)} 5v8m0-4H${x(shapley + 2 * shapleyError)}m0-4v8`}
        stroke="var(--ink)"
        strokeWidth={1.25}
        fill="none"
      />
      <line x1={x(0)} x2={x(0)} y1={0} y2={18} stroke="var(--faint)" />
    </svg>
  );
}
