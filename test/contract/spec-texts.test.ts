import { describe, expect, it } from 'vitest';
import { shortLabel } from '../../src-renderer/features/new-experiment/form/short-label.ts';
import { optionNames } from '../../src-renderer/locales/en/options.ts';
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
    case 'text':
      return spec.column === undefined ? own : [...own, spec.column.role];
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

/** Values of choices that a form offers, at any depth. */
function optionsIn(spec: ParamSpec): readonly string[] {
  switch (spec.kind) {
    case 'choice':
      return spec.options;
    case 'list':
    case 'record':
      return optionsIn(spec.of);
    case 'group':
    case 'space':
      return optionsOf(spec.fields);
    case 'variant':
      return optionsOf(spec.variants);
    case 'one-of':
      return spec.options.flatMap(optionsIn);
    default:
      return [];
  }
}

function optionsOf(specs: ParamSpecs): readonly string[] {
  return Object.values(specs).flatMap(optionsIn);
}

const members = Object.entries(createCatalog()).flatMap(([registry, entries]) => (UNSEEN.has(registry) ? [] : entries));
const missing = (texts: readonly string[]): string[] => [...new Set(texts)].filter(text => specTexts[text] === undefined);

/** Names and words that have a mark or a capital within. */
const NAMES = new Set(['multiply-adds', 'SAMME.R', 'UTF-8', 'UTF-16LE', 'UTF-16BE', 'Windows-1252', 'ReLU', 'ReLU6', 'leaky ReLU']);

describe('the texts of the forms, in Chinese', () => {
  it.each(stepKindViews().map(kind => [kind.id, kind] as const))('cover the step kind %s', (_id, { title, help, fields }) => {
    expect(missing([title, help, ...textsOf(fields)])).toEqual([]);
  });

  it.each(members.map(entry => [entry.id, entry] as const))('cover the algorithm %s', (_id, { title, help, params }) => {
    expect(missing([title, ...(help === undefined ? [] : [help]), ...textsOf(params)])).toEqual([]);
  });

  const offered = new Set([...stepKindViews().map(({ fields }) => fields), ...members.map(({ params }) => params)].flatMap(optionsOf));

  it('cover every value of a choice', () => {
    expect(offered.size).toBeGreaterThan(90);
    expect(missing([...offered])).toEqual([]);
  });

  it('have words in English too for values that are not', () => {
    const shown = [...offered].map(option => optionNames[option] ?? option);
    const asWritten = (name: string): boolean => /[-._+]|\p{Ll}\p{Lu}/u.test(name);
    expect(shown.filter(name => asWritten(name) && !NAMES.has(name))).toEqual([]);
    expect(Object.keys(optionNames).filter(option => !offered.has(option))).toEqual([]);
  });

  it('are Chinese, or names that are the same everywhere', () => {
    const isSame = (english: string, chinese: string): boolean => chinese === english || chinese === optionNames[english];
    const untranslated = Object.entries(specTexts).filter(
      ([english, chinese]) => !/\p{Script=Han}/u.test(chinese) && !isSame(english, chinese),
    );
    expect(untranslated).toEqual([]);
  });
});
