import { describe, expect, it } from 'vitest';
import { shortLabel } from '../../src-renderer/features/new-experiment/form/short-label.ts';
import { specTexts } from '../../src-renderer/locales/zh-CN/spec-texts.ts';
import { createCatalog, stepKindViews } from '../../src-main/services/catalog.ts';
import type { ParamSpec, ParamSpecs } from '../../src-shared/domain/params/param-spec.ts';

/** Registries that no form offers: metrics are all computed, layers are written in their short form. */
const UNSEEN = new Set(['metric', 'layer']);

function textsOf(specs: ParamSpecs): string[] {
  return Object.values(specs).flatMap(textsIn);
}

function textsIn(spec: ParamSpec): string[] {
  const own = [shortLabel(spec.label), ...(spec.help === undefined ? [] : [spec.help])];
  switch (spec.kind) {
    case 'number':
      return spec.unit === undefined ? own : [...own, spec.unit];
    case 'list':
    case 'record':
      return [...own, ...textsIn(spec.of)];
    case 'group':
    case 'space':
      return [...own, ...textsOf(spec.fields)];
    case 'variant':
      return [...own, ...textsOf(spec.variants)];
    case 'one-of':
      return [...own, ...spec.options.flatMap(textsIn)];
    default:
      return own;
  }
}

const members = Object.entries(createCatalog()).flatMap(([registry, entries]) => (UNSEEN.has(registry) ? [] : entries));
const missing = (texts: readonly string[]): string[] => [...new Set(texts)].filter(text => specTexts[text] === undefined);

describe('the texts of the forms, in Chinese', () => {
  it.each(stepKindViews().map(kind => [kind.id, kind] as const))('cover the step kind %s', (_id, { title, help, fields }) => {
    expect(missing([title, help, ...textsOf(fields)])).toEqual([]);
  });

  it.each(members.map(entry => [entry.id, entry] as const))('cover the algorithm %s', (_id, { title, help, params }) => {
    expect(missing([title, ...(help === undefined ? [] : [help]), ...textsOf(params)])).toEqual([]);
  });

  it('are Chinese, or names that are the same everywhere', () => {
    const untranslated = Object.entries(specTexts).filter(([english, chinese]) => !/\p{Script=Han}/u.test(chinese) && chinese !== english);
    expect(untranslated).toEqual([]);
  });
});
