import { useTranslation } from 'react-i18next';
import type { PredictionsOutput } from '../../src-shared/domain/step-output.ts';
import { useFormat } from './use-format.ts';
import { useMessage } from './use-message.ts';

/** What a model answered: the first items one by one, and where all of them are. */
export function PredictionTable({ output }: { output: PredictionsOutput }) {
  const { t } = useTranslation();
  const format = useFormat();
  const message = useMessage();
  const { items, unreadable, examples, file, label, task } = output;
  const isClasses = task === 'classes' || task === 'binary';
  return (
    <>
      <p>
        {t('predict.answered', { count: items, items: format.count(items) })}
        {unreadable > 0 && ` ${t('predict.unreadable', { count: unreadable, items: format.count(unreadable) })}`}
      </p>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('predict.answers')}>
        <table className="table">
          <thead>
            <tr>
              <th className="text">{t('predict.item')}</th>
              <th className="text">{label === '' ? t('predict.answer') : label}</th>
              {isClasses && <th>{t('predict.probability')}</th>}
            </tr>
          </thead>
          <tbody>
            {examples.map(({ name, answer, probability, problem }) => (
              <tr key={name}>
                <th scope="row" className="text wrap">
                  {name}
                </th>
                <td className="text wrap">
                  {problem !== null ? (
                    <span className="soft">{message(problem)}</span>
                  ) : typeof answer === 'number' ? (
                    format.number(answer, 6)
                  ) : (
                    <b>{answer}</b>
                  )}
                </td>
                {isClasses && <td>{probability === null ? '' : format.percent(probability, 1)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {items > examples.length && <p className="soft">{t('predict.more', { items: format.count(items - examples.length) })}</p>}
      <p className="soft small">{t('predict.file', { path: file.path })}</p>
    </>
  );
}
