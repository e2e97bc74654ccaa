import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../components/use-format.ts';

interface PagerProps {
  readonly total: number;
  readonly offset: number;
  readonly limit: number;
  readonly onOffset: (offset: number) => void;
}

/** Nothing where one page holds all. */
export function Pager({ total, offset, limit, onOffset }: PagerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (total <= limit) return null;
  const end = Math.min(total, offset + limit);
  return (
    <div className="row">
      <Button variant="default" size="compact-xs" disabled={offset === 0} onClick={() => onOffset(Math.max(0, offset - limit))}>
        {t('teaching.before')}
      </Button>
      <Button variant="default" size="compact-xs" disabled={end >= total} onClick={() => onOffset(offset + limit)}>
        {t('teaching.next')}
      </Button>
      <span className="soft small" aria-live="polite">
        {t('teaching.range', { from: format.count(offset + 1), to: format.count(end), total: format.count(total) })}
      </span>
    </div>
  );
}
