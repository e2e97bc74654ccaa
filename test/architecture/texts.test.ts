import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { en } from '../../src-renderer/locales/en.ts';
import { textOf, trackedFiles } from '../support/sources.ts';

type Texts = { readonly [key: string]: string | Texts };

/** What a person reads or hears from an attribute. */
const SPOKEN = new Set(['title', 'aria-label', 'aria-description', 'placeholder', 'label', 'alt', 'description']);

const screens = trackedFiles()
  .filter(file => /^src-renderer\/(?!locales\/).*\.tsx?$/.test(file))
  .map(file => ({ file, text: textOf(file) ?? '' }));

function keysOf(texts: Texts, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [prefix + key] : keysOf(value, `${prefix}${key}.`)));
}

/** Keys asked for as they are, and those put together from pieces: `` `states.${state}` `` asks for all of `states`. */
function askedFor(text: string): { literals: Set<string>; patterns: RegExp[] } {
  const literals = new Set([...text.matchAll(/['"]([a-zA-Z][\w.-]*\.[\w.-]+)['"]/g)].map(([, key]) => key ?? ''));
  const patterns = [...text.matchAll(/`([a-zA-Z]+\.[^`]*\$\{[^`]*)`/g)].map(([, template]) => {
    const pieces = (template ?? '').split(/\$\{[^}]*\}/);
    return new RegExp(`^${pieces.map(piece => piece.replaceAll('.', '\\.')).join('[^.]+')}$`);
  });
  return { literals, patterns };
}

/** Every text between tags, and in attributes that are shown or read out, that has a letter in it; names of keys are the same in every language. */
function untranslated(file: string, text: string): string[] {
  const found: string[] = [];
  const note = (shown: string, node: ts.Node): void => {
    if (!/\p{L}/u.test(shown)) return;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    found.push(`${file}:${line + 1} ${shown.trim()}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxElement(node) && node.openingElement.tagName.getText(source) === 'kbd') return;
    if (ts.isJsxText(node)) note(node.text, node);
    if (ts.isJsxAttribute(node) && SPOKEN.has(node.name.getText(source)) && node.initializer && ts.isStringLiteral(node.initializer)) {
      note(node.initializer.text, node);
    }
    ts.forEachChild(node, visit);
  };
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX);
  visit(source);
  return found;
}

describe('the texts of the screens', () => {
  it('are all in the catalogues', () => {
    expect(screens.filter(({ file }) => file.endsWith('.tsx')).flatMap(({ file, text }) => untranslated(file, text))).toEqual([]);
  });

  it('are all asked for somewhere', () => {
    const { literals, patterns } = askedFor(screens.map(({ text }) => text).join('\n'));
    const unused = keysOf(en as Texts).filter(key => {
      const name = key.replace(/_(one|other)$/, '');
      return !literals.has(name) && !patterns.some(pattern => pattern.test(name));
    });
    expect(unused).toEqual([]);
  });
});
