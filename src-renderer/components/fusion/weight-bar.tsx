import { useTranslation } from 'react-i18next';
import { useFormat } from '../use-format.ts';
import { sharesOf, type ShownMember } from './fused-members.ts';
import styles from './fusion.module.css';

interface WeightBarProps {
  readonly members: readonly ShownMember[];
  readonly weights: readonly number[] | null;
}

/** Who has how much say, as one bar; the shares in words for those who can't tell colours. */
export function WeightBar({ members, weights }: WeightBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const shares = sharesOf(weights, members.length);
  const words = members.map(({ label }, i) => `${label} ${format.percent(shares[i] ?? 0, 0)}`).join(', ');
  return (
    <span className={styles.weightBar} role="img" aria-label={t('fusion.weightsOf', { words })} title={words}>
      {members.map(({ label, colour }, i) =>
        (shares[i] ?? 0) > 0 ? <span key={`${label}${i}`} style={{ flexGrow: shares[i], background: colour }} /> : null,
      )}
    </span>
  );
}

/** The same, a line a member. */
export function WeightList({ members, weights }: WeightBarProps) {
  const format = useFormat();
  const shares = sharesOf(weights, members.length);
  const most = Math.max(...shares, 1e-9);
  return (
    <ul className={styles.weightList}>
      {members.map(({ label, colour }, i) => (
        <li key={`${label}${i}`}>
          <span className="ellipsis">{label}</span>
          <span className={styles.track} aria-hidden="true">
            <span style={{ width: `${(100 * (shares[i] ?? 0)) / most}%`, background: colour }} />
          </span>
          <span>{format.percent(shares[i] ?? 0, 1)}</span>
        </li>
      ))}
    </ul>
  );
}
