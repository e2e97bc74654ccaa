import { Button } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../components/page.tsx';

const MOST_DETAILS = 20_000;

interface Crash {
  readonly id: string;
  readonly message: string;
}

interface CrashBoundaryProps {
  readonly children: ReactNode;
  /** Tells main, whose log then holds the id that is quoted. */
  readonly onCrash: (id: string, details: string) => void;
}

/** React offers error boundaries to classes only. The id on screen is the one in the console and in main's log. */
export class CrashBoundary extends Component<CrashBoundaryProps, { crash: Crash | null }> {
  override state: { crash: Crash | null } = { crash: null };

  static getDerivedStateFromError(thrown: unknown): { crash: Crash } {
    return { crash: { id: crashId(), message: thrown instanceof Error ? thrown.message : String(thrown) } };
  }

  override componentDidCatch(thrown: unknown, info: ErrorInfo): void {
    const id = this.state.crash?.id ?? '';
    const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    this.props.onCrash(id, `${stack}${info.componentStack ?? ''}`.slice(0, MOST_DETAILS));
    reportError(new Error(`Crash ${id}${info.componentStack ?? ''}`, { cause: thrown }));
  }

  override render(): ReactNode {
    return this.state.crash === null ? this.props.children : <CrashNote crash={this.state.crash} />;
  }
}

function CrashNote({ crash }: { crash: Crash }) {
  const { t } = useTranslation();
  return (
    <div role="alert" style={{ padding: 24, maxWidth: 720 }}>
      <Banner tone="worse" title={t('app.crashed')}>
        <p className="mono">{crash.message}</p>
        <p>{t('app.crashedAdvice')}</p>
        <div className="row" style={{ marginTop: 8 }}>
          <Button onClick={() => window.location.reload()}>{t('app.reload')}</Button>
          <span className="mono faint">{crash.id}</span>
        </div>
      </Banner>
    </div>
  );
}

/** Works without a secure context too, where `randomUUID` is missing. */
function crashId(): string {
  return [...crypto.getRandomValues(new Uint8Array(4))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
