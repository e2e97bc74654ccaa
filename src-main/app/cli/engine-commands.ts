import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { rememberEngineStatus } from '../engine-probe.ts';
import { engineLines } from './engine-lines.ts';
import { addNativeEngineCommands } from './native-engine-commands.ts';
import { perform, withCommonOptions, workspaceOf, type CommonOptions, type Shell } from './shell.ts';

export function addEngineCommands(program: Command, shell: Shell): void {
  const engine = program.command('engine').description('what computes here');
  withCommonOptions(engine.command('status'))
    .description('the engine in force, why it, and why not a better one')
    .option('--again', 'measure again, whatever is remembered')
    .action((options: CommonOptions & { again?: boolean }) =>
      perform(shell, options, async output => {
        const file = join(workspaceOf(shell, options), 'engine.json');
        if (options.again === true) rmSync(file, { force: true });
        const status = await rememberEngineStatus(shell.environment, file)();
        output.result(status, () => engineLines(status));
        return 0;
      }),
    );
  addNativeEngineCommands(engine, shell);
}
