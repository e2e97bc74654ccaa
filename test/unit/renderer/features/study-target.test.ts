import { describe, expect, it } from 'vitest';
import { parseTarget, pathOf } from '../../../../src-renderer/features/studies/study-target.ts';

describe('the address of a study', () => {
  it('says its tab and the trial that is looked at, and is read back', () => {
    for (const [target, path] of [
      [{ studyId: 's1', tab: 'history', trial: null }, '/studies/s1'],
      [{ studyId: 's1', tab: 'front', trial: null }, '/studies/s1@front'],
      [{ studyId: 's1', tab: 'history', trial: 0 }, '/studies/s1@history@0'],
    ] as const) {
      expect(pathOf(target)).toBe(path);
      expect(parseTarget(path.slice('/studies/'.length))).toEqual(target);
    }
  });

  it('shows the course of the newest where it says nothing that is known', () => {
    expect(parseTarget(undefined)).toEqual({ studyId: null, tab: 'history', trial: null });
    expect(parseTarget('s1@nowhere@-3')).toEqual({ studyId: 's1', tab: 'history', trial: null });
  });
});
