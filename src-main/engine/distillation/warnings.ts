import type {
  DistillationFigures,
  DistillationReport,
  DistillationTeacher,
  DistillationWarning,
} from '../../../src-shared/domain/distillation.ts';
import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import { isShareFigure, mainFigureOf } from '../../../src-shared/domain/quality.ts';
import { formatCount, formatNumber, formatPercent } from '../../../src-shared/lib/units.ts';
import { mainFigure } from './figures.ts';

/** Standard errors within which a teacher's accuracy is no better than chance. */
const STANDARD_ERRORS = 2;

export interface WarningFacts {
  readonly task: Task;
  readonly teachers: readonly DistillationTeacher[];
  readonly targets: ArrayLike<number>;
  readonly teacher: DistillationFigures | undefined;
  readonly distilled: DistillationFigures | undefined;
  readonly alone: DistillationFigures | undefined;
  /** Classes whose bias was corrected, by name. */
  readonly corrected: readonly string[];
  /** Whether the student sees the items changed. */
  readonly isAugmented: boolean;
}

/** What a person must know before believing in a distillation, with its numbers. */
export function warningsOf(facts: WarningFacts): readonly DistillationWarning[] {
  const { teachers, teacher, distilled, alone, corrected, isAugmented } = facts;
  const filed = isAugmented ? teachers.flatMap(({ name, file }) => (file === undefined ? [] : [name])) : [];
  const hurts = distilled !== undefined && alone !== undefined && mainFigure(distilled) > mainFigure(alone);
  const noGap = teacher !== undefined && alone !== undefined && mainFigure(alone) <= mainFigure(teacher);
  return [
    ...teachers.flatMap(one => atChance(facts, one)),
    ...teachers.flatMap(({ name, missing }) =>
      missing.length === 0 ? [] : [{ kind: 'missing-classes', teacher: name, classes: missing } as const],
    ),
    ...(noGap ? [{ kind: 'no-gap', teacher: mainFigure(teacher), alone: mainFigure(alone) } as const] : []),
    ...(hurts
      ? [{ kind: 'distillation-hurts', distilled: mainFigure(distilled), alone: mainFigure(alone), items: distilled.items } as const]
      : []),
    ...(corrected.length === 0 ? [] : [{ kind: 'bias-corrected', classes: corrected } as const]),
    ...(filed.length === 0 ? [] : [{ kind: 'answers-to-unchanged', teachers: filed } as const]),
  ];
}

/** Chance: the share of the most frequent class; of labels, what their more frequent answers get right. */
export function atChance(
  { task, targets }: Pick<WarningFacts, 'task' | 'targets'>,
  { name, figures }: Pick<DistillationTeacher, 'name' | 'figures'>,
): readonly DistillationWarning[] {
  if (task === 'values' || figures === undefined || targets.length === 0) return [];
  const chance = task === 'labels' ? labelChance(targets, targets.length / figures.items) : classChance(targets);
  const accuracy = 1 - mainFigure(figures);
  const margin = STANDARD_ERRORS * Math.sqrt((chance * (1 - chance)) / targets.length);
  return accuracy > chance + margin ? [] : [{ kind: 'teacher-at-chance', teacher: name, accuracy, chance }];
}

function classChance(targets: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < targets.length; i++) counts.set(targets[i]!, (counts.get(targets[i]!) ?? 0) + 1);
  return Math.max(...counts.values()) / targets.length;
}

function labelChance(targets: ArrayLike<number>, width: number): number {
  const items = targets.length / width;
  const counts = new Float64Array(width);
  for (let i = 0; i < targets.length; i++) counts[i % width]! += targets[i]!;
  return counts.reduce((sum, count) => sum + Math.max(count, items - count), 0) / targets.length;
}

/** Of a report, each as a line of the log. */
export function warningTexts({ warnings, distilled }: Pick<DistillationReport, 'warnings' | 'distilled'>): readonly string[] {
  const isShare = isShareFigure(mainFigureOf(distilled?.metrics ?? {}));
  const error = (value: number): string => (isShare ? formatPercent(value, 'en') : formatNumber(value, 'en'));
  return warnings.map(warning => warningText(warning, error));
}

function warningText(warning: DistillationWarning, error: (value: number) => string): string {
  const percent = (share: number): string => formatPercent(share, 'en');
  switch (warning.kind) {
    case 'teacher-at-chance':
      return `'${warning.teacher}' is no better than chance: ${percent(warning.accuracy)} right, always naming the most frequent class gets ${percent(warning.chance)}`;
    case 'distillation-hurts':
      return `Distillation hurts this student: an error of ${error(warning.distilled)} with a teacher, ${error(warning.alone)} without, on ${formatCount(warning.items, 'en')} items`;
    case 'no-gap':
      return `There is no gap to close: the student alone has an error of ${error(warning.alone)}, the teacher ${error(warning.teacher)}`;
    case 'missing-classes':
      return `'${warning.teacher}' does not know ${warning.classes.join(', ')}: on items of these the labels alone teach`;
    case 'bias-corrected':
      return `The answers' biases of ${warning.classes.join(', ')} were set so that the student names them as often as the teacher`;
    case 'answers-to-unchanged':
      return `The answers of ${warning.teachers.join(', ')} are to the items as they are: augmentation changes what the student sees, not what it is taught`;
  }
}
