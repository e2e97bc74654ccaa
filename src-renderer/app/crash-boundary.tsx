import { Button } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../components/page.tsx';

interface Crash {
  readonly id: string;
  readonly message: string;
}

/** React offers error boundaries to classes only. The id on screen is the one in the console. */
export class CrashBoundary extends Component<{ children: ReactNode }, { crash: Crash | null }> {
  override state: { crash: Crash | null } = { crash: null };

  static getDerivedStateFromError(thrown: unknown): { crash: Crash } {
    return { crash: { id: crashId(), message: thrown instanceof Error ? thrown.message : String(thrown) } };
  }

  override componentDidCatch(thrown: unknown, info: ErrorInfo): void {
    reportError(new Error(`Crash ${this.state.crash?.id ?? ''}${info.componentStack ?? ''}`, { cause: thrown }));
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
