import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import { requireEngine } from '../../services/choose-job-engine.ts';
import { runToEnd } from './run-recipe.ts';
import { perform, withApplication, withCommonOptions, type CommonOptions, type Shell } from './shell.ts';

const MAX_RECIPE_BYTES = 4_000_000;

export function addRunCommand(program: Command, shell: Shell): void {
  withCommonOptions(program.command('run <recipe>'))
    .description('run a recipe to its end; what was done before is not done again')
    .option('--fresh', 'do everything again')
    .option('--only <step...>', 'only these steps and what they need')
    .option('--engine <name>', 'the engine of all its steps, in place of the fastest of each')
    .action((path: string, options: CommonOptions & { fresh?: boolean; only?: string[]; engine?: string }) =>
      perform(shell, options, async output => {
        const recipe = await readRecipe(path);
        const { fresh = false, only = [], engine } = options;
        const request = { recipe, folder: dirname(resolve(path)), fresh, only, engine };
        return withApplication(shell, options, 'espalier run', async app => {
          if (engine !== undefined) requireEngine(await app.services.context.engineStatus(), engine);
          return runToEnd(app.services, request, output);
        });
      }),
    );
}

async function readRecipe(path: string): Promise<string> {
  const bytes = await readFile(path).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'EISDIR') throw invalidInput('A recipe is a file, but this is a folder', { path });
    throw new AppFailure({ code: 'not-found', message: "The recipe can't be read", path, hint: thrown.message }, { cause: thrown });
  });
  if (bytes.length > MAX_RECIPE_BYTES) throw invalidInput(`A recipe has at most ${MAX_RECIPE_BYTES} bytes, got ${bytes.length}`, { path });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidInput('A recipe is UTF-8 text, but these bytes are not', { path });
  }
}
