import { useTranslation } from 'react-i18next';
import { useFormat } from '../use-format.ts';
import type { Verdict } from './card-rows.ts';

const MARKS = { better: '▲', worse: '▼', alike: '≈' } as const;
const CLASSES = { better: 'better', worse: 'worse', alike: 'faint' } as const;

/** `▲ −67 %`: the sign says less or more, mark and colour say better or worse. */
export function Change({ verdict, change }: { verdict: Verdict; change: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sign = change > 0 ? '+' : '−';
  const size = Math.abs(change);
  // Small changes need a digit more, or they would read as none.
  const text = change === 0 ? t('card.same') : sign + format.percent(size, size < 0.1 ? 1 : 0);
  return (
    <span className={`small nowrap ${CLASSES[verdict]}`}>
      <span aria-hidden="true">{change === 0 ? '=' : MARKS[verdict]}</span> {text}
    </span>
  );
}
