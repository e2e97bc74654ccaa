import styles from './charts.module.css';
import type { Line } from './lines.ts';

interface LegendProps {
  readonly lines: readonly Line[];
  readonly hidden: ReadonlySet<string>;
  readonly onChange: (hidden: ReadonlySet<string>) => void;
}

/** A click hides or shows a line; with Alt it leaves only that one, or brings all back. */
export function Legend({ lines, hidden, onChange }: LegendProps) {
  function toggle(label: string, alone: boolean): void {
    const others = lines.map(line => line.label).filter(each => each !== label);
    if (alone) return onChange(others.every(each => hidden.has(each)) ? new Set() : new Set(others));
    const next = new Set(hidden);
    if (!next.delete(label)) next.add(label);
    onChange(next);
  }
  return (
    <ul className={styles.legend}>
      {lines.map(line => (
        <li key={line.label}>
          <button type="button" aria-pressed={!hidden.has(line.label)} onClick={event => toggle(line.label, event.altKey)}>
            <svg width="18" height="6" aria-hidden="true">
              <line
                x1="1.5"
                x2="16.5"
                y1="3"
                y2="3"
                stroke={line.colour}
                strokeWidth={line.weight === 'strong' ? 3 : 1.5}
                strokeOpacity={line.weight === 'strong' ? 1 : 0.6}
              />
            </svg>
            {line.label}
          </button>
        </li>
      ))}
    </ul>
  );
}
