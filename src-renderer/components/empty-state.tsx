import type { ReactNode } from 'react';
import styles from './page.module.css';

/** A small drawing, a sentence, one action. */
export function EmptyState({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <Sapling />
      <p>{text}</p>
      {action}
    </div>
  );
}

function Sapling() {
  return (
    <svg
      width="96"
      height="72"
      viewBox="0 0 96 72"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M8 66h80M48 66V14" />
      <path d="M48 52c-14 0-24-2-24-12M48 52c14 0 24-2 24-12M48 34c-9 0-15-2-15-9M48 34c9 0 15-2 15-9" />
      <path d="M24 40c-3-3-3-7 0-10 3 3 3 7 0 10ZM72 40c-3-3-3-7 0-10 3 3 3 7 0 10ZM48 14c-3-3-3-8 0-11 3 3 3 8 0 11Z" />
      <path d="M12 60V24M84 60V24M12 30h72M12 48h72" strokeWidth="0.8" strokeDasharray="2 3" />
    </svg>
  );
}
