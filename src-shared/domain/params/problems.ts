import { closest } from '../../lib/closest.ts';
import type { Result } from '../../lib/result.ts';

export interface ParamProblem {
  /** Keys and indices from the outermost value. */
  readonly path: readonly (string | number)[];
  /** What is required, and what came. */
  readonly message: string;
  readonly hint?: string;
}

export type Parsed = Result<unknown, readonly ParamProblem[]>;

/** Prefixes the path of every problem. */
export function within(key: string | number, problems: readonly ParamProblem[]): ParamProblem[] {
  return problems.map(problem => ({ ...problem, path: [key, ...problem.path] }));
}

export function problem(message: string, hint?: string): Parsed & { readonly ok: false } {
  return { ok: false, error: [{ path: [], message, ...(hint === undefined ? {} : { hint }) }] };
}

export function unknownKey(name: string, known: readonly string[]): ParamProblem {
  const near = closest(name, known);
  const hint = near === null ? `Known here: ${known.join(', ') || 'nothing'}.` : `Did you mean '${near}'?`;
  return { path: [name], message: `unknown key '${name}'`, hint };
}

/** A value as an error message shows it. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function notObject(raw: unknown): Parsed & { readonly ok: false } {
  return problem(`a block of named values is required, got ${shown(raw)}`);
}
