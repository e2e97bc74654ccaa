import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EngineCandidate, EngineStatus } from '../../../src-shared/domain/engine-status.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { Term } from '../../components/term.tsx';
import { Loaded, Loading } from '../../components/loading.tsx';
import { Banner, Details, Page, Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useMessage } from '../../components/use-message.ts';
import { useEngine } from '../../ipc/queries.ts';
import { useMachine, useMeasureAgain } from '../../ipc/settings-queries.ts';
import { NativeEnginePanel } from './native-engine-panel.tsx';

export function ComputeScreen() {
  const { t } = useTranslation();
  const engine = useEngine();
  return (
    <Page title={t('compute.title')} actions={<MeasureButton />}>
      <Loaded query={engine}>{status => (status === null ? <Measuring /> : <Status status={status} />)}</Loaded>
      <MachinePanel />
      <NativeEnginePanel />
    </Page>
  );
}

function MeasureButton() {
  const { t } = useTranslation();
  const measure = useMeasureAgain();
  return (
    <>
      {measure.isError && <FailureNote failure={measure.error} />}
      <Button variant="default" loading={measure.isPending} onClick={() => measure.mutate()}>
        {t('compute.measureAgain')}
      </Button>
    </>
  );
}

function MachinePanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const machine = useMachine();
  return (
    <Panel title={t('compute.machine')}>
      <Loaded query={machine} heights={[60]}>
        {({ processor, cores, memoryBytes, availableBytes, system }) => (
          <Details
            rows={[
              [t('compute.processor'), processor],
              [t('compute.threads'), cores],
              [t('compute.memory'), t('compute.memoryOf', { available: format.bytes(availableBytes), total: format.bytes(memoryBytes) })],
              [t('compute.system'), system],
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}

function Measuring() {
  const { t } = useTranslation();
  return (
    <>
      <Banner>{t('compute.measuring')}</Banner>
      <Loading />
    </>
  );
}

function Status({ status }: { status: EngineStatus }) {
  const { t } = useTranslation();
  const message = useMessage();
  return (
    <>
      <Banner title={message(status.title)}>{message(status.reason)}</Banner>
      <Panel title={t('compute.inForce')}>
        <Details
          rows={[
            [t('compute.threads'), status.threads],
            [
              t('compute.identity'),
              <span key="identity" className="mono">
                {status.identity}
              </span>,
            ],
            [
              '',
              <span key="help" className="faint small">
                {t('compute.identityHelp')}
              </span>,
            ],
          ]}
        />
      </Panel>
      <Panel title={t('compute.candidates')} flush>
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t('compute.candidates')}>
          <table className="table">
            <thead>
              <tr>
                <th className="text">{t('compute.device')}</th>
                <th className="text">{t('common.state')}</th>
                <th>
                  <Term text={t('compute.probe')} help={t('compute.probeHelp')} />
                </th>
                <th className="text">{t('compute.why')}</th>
              </tr>
            </thead>
            <tbody>
              {status.candidates.map(candidate => (
                <CandidateRow key={candidate.id} candidate={candidate} chosen={candidate.id === status.chosen} />
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </>
  );
}

function CandidateRow({ candidate, chosen }: { candidate: EngineCandidate; chosen: boolean }) {
  const { t } = useTranslation();
  const message = useMessage();
  const format = useFormat();
  return (
    <tr data-selected={chosen || undefined}>
      <th scope="row" className="text">
        {message(candidate.title)} <span className="faint mono">{candidate.id}</span>
      </th>
      <td className={`text ${candidate.available ? 'better' : 'soft'}`}>
        {t(chosen ? 'compute.inForce' : candidate.available ? 'compute.available' : 'compute.unavailable')}
      </td>
      <td>{candidate.probeStepMs === null ? t('common.none') : format.duration(candidate.probeStepMs)}</td>
      <td className="text wrap">{message(candidate.reason)}</td>
    </tr>
  );
}
