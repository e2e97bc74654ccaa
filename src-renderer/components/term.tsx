import { Tooltip } from '@mantine/core';
import styles from './term.module.css';

/** A term of the field with its explanation on hover and on focus. */
export function Term({ text, help }: { text: string; help: string }) {
  return (
    <Tooltip label={help} events={{ hover: true, focus: true, touch: true }}>
      <span className={styles.term} tabIndex={0}>
        {text}
      </span>
    </Tooltip>
  );
}
