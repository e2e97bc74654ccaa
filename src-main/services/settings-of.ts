import { isObject } from '../../src-shared/domain/params/problems.ts';
import type { JobInput } from '../jobs/job.ts';

export type Setting = number | string | boolean;

/**
 * What a step was told, flat: `optimizer.learningRate` → 0.001, `model.hidden` → `300, 100`, and a list of one its only member. References to other steps and
 * lists of objects are left out: they say what a model came from, not how it was made.
 */
export function settingsIn({ values, inputs }: Pick<JobInput, 'values' | 'inputs'>): Readonly<Record<string, Setting>> {
  const references = new Set(Object.keys(inputs));
  const flatten = (value: unknown, path: string): readonly (readonly [string, Setting])[] => {
    if (references.has(path) || value === null || value === undefined) return [];
    if (Array.isArray(value))
      return value.every(isPlain) && value.length > 0 ? [[path, value.length === 1 ? value[0]! : value.join(', ')]] : [];
    if (isObject(value)) return Object.entries(value).flatMap(([key, inner]) => flatten(inner, path === '' ? key : `${path}.${key}`));
    return isPlain(value) ? [[path, value]] : [];
  };
  return Object.fromEntries(flatten(values, ''));
}

function isPlain(value: unknown): value is Setting {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
}
