import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { UseQueryResult } from '@tanstack/react-query';
import { FailureNote } from './error-note.tsx';
import styles from './page.module.css';
import { Page } from './page.tsx';

/** Quicker answers show nothing in between, so nothing flickers. */
const SKELETON_AFTER_MS = 150;

export function Loading({ heights = [28, 180, 120] }: { heights?: readonly number[] }) {
  const { t } = useTranslation();
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setVisible(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!visible) return null;
  return (
    <div className={styles.skeleton} role="status" aria-label={t('common.loading')}>
      {heights.map((height, i) => (
        <i key={i} style={{ height }} />
      ))}
    </div>
  );
}

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
  readonly heights?: readonly number[];
  /** For a query that fills a whole screen: its heading while there is nothing else. */
  readonly title?: string;
}

/** The data of a query once it is there; before that a skeleton, or what went wrong. */
export function Loaded<T>({ query, children, heights, title }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  const instead = query.isError ? <FailureNote failure={query.error} /> : <Loading {...(heights === undefined ? {} : { heights })} />;
  return title === undefined ? instead : <Page title={title}>{instead}</Page>;
}
