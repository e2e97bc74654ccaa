import { basename, extname } from 'node:path';
import { parse } from 'yaml';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';

/** `splits.test=0.2` → `{ splits: { test: 0.2 } }`; values as YAML reads them. */
export function withFields(step: Readonly<Record<string, unknown>>, fields: readonly string[]): Record<string, unknown> {
  const result: Record<string, unknown> = { ...step };
  for (const field of fields) {
    const cut = field.indexOf('=');
    if (cut < 1) throw invalidInput(`--set takes field=value, got '${field}'`);
    const keys = field.slice(0, cut).split('.');
    const last = keys.pop() ?? '';
    let block = result;
    for (const key of keys) block = (block[key] ??= {}) as Record<string, unknown>;
    block[last] = parse(field.slice(cut + 1));
  }
  return result;
}

/** For options that may be given several times. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** Of what is made from a source. */
export function nameOf(source: string): string {
  const base = source.startsWith('builtin:') ? source.slice('builtin:'.length) : basename(source, extname(source));
  const name = base.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60);
  return /^[A-Za-z]/.test(name) ? name : `data-${name}`;
}
