import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberedName, safeName } from '../../../src-main/platform/safe-name.ts';

describe('a name for a file of a stranger', () => {
  it.each([
    ['iris.csv', 'iris.csv'],
    ['数据 集 🌳.csv', '数据 集 🌳.csv'],
    ['👩‍👩‍👧.csv', '👩‍👩‍👧.csv'],
    ['بيانات.csv', 'بيانات.csv'],
    // Reads as `evilvsc.exe` where the direction is turned around.
    ['evil\u202Eexe.csv', 'evilexe.csv'],
    ['../../etc/passwd', '___.._etc_passwd'],
    ['..\\..\\boot.ini', '___.._boot.ini'],
    ['C:\\Windows\\x', 'C__Windows_x'],
    ['.hidden', '_hidden'],
    ['...', 'file'],
    ['', 'file'],
    ['a\u0000b\nc', 'abc'],
    ['CON', '_CON'],
    ['nul.csv', '_nul.csv'],
    ['end. . ', 'end'],
    ['caf\u0065\u0301', 'caf\u00e9'],
  ])('keeps what it may of %j', (given, safe) => {
    expect(safeName(given)).toBe(safe);
  });

  it('is shortened between what a person reads as one character, and keeps its endings', () => {
    const long = safeName(`${'👩‍👩‍👧'.repeat(40)}.csv.gz`);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(200);
    expect(long).toMatch(/^(👩‍👩‍👧)+\.csv\.gz$/u);
  });

  it('is, whatever is given, one name that no folder can be left by', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), given => {
        const name = safeName(given);
        expect(name).not.toMatch(/[\\/:*?"<>|\u0000-\u001f\u202a-\u202e\u2066-\u2069]/);
        expect(name).not.toMatch(/^\.|[. ]$/);
        expect(name.length).toBeGreaterThan(0);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(201);
        expect(safeName(name)).toBe(name);
      }),
    );
  });
});

it('numbers stand before the endings', () => {
  expect([1, 2, 3].map(number => numberedName('iris.csv.gz', number))).toEqual(['iris.csv.gz', 'iris 2.csv.gz', 'iris 3.csv.gz']);
  expect(numberedName('folder', 2)).toBe('folder 2');
});
