import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DistillationReport, DistillationWarning } from '../../../src-shared/domain/distillation.ts';
import { wizardPath } from '../../ipc/draft.ts';
import { Banner } from '../page.tsx';
import { useFormat } from '../use-format.ts';
import styles from './distillation-result.module.css';

/** Things that were done and are as they should be, unlike the others. */
const NOTES: ReadonlySet<DistillationWarning['kind']> = new Set(['bias-corrected', 'answers-to-unchanged']);

/** What a person must know before believing in a teaching, each with a way out. */
export function WarningList({ report }: { report: DistillationReport }) {
  const { t } = useTranslation();
  const sentence = useSentence(report);
  if (report.warnings.length === 0) return null;
  return (
    <ul className={styles.warnings}>
      {report.warnings.map((warning, i) => (
        <li key={i}>
          <Banner tone={NOTES.has(warning.kind) ? 'plain' : 'warn'} title={sentence(warning)}>
            {t(`teaching.ways.${warning.kind}`)} <WayOut warning={warning} report={report} />
          </Banner>
        </li>
      ))}
    </ul>
  );
}

function WayOut({ warning, report: { teachers } }: { warning: DistillationWarning; report: DistillationReport }) {
  const { t } = useTranslation();
  if (warning.kind === 'teacher-at-chance') {
    const found = teachers.find(({ name }) => name === warning.teacher);
    const id = found?.modelId ?? null;
    return id === null ? null : <Link href={`/models/${id}`}>{t('teaching.wayTrain')}</Link>;
  }
  if (NOTES.has(warning.kind)) return null;
  const first = teachers.find(({ modelId }) => modelId !== null);
  return first === undefined ? null : <Link href={wizardPath('distill', `model:${first.modelId}`)}>{t('teaching.wayTeach')}</Link>;
}

function useSentence({ distilled }: DistillationReport): (warning: DistillationWarning) => string {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const isError = distilled?.metrics['error'] !== undefined;
  const figure = (value: number, other: number): string => {
    if (isError) return format.percent(value);
    // As many digits as tell the two apart.
    const digits = format.number(value, 4) === format.number(other, 4) ? 7 : 4;
    return format.number(value, digits);
  };
  const names = (classes: readonly string[]): string => new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(classes);
  return warning => {
    switch (warning.kind) {
      case 'teacher-at-chance':
        return t('teaching.warnings.teacher-at-chance', {
          teacher: warning.teacher,
          accuracy: format.percent(warning.accuracy),
          chance: format.percent(warning.chance),
        });
      case 'distillation-hurts':
        return t('teaching.warnings.distillation-hurts', {
          distilled: figure(warning.distilled, warning.alone),
          alone: figure(warning.alone, warning.distilled),
          items: format.count(warning.items),
        });
      case 'no-gap':
        return t('teaching.warnings.no-gap', {
          alone: figure(warning.alone, warning.teacher),
          teacher: figure(warning.teacher, warning.alone),
        });
      case 'missing-classes':
        return t('teaching.warnings.missing-classes', { teacher: warning.teacher, classes: names(warning.classes) });
      case 'bias-corrected':
        return t('teaching.warnings.bias-corrected', { classes: names(warning.classes) });
      case 'answers-to-unchanged':
        return t('teaching.warnings.answers-to-unchanged', { teachers: names(warning.teachers) });
    }
  };
}
