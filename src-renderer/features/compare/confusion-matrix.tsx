import { useTranslation } from 'react-i18next';
import { useFormat } from '../../components/use-format.ts';
import styles from './compare.module.css';
import type { Confusion } from './confusion.ts';

interface ConfusionMatrixProps {
  readonly confusion: Confusion;
  readonly names: readonly string[];
  /** The share of errors that is drawn strongest, so that matrices side by side can be compared. */
  readonly scale: number;
  readonly label: string;
}

/** Shares of each row: the diagonal in the accent, errors in vermilion, the stronger the larger. Counts on hover. */
export function ConfusionMatrix({ confusion, names, scale, label }: ConfusionMatrixProps) {
  const { t } = useTranslation();
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={`${t('compare.confusion')}: ${label}`}>
      <table className={styles.confusion}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('compare.trueClass')}</span>
            </th>
            {names.map((name, i) => (
              <th key={i} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {confusion.map((row, actual) => (
            <Row key={actual} row={row} actual={actual} names={names} scale={scale} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, actual, names, scale }: { row: readonly number[]; actual: number; names: readonly string[]; scale: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const total = row.reduce((sum, count) => sum + count, 0);
  return (
    <tr>
      <th scope="row">{names[actual]}</th>
      {row.map((count, answer) => (
        <td
          key={answer}
          title={t('compare.confusionCell', {
            count: format.count(count) as never,
            total: format.count(total),
            actual: names[actual] ?? '',
            answer: names[answer] ?? '',
          })}
          style={{ background: shade({ count, total, isRight: answer === actual, scale }) }}
        >
          {count === 0 ? '' : answer === actual ? format.percent(count / total, 1) : format.count(count)}
        </td>
      ))}
    </tr>
  );
}

interface Shaded {
  readonly count: number;
  readonly total: number;
  readonly isRight: boolean;
  readonly scale: number;
}

/** Errors are rare, so their shade grows with the square root of their share. */
function shade({ count, total, isRight, scale }: Shaded): string {
  if (count === 0 || total === 0) return 'transparent';
  const strength = isRight ? 12 + 22 * (count / total) : 8 + 40 * Math.sqrt(Math.min(1, count / total / scale));
  return `color-mix(in srgb, var(${isRight ? '--accent' : '--worse'}) ${strength.toFixed(0)}%, transparent)`;
}
