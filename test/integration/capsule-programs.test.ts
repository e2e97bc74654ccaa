import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capsuleCases, differencesOf, handOverCase, linesOf, type AnswerLine, type HandedOver } from '../support/capsule-cases.ts';
import { judgingPython } from '../support/requirements.ts';

const MINUTES = 60_000;
const TOLERANCE = 1e-5;
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const python = pythonWith('onnxruntime, PIL');
const soundPython = pythonWith('onnxruntime, PIL, soundfile');

describe.each(Object.entries(capsuleCases))('the programs of a capsule answer as the workbench does: %s', (_, theCase) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'espalier-capsule-')));
  let capsule: HandedOver;

  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(async () => {
    capsule = await handOverCase(folder, theCase);
    symlinkSync(modules, join(capsule.folder, 'node_modules'));
  }, 3 * MINUTES);

  it('has something to compare', () => {
    expect(capsule.expected.length).toBeGreaterThan(2);
    expect(capsule.expected.every(({ problem }) => problem === undefined)).toBe(true);
  });

  it('in Node', { timeout: MINUTES }, () => {
    const { code, lines } = said(process.execPath, join(capsule.folder, 'run.mjs'), capsule.fresh);
    expect(code).toBe(0);
    expect(beyond(differencesOf(lines, capsule.expected), () => TOLERANCE)).toEqual({});
    expect(lines).toHaveLength(capsule.expected.length);
  });

  it.runIf(python !== null)('in Python', { timeout: MINUTES }, () => {
    const { code, lines, error } = said(python ?? '', join(capsule.folder, 'run.py'), capsule.fresh);
    expect(error).toBe('');
    expect(code).toBe(0);
    // Two libraries resize pictures nearly, not quite, alike.
    const allowed = (item: string): number => (item.startsWith('wide') ? (theCase.resized ?? 1e-4) : 1e-4);
    expect(beyond(differencesOf(lines, capsule.expected), allowed)).toEqual({});
    expect(lines).toHaveLength(capsule.expected.length);
  });

  it('tells a file that is none of its kind, and what it needs', { timeout: MINUTES }, () => {
    const bad = join(capsule.folder, 'bad.npy');
    writeFileSync(bad, 'no array');
    const node = said(process.execPath, join(capsule.folder, 'run.mjs'), bad);
    expect(node.code).toBe(1);
    expect(node.lines).toMatchObject([{ item: 'bad.npy', problem: expect.stringContaining('NumPy array') as string }]);
    if (python === null) return;
    const other = said(python, join(capsule.folder, 'run.py'), bad);
    expect(other.code).toBe(1);
    expect(other.lines).toMatchObject([{ item: 'bad.npy' }]);
  });
});

describe('recordings that are packed', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'espalier-capsule-')));
  const tones = ['tone.flac', 'tone.mp3', 'tone.ogg', 'tone.opus'];
  const theCase = capsuleCases['log-mel of recordings']!;
  let capsule: HandedOver;

  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(async () => {
    capsule = await handOverCase(folder, {
      ...theCase,
      write(data, fresh) {
        void theCase.write(data, fresh);
        for (const tone of tones) copyFileSync(fileURLToPath(new URL(`../golden/sound/${tone}`, import.meta.url)), join(fresh, tone));
      },
    });
    mkdirSync(join(capsule.folder, 'node_modules'));
    symlinkSync(join(modules, 'onnxruntime-node'), join(capsule.folder, 'node_modules', 'onnxruntime-node'));
  }, 3 * MINUTES);

  it('are answered by the workbench', () => {
    const answered = capsule.expected.flatMap(({ item, problem }) => (problem === undefined ? [item] : []));
    expect(answered).toEqual(expect.arrayContaining(tones));
  });

  it('need a package in Node, which is named; with it they are answered as by the workbench', { timeout: 2 * MINUTES }, () => {
    const program = join(capsule.folder, 'run.mjs');
    const without = said(process.execPath, program, capsule.fresh);
    expect(without.code).toBe(1);
    for (const item of tones)
      expect(without.lines.find(line => line.item === item)?.problem).toContain('The package audio-decode is required for this');
    expect(beyond(differencesOf(without.lines, capsule.expected.filter(isPlain)), () => TOLERANCE)).toEqual({});
    symlinkSync(join(modules, 'audio-decode'), join(capsule.folder, 'node_modules', 'audio-decode'));
    const { code, lines } = said(process.execPath, program, capsule.fresh);
    expect(code).toBe(0);
    expect(beyond(differencesOf(lines, capsule.expected), () => TOLERANCE)).toEqual({});
  });

  it.runIf(python !== null)('need a package in Python, which is named', { timeout: MINUTES }, () => {
    // As if it were not there, whether or not it is.
    const { code, lines, error } = saidBy(python ?? '', [join(capsule.folder, 'run.py'), capsule.fresh], {
      PYTHONPATH: withoutSoundfile(folder),
    });
    expect(error).toBe('');
    expect(code).toBe(1);
    for (const item of tones) expect(lines.find(line => line.item === item)?.problem).toContain('the package soundfile is required');
    expect(beyond(differencesOf(lines, capsule.expected.filter(isPlain)), () => 1e-4)).toEqual({});
  });

  it.runIf(soundPython !== null)('are answered in Python with that package as by the workbench', { timeout: MINUTES }, () => {
    const { code, lines, error } = said(soundPython ?? '', join(capsule.folder, 'run.py'), capsule.fresh);
    expect(error).toBe('');
    expect(code).toBe(0);
    // FLAC, MP3 and Vorbis are the same samples in both libraries. Opus is 48 kHz in one, and in the other what it was made from.
    const allowed = (item: string): number => (item.endsWith('.opus') ? 0.1 : 1e-4);
    expect(beyond(differencesOf(lines, capsule.expected), allowed)).toEqual({});
    expect(lines).toHaveLength(capsule.expected.length);
  });

  function isPlain({ item }: AnswerLine): boolean {
    return !tones.includes(item);
  }
});

interface Said {
  readonly code: number | null;
  readonly lines: readonly AnswerLine[];
  readonly error: string;
}

function said(program: string, ...args: readonly string[]): Said {
  return saidBy(program, args, {});
}

function saidBy(program: string, args: readonly string[], environment: Readonly<Record<string, string>>): Said {
  const { status, stdout, stderr } = spawnSync(program, [...args], { encoding: 'utf8', env: { ...process.env, ...environment } });
  return { code: status, lines: linesOf(stdout), error: stderr };
}

/** A folder in front of all packages, in which soundfile can't be loaded. */
function withoutSoundfile(folder: string): string {
  const packages = join(folder, 'packages');
  mkdirSync(packages);
  writeFileSync(join(packages, 'soundfile.py'), "raise ImportError('not here')\n");
  return packages;
}

function beyond(differences: Readonly<Record<string, number>>, allowed: (item: string) => number): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(differences).filter(([item, difference]) => !(difference <= allowed(item))));
}

function pythonWith(modules: string): string | null {
  const program = judgingPython();
  try {
    execFileSync(program, ['-c', `import ${modules}`], { stdio: 'ignore' });
    return program;
  } catch {
    console.log(`skipped: run.py, since the Python that judges lacks one of ${modules}`);
    return null;
  }
}
