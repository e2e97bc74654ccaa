import { describe, expect, it } from 'vitest';
import { assignColours } from '../../../../src-renderer/components/series-colours.ts';
import { en } from '../../../../src-renderer/locales/en.ts';
import { initialLanguage } from '../../../../src-renderer/locales/i18n.ts';
import { zhCN } from '../../../../src-renderer/locales/zh-CN.ts';
import { jobKinds, stepKinds } from '../../../../src-shared/domain/recipe/steps/index.ts';

type Texts = { readonly [key: string]: string | Texts };

function flatten(texts: Texts, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]!).sort();

describe('catalogues', () => {
  const english = new Map(flatten(en));
  const chinese = new Map(flatten(zhCN as unknown as Texts));

  it('have the same keys, but for the singular that Chinese lacks', () => {
    const wanted = [...english.keys()].filter(key => !key.endsWith('_one'));
    expect([...chinese.keys()].filter(key => !key.endsWith('_one')).sort()).toEqual(wanted.sort());
  });

  it('name every kind of job, and say of every kind of step what it does', () => {
    const unnamed = jobKinds.all.filter(({ id }) => !english.has(`kinds.${id}`)).map(({ id }) => id);
    const unsaid = stepKinds.all.filter(({ id }) => !english.has(`home.kindHelp.${id}`)).map(({ id }) => id);
    expect([unnamed, unsaid]).toEqual([[], []]);
  });

  it('fill in the same values', () => {
    const differing = [...chinese].filter(([key, text]) => placeholders(text).join() !== placeholders(english.get(key) ?? '').join());
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('have a plural for every singular, and no empty text', () => {
    for (const key of english.keys()) if (key.endsWith('_one')) expect(english.has(key.replace(/_one$/, '_other'))).toBe(true);
    expect([...english, ...chinese].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

describe('language', () => {
  it('is the chosen one, else the first known of the system, else English', () => {
    expect(initialLanguage('en', ['zh-CN'])).toBe('en');
    expect(initialLanguage('fr', ['de-DE', 'zh-TW', 'en'])).toBe('zh-CN');
    expect(initialLanguage(null, ['de'])).toBe('en');
  });
});

describe('series colours', () => {
  it('follow the order in which names first came, and start over after seven', () => {
    const names = ['a', 'b', 'a', 'c', 'd', 'e', 'f', 'g', 'h'];
    expect([...assignColours(names)].map(([name, colour]) => `${name}${colour}`).join(' ')).toBe(
      'a--s1 b--s3 c--s2 d--s4 e--s5 f--s6 g--s7 h--s1',
    );
  });
});
