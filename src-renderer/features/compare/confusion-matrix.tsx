import { useTranslation } from 'react-i18next';
import { useFormat } from '../../components/use-format.ts';
import styles from './compare.module.css';

/** Shares of each row: the diagonal in the accent, errors in vermilion, the stronger the larger. Counts on hover. */
export function ConfusionMatrix({ confusion, names }: { confusion: readonly (readonly number[])[]; names: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('compare.confusion')}>
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
              <Row key={actual} row={row} actual={actual} names={names} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="faint small">{t('compare.confusionHelp')}</p>
    </>
  );
}

function Row({ row, actual, names }: { row: readonly number[]; actual: number; names: readonly string[] }) {
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
          style={{ background: shade(count, total, answer === actual) }}
        >
          {count === 0 ? '' : answer === actual ? format.percent(count / total, 1) : format.count(count)}
        </td>
      ))}
    </tr>
  );
}

/** Errors are rare, so their shade grows with the square root of their share. */
function shade(count: number, total: number, isRight: boolean): string {
  if (count === 0 || total === 0) return 'transparent';
  const strength = isRight ? 12 + 22 * (count / total) : Math.min(48, 8 + 160 * Math.sqrt(count / total / 4));
  return `color-mix(in srgb, var(${isRight ? '--accent' : '--worse'}) ${strength.toFixed(0)}%, transparent)`;
}
