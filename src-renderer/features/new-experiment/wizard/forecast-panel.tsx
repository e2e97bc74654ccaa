import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { MemoryForecast, StepForecast, TimeForecast } from '../../../../src-shared/domain/forecast.ts';
import { Loaded } from '../../../components/loading.tsx';
import { Details, Panel } from '../../../components/page.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { useNames } from '../../../components/use-names.ts';
import styles from './wizard.module.css';

/** Beyond this factor between the work foretold and the work measured, in either direction, a time is called rough. */
const ROUGH = 10;

/** Time and memory of each step, with what they rest on; or why they can't be known. */
export function ForecastPanel({ forecast, isReady }: { forecast: UseQueryResult<StepForecast[]>; isReady: boolean }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('new.forecast')}>
      {isReady ? (
        <Loaded query={forecast} heights={[60]}>
          {steps => (
            <>
              {steps.map(step => (
                <StepNeeds key={step.name} step={step} isOnly={steps.length === 1} />
              ))}
              {steps.length > 1 && <Total steps={steps} />}
            </>
          )}
        </Loaded>
      ) : (
        <p className="soft">{t('new.forecastLater')}</p>
      )}
    </Panel>
  );
}

function StepNeeds({ step, isOnly }: { step: StepForecast; isOnly: boolean }) {
  const { t } = useTranslation();
  const names = useNames();
  const format = useFormat();
  const { time, memory, model } = step;
  return (
    <div className={styles.needs}>
      {!isOnly && (
        <h3>
          {step.name} <span className="soft">{names.kind(step.kind)}</span>
        </h3>
      )}
      <Details
        rows={[
          [t('new.time'), 'unknown' in time ? <Unknown key="time" reason={time.unknown} /> : <Time key="time" time={time} />],
          [
            t('new.memory'),
            'unknown' in memory ? <Unknown key="memory" reason={memory.unknown} /> : <Memory key="memory" memory={memory} />,
          ],
          ...(model === null
            ? []
            : [
                [
                  t('new.network'),
                  t('new.networkFigures', { parameters: format.count(model.parameters), multiplyAdds: format.compact(model.multiplyAdds) }),
                ] as const,
              ]),
        ]}
      />
    </div>
  );
}

function Unknown({ reason }: { reason: Extract<StepForecast['time'], { unknown: unknown }>['unknown'] }) {
  const { t } = useTranslation();
  return <span className="soft">{t(`new.unknown.${reason}`)}</span>;
}

function Time({ time: { ms, from, jobs, scale } }: { time: TimeForecast }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isRough = scale > ROUGH || scale < 1 / ROUGH;
  return (
    <>
      {t('new.about', { duration: format.duration(ms) })}
      <div className="soft small">
        {t('new.scaledFrom')} <Link href={`/runs/${from.runId}`}>{from.step}</Link>{' '}
        {t('new.scaledBy', { count: jobs, duration: format.duration(from.ms), scale: format.number(scale, 2) })}
        {isRough && <> {t('new.rough')}</>}
      </div>
    </>
  );
}

function Memory({ memory }: { memory: MemoryForecast }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { totalBytes, engineBytes, parameterBytes, activationBytes, dataBytes, engine } = memory;
  return (
    <>
      {t('new.about', { duration: format.bytes(totalBytes) })}
      <div className="soft small">
        {t('new.memoryParts', {
          engine,
          base: format.bytes(engineBytes),
          parameters: format.bytes(parameterBytes),
          activations: format.bytes(activationBytes),
          data: format.bytes(dataBytes),
        })}
      </div>
    </>
  );
}

/** Only where every step is known: half a sum would look like a whole one. */
function Total({ steps }: { steps: readonly StepForecast[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const times = steps.map(({ time }) => ('unknown' in time ? null : time.ms));
  const known = times.filter(ms => ms !== null);
  const text = known.length < times.length ? t('new.totalUnknown') : format.duration(known.reduce((sum, ms) => sum + ms, 0));
  return (
    <div className={styles.total}>
      <b>{t('new.total')}</b> {text}
    </div>
  );
}
