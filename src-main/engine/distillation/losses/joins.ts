import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { shapeText } from '../../graph/shape-checks.ts';
import type { FeatureJoin } from '../distillation-loss.ts';

/** Places alike; where the channels are not as many, a regressor between them. */
export function joinChannels(student: Shape, teacher: Shape): FeatureJoin {
  requirePlaces(student, teacher);
  const [from, to] = [student.at(-1) ?? 1, teacher.at(-1) ?? 1];
  return { regressor: from === to ? null : [from, to] };
}

/** Places alike, any channels. */
export function requirePlaces(student: Shape, teacher: Shape): void {
  const [own, others] = [student.slice(0, -1), teacher.slice(0, -1)];
  if (own.length === others.length && own.every((size, axis) => size === others[axis])) return;
  throw invalidInput(
    `Values at the same places are required of both, got ${shapeText(student)} of the student and ${shapeText(teacher)} of the teacher`,
  );
}
