import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DoctorFinding } from '../../../src-shared/domain/settings.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { Banner, Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useMessage } from '../../components/use-message.ts';
import { useExamine, useRepair } from '../../ipc/settings-queries.ts';
import styles from './settings.module.css';

const TONES = { error: 'worse', warning: 'warn', garbage: 'plain' } as const;
const SHOWN = 20;

/** Is everything there that the workspace says it has? Says what it would do before it does it. */
export function DoctorPanel() {
  const { t } = useTranslation();
  const examine = useExamine();
  const repair = useRepair();
  const found = repair.isSuccess ? undefined : examine.data?.findings;
  return (
    <Panel
      title={t('settings.doctor')}
      aside={
        <Button
          variant="default"
          size="compact-sm"
          loading={examine.isPending}
          onClick={() => {
            repair.reset();
            examine.mutate();
          }}
        >
          {t('settings.examine')}
        </Button>
      }
    >
      {examine.isError && <FailureNote failure={examine.error} />}
      {repair.isError && <FailureNote failure={repair.error} />}
      {repair.isSuccess && <p role="status">{t('settings.repaired', { count: repair.data.repaired })}</p>}
      {found !== undefined && <Findings findings={found} isRepairing={repair.isPending} onRepair={() => repair.mutate()} />}
      {found === undefined && !repair.isSuccess && <p className="soft">{t('settings.doctorHelp')}</p>}
    </Panel>
  );
}

interface FindingsProps {
  readonly findings: readonly DoctorFinding[];
  readonly isRepairing: boolean;
  readonly onRepair: () => void;
}

function Findings({ findings, isRepairing, onRepair }: FindingsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const inWords = useMessage();
  if (findings.length === 0) return <p role="status">{t('settings.inOrder')}</p>;
  const proposed = findings.filter(({ proposal }) => proposal !== null);
  const room = proposed.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <div className={styles.findings}>
      {findings.slice(0, SHOWN).map(({ severity, message, path, proposal, bytes }) => (
        <Banner key={`${path} ${message}`} tone={TONES[severity]} title={t(`settings.severity.${severity}`)}>
          <p>{inWords(message)}</p>
          <p className="mono">{path}</p>
          {proposal !== null && (
            <p className="soft">
              {t('settings.proposed', { proposal: inWords(proposal) })}
              {bytes > 0 && ` (${format.bytes(bytes)})`}
            </p>
          )}
        </Banner>
      ))}
      {findings.length > SHOWN && <p className="soft">{t('settings.moreFindings', { more: format.count(findings.length - SHOWN) })}</p>}
      {proposed.length > 0 && (
        <div className="row">
          <Button loading={isRepairing} onClick={onRepair}>
            {t('settings.repair')}
          </Button>
          {room > 0 && <span className="soft small">{t('settings.givesBack', { room: format.bytes(room) })}</span>}
        </div>
      )}
    </div>
  );
}
