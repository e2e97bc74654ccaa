import type { Command } from 'commander';
import { recipeOf } from './recipe-of.ts';
import { runToEnd } from './run-recipe.ts';
import { perform, withApplication, withCommonOptions, type CommonOptions, type Shell } from './shell.ts';

export function addCompareCommand(program: Command, shell: Shell): void {
  withCommonOptions(program.command('compare <model...>'))
    .description('models side by side on the same items')
    .option('--split <name>', 'train, validation or test', 'test')
    .action((models: string[], options: CommonOptions & { split: string }) =>
      perform(shell, options, output => {
        const step = { do: 'compare', models: models.map(name => `model:${name}`), split: options.split };
        const request = { recipe: recipeOf('compare', { verdict: step }), folder: process.cwd(), fresh: false };
        return withApplication(shell, options, 'espalier compare', app => runToEnd(app.services, request, output));
      }),
    );
}
