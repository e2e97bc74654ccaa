import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../components/error-note.tsx';
import { Details, Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useWorkspace } from '../../ipc/queries.ts';
import { useMachine } from '../../ipc/settings-queries.ts';
import styles from './settings.module.css';

interface Licences {
  readonly packages: readonly { readonly name: string; readonly version: string; readonly licence: string; readonly text: number }[];
  readonly texts: readonly string[];
}

/** Written beside the bundle when it is built. */
function useLicences(asked: boolean) {
  const queryFn = async (): Promise<Licences> => (await (await fetch('./licences.json')).json()) as Licences;
  return useQuery({ queryKey: ['licences'], queryFn, enabled: asked, staleTime: Number.POSITIVE_INFINITY });
}

/** The program, what it runs on, and whose work it is built of. */
export function AboutPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const workspace = useWorkspace();
  const machine = useMachine();
  const [asked, setAsked] = useState(false);
  const licences = useLicences(asked);
  return (
    <Panel title={t('settings.about')}>
      <Details
        rows={[
          [t('settings.version'), workspace.data?.version ?? ''],
          [t('settings.node'), machine.data?.node ?? ''],
          [t('settings.system'), machine.data?.system ?? ''],
          [t('settings.licence'), t('settings.licenceName')],
        ]}
      />
      {!asked && (
        <Button variant="default" size="compact-sm" mt={10} onClick={() => setAsked(true)}>
          {t('settings.showLicences')}
        </Button>
      )}
      {licences.isError && <FailureNote failure={licences.error} />}
      {licences.data !== undefined && (
        <div className={styles.packages} tabIndex={0} role="group" aria-label={t('settings.showLicences')}>
          <p className="soft small">{t('settings.packages', { packages: format.count(licences.data.packages.length) })}</p>
          {licences.data.packages.map(({ name, version, licence, text }) => (
            <details key={`${name} ${version}`}>
              <summary>
                {name} <span className="soft">{version}</span> <span className="faint small">{licence}</span>
              </summary>
              <pre>{licences.data.texts[text]}</pre>
            </details>
          ))}
        </div>
      )}
    </Panel>
  );
}
