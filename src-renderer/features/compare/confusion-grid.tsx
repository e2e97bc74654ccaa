import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MultiSelect } from '@mantine/core';
import { Swatch } from '../../components/swatch.tsx';
import { useFormat } from '../../components/use-format.ts';
import styles from './compare.module.css';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { greatestError, worstConfusions } from './confusion.ts';
import type { Subject } from './subjects.ts';

/** As many as stand side by side on a wide screen. */
const MOST_SHOWN = 4;
/** Larger matrices are no longer read: what they say is said in words. */
const MOST_CLASSES = 30;

/** Matrices side by side; one scale of colour for all of them. */
export function ConfusionGrid({ subjects, chosen }: { subjects: readonly Subject[]; chosen: readonly string[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const able = useMemo(() => subjects.filter(subject => subject.measured?.evaluation.confusion !== undefined), [subjects]);
  const [wanted, setWanted] = useState<readonly string[] | null>(null);
  const ids = wanted ?? chosen;
  const shown = able.filter(subject => ids.includes(subject.modelId)).slice(0, MOST_SHOWN);
  const matrices = shown.map(subject => subject.measured?.evaluation.confusion ?? []);
  const scale = greatestError(matrices);
  const classes = able.find(subject => subject.row !== null)?.row?.output.summary.classes ?? [];
  if (able.length === 0) return <p className="soft">{t('compare.noConfusion')}</p>;
  const nameOf = (i: number): string => classes[i] ?? String(i);
  return (
    <>
      <div className={styles.confusionTools}>
        <MultiSelect
          size="xs"
          className="grow"
          aria-label={t('compare.confusionModels')}
          value={shown.map(subject => subject.modelId)}
          maxValues={MOST_SHOWN}
          data={able.map(subject => ({ value: subject.modelId, label: subject.label }))}
          onChange={setWanted}
          comboboxProps={{ transitionProps: { duration: 80 } }}
        />
        <span className="faint small">{t('compare.confusionScale', { share: format.percent(scale, 1) })}</span>
      </div>
      <div className={styles.confusions}>
        {shown.map((subject, i) => (
          <section key={subject.modelId} aria-label={subject.label}>
            <h3>
              <Swatch colour={subject.colour} />
              {subject.label}
            </h3>
            {matrices[i]!.length <= MOST_CLASSES ? (
              <ConfusionMatrix confusion={matrices[i]!} names={matrices[i]!.map((_, c) => nameOf(c))} scale={scale} label={subject.label} />
            ) : (
              <ul className={styles.worst}>
                {worstConfusions(matrices[i]!, 12).map(({ actual, answer, count, total }) => (
                  <li key={`${actual} ${answer}`}>
                    {t('compare.confusionCell', {
                      count: format.count(count) as never,
                      total: format.count(total),
                      actual: nameOf(actual),
                      answer: nameOf(answer),
                    })}
                  </li>
                ))}
              </ul>
            )}
          </section>
        ))}
      </div>
      <p className="faint small">{t('compare.confusionHelp')}</p>
    </>
  );
}
