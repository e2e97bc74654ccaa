import { describe, expect, it } from 'vitest';
import { textOf, trackedFiles } from '../support/sources.ts';

/** Lines of the tracked files on which `pattern` matches. */
function linesWith(pattern: RegExp): string[] {
  return trackedFiles().flatMap(file => {
    const text = textOf(file);
    if (text === null || !pattern.test(text)) return [];
    return text.split('\n').flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1} ${line.trim().slice(0, 120)}`] : []));
  });
}

describe('what is committed', () => {
  it('names no place of one machine; Ada is made up', () => {
    expect(linesWith(/(?<![\w.)}\]@~*-])\/(work|root|home|Users)\/(?!ada\/)\w/)).toEqual([]);
  });

  it('names no package registry: which one is used is for whoever installs to say', () => {
    expect(linesWith(/registry\.npmjs|registry\.yarnpkg|npm[m]irror|pypi\.org|python[h]osted|arti[f]actory/i)).toEqual([]);
  });

  it('locks versions and hashes, and not where packages came from', () => {
    const { packages } = JSON.parse(textOf('package-lock.json') ?? '') as { packages: Record<string, Record<string, unknown>> };
    const named = Object.entries(packages).filter(([path]) => path !== '');
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(([, entry]) => 'resolved' in entry).map(([path]) => path)).toEqual([]);
    expect(
      named
        .filter(([, entry]) => typeof entry['integrity'] !== 'string' && entry['link'] !== true && entry['inBundle'] !== true)
        .map(([path]) => path),
    ).toEqual([]);
  });

  it('holds nothing that a build or an install makes', () => {
    expect(trackedFiles().filter(file => /^(node_modules|\.out|\.runtime|coverage)\/|\.log$/.test(file))).toEqual([]);
  });
});
