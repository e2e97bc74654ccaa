import { Button, Progress, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineFlavour, InstallProgress, NativeEngineState } from '../../../src-shared/domain/native-engine.ts';
import { ErrorNote, FailureNote } from '../../components/error-note.tsx';
import { Loaded } from '../../components/loading.tsx';
import { Banner, Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useCancelInstall, useInstallEngine, useNativeEngine, useUninstallEngine } from '../../ipc/queries.ts';
import styles from './native-engine.module.css';
import { RegisteredLibrary } from './registered-library.tsx';
import { SelfTest } from './self-test.tsx';

const USE_COMMAND = 'espalier engine use FOLDER';

/** Getting TensorFlow's library, and what it can do once it is there. */
export function NativeEnginePanel() {
  const { t } = useTranslation();
  const query = useNativeEngine();
  return (
    <Panel title={t('compute.native.title')}>
      <Loaded query={query} heights={[90]}>
        {state => <NativeEngine state={state} />}
      </Loaded>
    </Panel>
  );
}

function NativeEngine({ state }: { state: NativeEngineState }) {
  const { t } = useTranslation();
  const remove = useUninstallEngine();
  const { registered, failure, isBusy, progress } = state;
  return (
    <div className={styles.stack}>
      {registered === null ? <p className="soft">{t('compute.native.intro')}</p> : <RegisteredLibrary engine={registered} />}
      {failure !== null && !isBusy && <ErrorNote error={failure} />}
      {remove.isError && failure === null && <FailureNote failure={remove.error} />}
      {isBusy ? <Underway progress={progress} /> : <Choices state={state} />}
      {registered !== null && !isBusy && <SelfTest />}
      {registered !== null && !isBusy && (
        <div className="row">
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('compute.native.remove')}
          </Button>
          <span className="faint small">{t('compute.native.removeHelp')}</span>
        </div>
      )}
    </div>
  );
}

/** What can be fetched here; the build that is registered already is not offered again. */
function Choices({ state: { offers, registered, refusal } }: { state: NativeEngineState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const install = useInstallEngine();
  const [wanted, setWanted] = useState<EngineFlavour>('cpu');
  const open = offers.filter(offer => registered?.origin !== 'installed' || registered.flavour !== offer.flavour);
  const chosen = open.find(offer => offer.flavour === wanted) ?? open[0];
  const labels = { cpu: t('compute.native.cpu'), cuda: t('compute.native.cuda') };
  return (
    <>
      {refusal !== null && <Banner>{refusal}</Banner>}
      {chosen !== undefined && (
        <div className={styles.choices}>
          {open.length > 1 ? (
            <SegmentedControl
              aria-label={t('compute.native.flavour')}
              value={chosen.flavour}
              onChange={value => setWanted(value as EngineFlavour)}
              data={open.map(({ flavour }) => ({ value: flavour, label: labels[flavour] }))}
            />
          ) : (
            <span>{labels[chosen.flavour]}</span>
          )}
          <Button
            variant={registered === null ? 'filled' : 'default'}
            loading={install.isPending}
            onClick={() => install.mutate(chosen.flavour)}
          >
            {t('compute.native.install')}
          </Button>
          <span className="soft small">
            {t('compute.native.sizes', { download: format.bytes(chosen.downloadBytes), required: format.bytes(chosen.requiredBytes) })}
          </span>
        </div>
      )}
      {install.isError && <FailureNote failure={install.error} />}
      {registered === null && (
        <p className="faint small">
          {t('compute.native.otherFolder')} <span className="mono">{USE_COMMAND}</span>
        </p>
      )}
    </>
  );
}

function Underway({ progress }: { progress: InstallProgress | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const cancel = useCancelInstall();
  const { stage, bytes, totalBytes, subject } = progress ?? { stage: 'preparing' as const, bytes: 0, totalBytes: null, subject: '' };
  const isMeasured = totalBytes !== null && totalBytes > 0;
  return (
    <div className={styles.underway}>
      <div className={styles.stage}>
        <span role="status">{t(`compute.native.stages.${stage}`)}</span>
        <span className="faint mono ellipsis grow">{subject}</span>
        {bytes > 0 && (
          <span className="soft small nowrap">
            {isMeasured ? t('compute.native.amount', { done: format.bytes(bytes), total: format.bytes(totalBytes) }) : format.bytes(bytes)}
          </span>
        )}
      </div>
      <Progress
        value={isMeasured ? (100 * bytes) / totalBytes : 100}
        animated={!isMeasured}
        striped={!isMeasured}
        transitionDuration={0}
        aria-label={t('compute.native.progress')}
      />
      <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
        {t('compute.native.cancel')}
      </Button>
    </div>
  );
}
