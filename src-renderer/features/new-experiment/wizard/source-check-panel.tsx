import { Button, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SourceCheck } from '../../../../src-shared/domain/source-check.ts';
import { BalanceBars } from '../../../components/data-findings/balance-bars.tsx';
import { EqualItems, NearlyEqualItems } from '../../../components/data-findings/duplicate-findings.tsx';
import { ImportWarnings } from '../../../components/data-findings/import-warnings.tsx';
import { SplitBar } from '../../../components/data-findings/split-bar.tsx';
import { FailureNote } from '../../../components/error-note.tsx';
import { Panel } from '../../../components/page.tsx';
import type { SourceCheckState } from './use-source-check.ts';
import styles from './wizard.module.css';

interface SourceCheckPanelProps {
  readonly state: SourceCheckState | undefined;
  /** Whether a chart of the classes finds room. */
  readonly isWide?: boolean;
}

/** What the import would make of its source, and what of that is to be looked at before anything is trained on it. */
export function SourceCheckPanel({ state, isWide = false }: SourceCheckPanelProps) {
  const { t } = useTranslation();
  if (state === undefined) return null;
  const { isReady, isChecking, check, failure, ask } = state;
  const isOpen = check === null && !isChecking;
  return (
    <Panel
      title={t('new.check.title')}
      aside={
        isOpen &&
        isReady && (
          <Button variant="default" size="compact-sm" onClick={ask}>
            {t(failure === null ? 'new.check.ask' : 'new.check.askAgain')}
          </Button>
        )
      }
    >
      {check !== null ? (
        <Findings check={check} isWide={isWide} />
      ) : failure !== null ? (
        <FailureNote failure={failure} />
      ) : (
        <p className="soft row" role="status">
          {isChecking && <Loader size={12} color="gray" />}
          {t(isChecking ? 'new.check.running' : isReady ? 'new.check.help' : 'new.check.later')}
        </p>
      )}
    </Panel>
  );
}

function Findings({ check: { summary, balance, duplicates }, isWide }: { check: SourceCheck; isWide: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={styles.column}>
      <SplitBar summary={summary} />
      <ImportWarnings warnings={summary.warnings} />
      <div>
        <EqualItems report={duplicates} />
        {duplicates.near !== null && <NearlyEqualItems report={duplicates.near} />}
      </div>
      {isWide && <BalanceBars balance={balance} />}
      {summary.task !== 'values' && <p className="soft small">{t('new.check.labelsLater')}</p>}
    </div>
  );
}
