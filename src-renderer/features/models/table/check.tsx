import styles from './table.module.css';

export type Mark = 'all' | 'some' | 'none';

interface CheckProps {
  readonly label: string;
  readonly mark: Mark;
  /** With whether all up to here are meant: shift was held. */
  readonly onChange: (range: boolean) => void;
}

/** The browser's own checkbox: there may be dozens new with every frame of scrolling. */
export function Check({ label, mark, onChange }: CheckProps) {
  return (
    <input
      type="checkbox"
      className={styles.check}
      aria-label={label}
      checked={mark === 'all'}
      ref={element => {
        if (element !== null) element.indeterminate = mark === 'some';
      }}
      onChange={event => onChange((event.nativeEvent as MouseEvent).shiftKey)}
    />
  );
}
