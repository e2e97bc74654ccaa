import { invalidInput, type AppFailure } from '../../../../src-shared/lib/app-error.ts';

/** An operator or layer that has no counterpart here, as it is. */
export interface Problem {
  readonly op: string;
  readonly name: string;
  readonly reason: string;
}

/** Of how many a refusal gives the reasons; the kinds are all named. */
const MOST_REASONS = 20;

export function refusal(problems: readonly Problem[]): AppFailure {
  const operators = [...new Set(problems.map(({ op }) => op))].sort();
  const reasons = problems.slice(0, MOST_REASONS).map(({ op, name, reason }) => `${op} '${name}': ${reason}`);
  const more = problems.length > MOST_REASONS ? [`and ${problems.length - MOST_REASONS} more`] : [];
  const list = [...reasons, ...more].join('; ');
  return invalidInput(`The model has ${problems.length} parts without a counterpart here (${operators.join(', ')}): ${list}`, {
    path: problems[0]?.name ?? '',
  });
}
