import type { OneOfSpec, ParamSpec } from './param-spec.ts';
import { isObject } from './problems.ts';

/** The option whose outer form this value has. */
export function optionFor(spec: OneOfSpec, raw: unknown): ParamSpec | undefined {
  return spec.options.find(option => fits(option, raw));
}

/** Whether the outer form of the value is the one this spec takes. */
function fits(spec: ParamSpec, raw: unknown): boolean {
  if (spec.kind === 'algorithm') return isObject(raw) && spec.tag in raw;
  if (spec.kind === 'group') return isObject(raw) && Object.keys(spec.fields).some(name => name in raw);
  if (spec.kind === 'variant') return isObject(raw) && Object.keys(spec.variants).some(name => name in raw);
  if (spec.kind === 'list') return Array.isArray(raw);
  if (spec.kind === 'number') return typeof raw === 'number';
  return typeof raw === 'string';
}
