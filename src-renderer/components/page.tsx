import type { ReactNode } from 'react';
import styles from './page.module.css';

interface PageProps {
  readonly title: string;
  /** Set beside the title in a quieter colour. */
  readonly qualifier?: ReactNode;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A screen: heading, actions top right, content below. */
export function Page({ title, qualifier, subtitle, actions, children }: PageProps) {
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div className={styles.titles}>
          <h1 className={styles.title}>
            {title} {qualifier !== undefined && <span className={styles.qualifier}>{qualifier}</span>}
          </h1>
          {subtitle !== undefined && <p className="soft">{subtitle}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface PanelProps {
  readonly title?: ReactNode;
  readonly aside?: ReactNode;
  /** For tables, which bring their own padding. */
  readonly flush?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function Panel({ title, aside, flush = false, className, children }: PanelProps) {
  return (
    <section className={className === undefined ? styles.panel : `${styles.panel} ${className}`} data-flush={flush || undefined}>
      {(title !== undefined || aside !== undefined) && (
        <div className={styles.panelHeader}>
          {title !== undefined && <h2>{title}</h2>}
          {aside !== undefined && <div className="row">{aside}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

interface BannerProps {
  readonly tone?: 'plain' | 'warn' | 'worse';
  readonly title?: ReactNode;
  readonly children: ReactNode;
}

export function Banner({ tone = 'plain', title, children }: BannerProps) {
  return (
    <div className={styles.banner} data-tone={tone}>
      {title !== undefined && <div className={styles.bannerTitle}>{title}</div>}
      {children}
    </div>
  );
}

/** Label and value pairs. */
export function Details({ rows }: { rows: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className={styles.details}>
      {rows.map(([label, value]) => (
        <div key={label} style={{ display: 'contents' }}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export const chipClass = styles.chip;
