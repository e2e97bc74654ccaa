import { useLocalStorage } from '@mantine/hooks';
import type { CSSProperties, KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './split-view.module.css';

const LEAST = 220;
const MOST = 520;

/** List left, detail right; on a narrow screen one below the other. The border is dragged or moved with the arrow keys; its place is remembered per screen. */
export function SplitView({ name, list, children }: { name: string; list: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const [width, setWidth] = useLocalStorage({ key: `espalier.split.${name}`, defaultValue: 280, getInitialValueInEffect: false });
  const resize = (to: number) => setWidth(Math.min(MOST, Math.max(LEAST, Math.round(to))));
  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    event.currentTarget.setPointerCapture(event.pointerId);
  }
  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    resize(event.clientX - (event.currentTarget.parentElement?.getBoundingClientRect().left ?? 0));
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowLeft') resize(width - 16);
    if (event.key === 'ArrowRight') resize(width + 16);
  }
  return (
    <div className={styles.split} style={{ '--list-width': `${width}px` } as CSSProperties}>
      <div className={styles.list}>{list}</div>
      <div
        className={styles.border}
        role="separator"
        aria-orientation="vertical"
        aria-label={t('app.resize')}
        aria-valuenow={width}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        tabIndex={0}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      />
      <div className={styles.detail}>{children}</div>
    </div>
  );
}
