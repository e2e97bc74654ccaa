import type { Command } from 'commander';
import { formatList } from './format-list.ts';
import { recipeOf } from './recipe-of.ts';
import { runToEnd } from './run-recipe.ts';
import { perform, withApplication, withCommonOptions, type CommonOptions, type Shell } from './shell.ts';

interface LatencyOptions extends CommonOptions {
  readonly formats: string;
  readonly batch: string;
  readonly threads: string;
  readonly seconds?: string;
  readonly fresh?: boolean;
}

/** Times files beside each other; `--fresh` times them again where that was done before. */
export function addLatencyCommand(program: Command, shell: Shell): void {
  withCommonOptions(program.command('latency <model...>'))
    .description('exported files timed beside each other, each in its own runtime and in turns')
    .option('--formats <list>', 'formats, separated by commas; a precision behind a colon: onnx,onnx:int8,tfjs', 'onnx')
    .option('--batch <list>', 'items at once', '1,64')
    .option('--threads <list>', 'of runtimes that can be told', '1')
    .option('--seconds <number>', 'for each file and batch size')
    .option('--fresh', 'measure again')
    .action((models: string[], options: LatencyOptions) =>
      perform(shell, options, output => {
        const { formats, batch, threads, seconds, fresh = false } = options;
        const step = {
          do: 'latency',
          models: models.map(name => `model:${name}`),
          formats: formatList(formats),
          batchSizes: batch.split(',').map(Number),
          threads: threads.split(',').map(Number),
          ...(seconds === undefined ? {} : { seconds: Number(seconds) }),
        };
        const request = { recipe: recipeOf('latency', { times: step }), folder: process.cwd(), fresh };
        return withApplication(shell, options, 'espalier latency', app => runToEnd(app.services, request, output));
      }),
    );
}
