import { describe, expect, it } from 'vitest';
import { fitsGlob, groupsOf, labelByFolder, labelByName, withTestFiles } from '../../../../src-main/engine/data/labelled-files.ts';
import { failureOf } from '../../../support/failure-of.ts';

const files = (...names: string[]) => names.map(name => ({ name, bytes: 1 }));

describe('the class of a file', () => {
  it('is its first folder', () => {
    expect(labelByFolder(files('yes/a.wav', 'no/deep/b.wav')).map(({ label, split }) => [label, split])).toEqual([
      ['yes', null],
      ['no', null],
    ]);
  });

  it('is the folder below the split where all first folders are splits', () => {
    const labelled = labelByFolder(files('train/yes/a.wav', 'val/no/b.wav', 'Test/yes/c.wav'));
    expect(labelled.map(({ label, split }) => [label, split])).toEqual([
      ['yes', 'train'],
      ['no', 'validation'],
      ['yes', 'test'],
    ]);
  });

  it('is called test where there is no folder below', () => {
    expect(labelByFolder(files('train/a.wav', 'test/b.wav')).map(file => file.label)).toEqual(['train', 'test']);
  });

  it('is a part of the name, whose other parts are kept', () => {
    const [file] = labelByName(files('deep/7_jackson_32.wav'), '{class}_{speaker}_{take}');
    expect(file).toMatchObject({ label: '7', attributes: { speaker: 'jackson', take: '32' } });
    expect(labelByName(files('take-1 of two.x.wav'), 'take-{n} of {class}.x')[0]).toMatchObject({ label: 'two', attributes: { n: '1' } });
  });

  it.each(['{class}{speaker}', 'no class', '{class}_{class}'])('is not told by the pattern %s', pattern => {
    expect(failureOf(() => labelByName(files('a.wav'), pattern)).path).toBe('names');
  });

  it('is required of every file', () => {
    expect(failureOf(() => labelByName(files('7_jackson.wav'), '{class}_{speaker}_{take}')).message).toContain("'7_jackson' is not");
    expect(failureOf(() => labelByFolder(files('a.wav'))).path).toBe('a.wav');
  });
});

it.each([
  ['7_jackson_3.wav', '*_3.wav', true],
  ['7_jackson_13.wav', '*_3.wav', false],
  ['aab', 'a*b', true],
  ['abc', 'a?c', true],
  ['abc', '', false],
  ['', '*', true],
  ['a'.repeat(5000), `${'*a'.repeat(50)}b`, false],
] as const)('the name %s fits %s: %s', (name, glob, fits) => {
  expect(fitsGlob(name, glob)).toBe(fits);
});

it('takes the test files for the test part, and the others for training', () => {
  const labelled = labelByFolder(files('a/1.wav', 'b/2.wav'));
  expect(withTestFiles(labelled, ['2.*']).map(file => file.split)).toEqual(['train', 'test']);
  expect(failureOf(() => withTestFiles(labelled, ['3.*'])).path).toBe('testFiles.0');
});

it('groups by what the names tell, and says what there is', () => {
  const labelled = labelByName(files('1_x.wav', '2_y.wav', '3_x.wav'), '{class}_{speaker}');
  expect(groupsOf(labelled, 'speaker')).toEqual({ label: 'speaker', names: ['x', 'y'], values: Int32Array.of(0, 1, 0) });
  expect(failureOf(() => groupsOf(labelled, 'speakr'))).toMatchObject({ path: 'splits.groupBy', hint: "Did you mean 'speaker'?" });
});
