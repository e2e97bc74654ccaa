import { useTranslation } from 'react-i18next';
import type { CheckUpFigures, CheckUpReport } from '../../../src-shared/domain/check-up.ts';
import { useFormat } from '../../components/use-format.ts';
import { useMessage } from '../../components/use-message.ts';

/** What each layer can lose by itself, level by level. */
export function CheckUpResult({ report }: { report: CheckUpReport }) {
  const { t } = useTranslation();
  const message = useMessage();
  const format = useFormat();
  const { parts, base, items, fixed, isComplete, tolerance } = report;
  const figure = ({ loss, accuracy }: CheckUpFigures): string =>
    accuracy === undefined ? format.number(loss, 4) : format.percent(accuracy);
  const levels = [...new Set(parts.flatMap(({ points }) => points.map(({ removed }) => Math.round(removed * 100))))].sort((a, b) => a - b);
  return (
    <>
      <p>
        {t('runs.checkUpBase', { figure: figure(base), items: format.count(items), tolerance: format.percent(tolerance, 1) })}{' '}
        {!isComplete && <span className="soft">{t('runs.checkUpTimeUp')}</span>}
      </p>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('kinds.check-up')}>
        <table className="table">
          <thead>
            <tr>
              <th className="text">{t('models.layer')}</th>
              <th>{t('runs.checkUpUnits')}</th>
              <th>{t('runs.checkUpCanGo')}</th>
              {levels.map(level => (
                <th key={level}>−{format.percent(level / 100, 0)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {parts.map(({ name, layers, units, recommended, points }) => (
              <tr key={name}>
                <th scope="row" className="text">
                  {layers.join(' + ')}
                </th>
                <td>{format.count(units)}</td>
                <td className="strong">{format.percent(recommended, 0)}</td>
                {levels.map(level => {
                  const point = points.find(({ removed }) => Math.round(removed * 100) === level);
                  if (point === undefined) return <td key={level} />;
                  const isWithin = point.removed <= recommended;
                  return (
                    <td key={level} className={isWithin ? undefined : 'worse'}>
                      {figure(point.tuned ?? point)}
                      {isWithin ? '' : ' ▼'}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {fixed.map(({ node, reason }) => (
        <p key={node} className="soft small">
          {t('runs.checkUpStays', { node, reason: message(reason) })}
        </p>
      ))}
    </>
  );
}
