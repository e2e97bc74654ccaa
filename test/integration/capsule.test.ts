import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { cli, recipeFile, resultOf, SMALL_STEPS } from '../support/cli.ts';
import { judgingPython } from '../support/requirements.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const { digits, dense } = SMALL_STEPS;
const python = judgingPython();

it('a capsule goes to somebody else, who verifies it and runs it without a workspace', { timeout: 180_000 }, async () => {
  const folder = temporaryFolder();
  const steps = { digits, dense: { ...dense, epochs: 1 }, files: { do: 'export', model: 'dense', formats: ['capsule'] } };
  const recipe = recipeFile(folder, steps);
  const done = await cli('run', recipe, '--workspace', join(folder, 'ws'), '--json');
  expect(done.error).toBe('');
  const [file] = resultOf(done).steps['files']?.output.files;

  const verified = await cli('verify', file.path, '--json');
  expect(verified.code).toBe(0);
  expect(JSON.parse(verified.out)).toMatchObject({ holds: true, name: 'dense' });

  const members = unzipSync(readFileSync(file.path));
  const manifest = JSON.parse(new TextDecoder().decode(members['manifest.json'])) as {
    proof: { origin: { steps: { step: string; key: string }[] }; quality: { items: number } };
  };
  expect(manifest.proof.origin.steps.map(({ step }) => step)).toEqual(['digits', 'dense']);
  expect(manifest.proof.quality.items).toBe(500);
  expect(new TextDecoder().decode(members['recipe.yaml'])).toBe(readFileSync(recipe, 'utf8'));

  const there = join(folder, 'elsewhere');
  for (const [name, bytes] of Object.entries(members)) {
    mkdirSync(dirname(join(there, name)), { recursive: true });
    writeFileSync(join(there, name), bytes);
  }
  // Packages are looked for from the program's folder upwards.
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(there, 'node_modules'));
  expect(said(process.execPath, join(there, 'run.mjs'), '--check')).toMatchObject({ holds: true });
  if (has(python, 'onnxruntime')) expect(said(python, join(there, 'run.py'), '--check')).toMatchObject({ items: 256, holds: true });

  const changed = readFileSync(file.path);
  const at = changed.indexOf('espalier verify');
  changed[at] = 69;
  const forged = join(folder, 'forged.zip');
  writeFileSync(forged, changed);
  const refused = await cli('verify', forged);
  expect(refused.code).not.toBe(0);
});

function has(program: string, module: string): boolean {
  try {
    execFileSync(program, ['-c', `import ${module}`], { stdio: 'ignore' });
    return true;
  } catch {
    console.log(`skipped: run.py, since ${module} is not in the Python that judges`);
    return false;
  }
}

function said(program: string, ...args: readonly string[]): unknown {
  return JSON.parse(execFileSync(program, [...args], { encoding: 'utf8' }));
}
