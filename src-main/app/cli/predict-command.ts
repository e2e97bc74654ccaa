import { basename, extname, resolve } from 'node:path';
import type { Command } from 'commander';
import { recipeOf } from './recipe-of.ts';
import { runToEnd } from './run-recipe.ts';
import { perform, withApplication, withCommonOptions, type CommonOptions, type Shell } from './shell.ts';

interface PredictOptions extends CommonOptions {
  readonly format: string;
  readonly thresholds: string;
  readonly directory?: string;
}

/** One step for each input; what was answered before is not computed again. */
export function addPredictCommand(program: Command, shell: Shell): void {
  withCommonOptions(program.command('predict <model> <input...>'))
    .description('answers for new files, folders or rows, or for a data set (data:NAME) as soft labels, by a model (an id or a name)')
    .option('--format <name>', 'csv, jsonl or npz', 'csv')
    .option('--thresholds <choice>', 'of labels, where an item may have several: half, or validation (the best F1 there)', 'half')
    .option('--directory <folder>', 'where the files of answers go')
    .action((model: string, inputs: string[], options: PredictOptions) =>
      perform(shell, options, output => {
        const { format, thresholds, directory } = options;
        const place = directory === undefined ? {} : { directory: resolve(directory) };
        const steps = inputs.map((source, i) => [
          stepName(source, i),
          { do: 'predict', model: `model:${model}`, ...(isData(source) ? { data: source } : { source }), format, thresholds, ...place },
        ]);
        const request = { recipe: recipeOf(`predict-${model}`, Object.fromEntries(steps)), folder: process.cwd(), fresh: false };
        return withApplication(shell, options, 'espalier predict', app => runToEnd(app.services, request, output));
      }),
    );
}

function isData(source: string): boolean {
  return /^data:[^/\\]+$/.test(source);
}

/** Different for each input, whatever it is called. */
function stepName(source: string, place: number): string {
  const name = basename(source, extname(source))
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .slice(0, 50);
  return `${/^[A-Za-z]/.test(name) ? name : `answers-${name}`}${place === 0 ? '' : `-${place + 1}`}`;
}
