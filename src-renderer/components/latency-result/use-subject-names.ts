import { useTranslation } from 'react-i18next';
import type { LatencyReport, TimedSubject } from '../../../src-shared/domain/latency.ts';
import { useNames } from '../use-names.ts';

/** What each subject of a report is called: only what tells them apart. */
export function useSubjectNames({ subjects }: Pick<LatencyReport, 'subjects'>): (subject: TimedSubject) => string {
  const { t } = useTranslation();
  const names = useNames();
  const severalModels = new Set(subjects.map(({ modelId }) => modelId)).size > 1;
  const severalThreads = ({ modelId, format, precision }: TimedSubject): boolean =>
    subjects.filter(other => other.modelId === modelId && other.format === format && other.precision === precision).length > 1;
  return subject => {
    const { model, replicate, format, precision, threads } = subject;
    return [
      ...(severalModels ? [names.replicate(model, replicate)] : []),
      format === null ? t('latency.here') : format,
      ...(precision === null ? [] : [precision]),
      ...(severalThreads(subject) ? [t('latency.threadsOf', { count: threads })] : []),
    ].join(' · ');
  };
}
