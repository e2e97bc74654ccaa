export const LOG_LEVELS = ['info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogLine {
  readonly atMs: number;
  readonly level: LogLevel;
  readonly message: string;
}

/** Lines at least that serious that hold the text, in any case, as they were written or as they are shown. */
export function filterLog<L extends LogLine>(
  lines: readonly L[],
  least: LogLevel,
  text: string,
  shown: (message: string) => string = message => message,
): readonly L[] {
  const wanted = text.trim().toLowerCase();
  const rank = LOG_LEVELS.indexOf(least);
  const holds = (message: string): boolean => message.toLowerCase().includes(wanted);
  return lines.filter(
    ({ level, message }) => LOG_LEVELS.indexOf(level) >= rank && (wanted === '' || holds(message) || holds(shown(message))),
  );
}

/** As it is copied: one line each, with the time in UTC. */
export function logText(lines: readonly LogLine[]): string {
  return lines.map(({ atMs, level, message }) => `${new Date(atMs).toISOString()} ${level} ${message}`).join('\n');
}
