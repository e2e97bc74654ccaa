import type { Dispatch } from 'react';
import { useTranslation } from 'react-i18next';
import type { TeachingPart, TeachingView } from '../../../../src-shared/contracts/distillation.contract.ts';
import { useFormat } from '../../../components/use-format.ts';
import { nearestPairs, type ChoiceAction, type ItemChoice } from './item-choice.ts';
import styles from './teaching.module.css';

interface NeighboursProps {
  readonly view: TeachingView;
  readonly part: TeachingPart | undefined;
  readonly choice: ItemChoice;
  readonly dispatch: Dispatch<ChoiceAction>;
}

const SHOWN = 6;

/** What the teacher sees in a class on average, or which classes it confuses the most; each leads to those items. */
export function Neighbours({ view, part, choice, dispatch }: NeighboursProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = (number: number): string => view.classes[number] ?? String(number);
  const own = choice.label === null ? undefined : part?.nearest[choice.label];
  const pairs =
    own === undefined
      ? nearestPairs(part ?? { nearest: [] }, SHOWN)
      : own.towards.map(({ label, share }) => ({ label: own.label, rival: label, share }));
  if (pairs.length === 0) return null;
  return (
    <div className={styles.neighbours}>
      <p className="soft small">
        {own === undefined
          ? t('teaching.nearestPairs')
          : t('teaching.seesIn', { label: nameOf(own.label), items: format.count(own.items) })}
      </p>
      <div className={styles.chips}>
        {own !== undefined && (
          <span className={styles.ownShare}>
            {nameOf(own.label)} <b>{format.percent(own.own, 1)}</b>
          </span>
        )}
        {pairs.map(({ label, rival, share }) => {
          const isOn = choice.label === label && choice.rival === rival;
          const shown = format.percent(share, 1);
          return (
            <button
              key={`${label} ${rival}`}
              type="button"
              className={styles.chip}
              aria-pressed={isOn}
              title={t('teaching.onlyNear', { label: nameOf(label), other: nameOf(rival) })}
              onClick={() => dispatch({ type: 'classes', label: isOn ? null : label, rival: isOn ? null : rival })}
            >
              {own === undefined ? (
                t('teaching.pairShare', { label: nameOf(label), other: nameOf(rival), share: shown })
              ) : (
                <>
                  {nameOf(rival)} {shown}
                </>
              )}
            </button>
          );
        })}
      </div>
    </div>
  );
}
