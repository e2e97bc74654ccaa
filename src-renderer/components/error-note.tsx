import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AppFailure, toAppError, type AppErrorCode } from '../../src-shared/lib/app-error.ts';
import { Banner } from './page.tsx';
import { useMessage } from './use-message.ts';

/** An AppError as it comes through a contract: optional members may be present and undefined. */
export interface ShownError {
  readonly code: AppErrorCode;
  readonly message: string;
  readonly path?: string | undefined;
  readonly hint?: string | undefined;
  readonly id?: string | undefined;
}

interface ErrorNoteProps {
  readonly error: ShownError;
  /** Before the words: where it happened. */
  readonly place?: string;
  /** Ways out, beside the details to copy. */
  readonly actions?: ReactNode;
}

/** What happened, what to do, and the details to copy. */
export function ErrorNote({ error, place, actions }: ErrorNoteProps) {
  const { t } = useTranslation();
  const message = useMessage();
  const clipboard = useClipboard();
  const advice = error.hint === undefined ? t(`errors.${error.code}.advice`) : message(error.hint);
  return (
    <div role="alert">
      <Banner
        tone={error.code === 'cancelled' ? 'warn' : 'worse'}
        title={place === undefined ? t(`errors.${error.code}.title`) : `${place}: ${t(`errors.${error.code}.title`)}`}
      >
        <p style={{ overflowWrap: 'anywhere' }}>{message(error.message)}</p>
        {error.path !== undefined && <p className="mono">{error.path}</p>}
        <p>{advice}</p>
        <div className="row" style={{ marginTop: 6 }}>
          {actions}
          <Button variant="default" size="compact-xs" onClick={() => clipboard.copy(detailsOf(error))}>
            {clipboard.copied ? t('common.copied') : t('common.copyDetails')}
          </Button>
          {error.id !== undefined && <span className="faint small">{t('errors.quoteId', { id: error.id })}</span>}
        </div>
      </Banner>
    </div>
  );
}

/** For whatever a query rejected with. */
export function FailureNote({ failure }: { failure: unknown }) {
  return <ErrorNote error={failure instanceof AppFailure ? failure.error : toAppError(failure)} />;
}

function detailsOf(error: ShownError): string {
  return JSON.stringify(error, null, 2);
}
