import type { ParamProblem } from '../../../src-shared/domain/params/problems.ts';

/** Each with the place it is at. */
export function wordsOf(problems: readonly ParamProblem[]): string {
  return problems.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
