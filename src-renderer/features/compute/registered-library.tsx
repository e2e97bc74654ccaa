import { useTranslation } from 'react-i18next';
import type { RegisteredEngine } from '../../../src-shared/domain/native-engine.ts';
import { Bytes } from '../../components/figures.tsx';
import { Banner, Details } from '../../components/page.tsx';
import { Term } from '../../components/term.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { useFormat } from '../../components/use-format.ts';

/** The library in use, and what its self-test found. */
export function RegisteredLibrary({ engine }: { engine: RegisteredEngine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { selfTest, flavour, origin, folder, registeredMs, tensorflow } = engine;
  const { checks, devices, missingLibraries, builtForCuda } = selfTest;
  const lacksGpu = builtForCuda && devices.every(({ type }) => type !== 'GPU');
  const speed = (value: number) => t('compute.native.speed', { value: format.number(value) });
  const passed = checks.filter(check => check.passed).length;
  return (
    <>
      <Details
        rows={[
          [
            t('compute.native.library'),
            <span key="library">
              {t('compute.native.version', { version: tensorflow })} · {t(`compute.native.${flavour}`)}
            </span>,
          ],
          [
            t('compute.native.origin'),
            <span key="origin">
              {t(`compute.native.${origin}`)} · <TimeAgo atMs={registeredMs} />
            </span>,
          ],
          [
            t('compute.native.place'),
            <span key="place" className="mono">
              {folder}
            </span>,
          ],
          [t('compute.native.devices'), devices.map(({ name, type }) => `${type} ${name.split(':').at(-1) ?? ''}`).join(', ')],
          [t('compute.native.matrices'), <Term key="matrices" text={speed(selfTest.gemmGflops)} help={t('compute.native.speedHelp')} />],
          [
            t('compute.native.convolution'),
            <Term key="convolution" text={speed(selfTest.convGflops)} help={t('compute.native.speedHelp')} />,
          ],
          [t('compute.native.memory'), <Bytes key="memory" value={selfTest.rssBytes} />],
          [
            t('compute.native.checks'),
            <span key="checks" title={checks.map(({ name, detail }) => `${name}: ${detail}`).join('\n')}>
              {t('compute.native.checksPassed', { passed, total: checks.length })}
            </span>,
          ],
        ]}
      />
      {lacksGpu && (
        <Banner tone="warn" title={t('compute.native.noGpu')}>
          {missingLibraries.length === 0 && t('compute.native.noDriver')}
          {missingLibraries.map(line => (
            <p key={line} className="mono">
              {line}
            </p>
          ))}
        </Banner>
      )}
    </>
  );
}
