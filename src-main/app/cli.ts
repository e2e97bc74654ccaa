import { Command, CommanderError } from 'commander';
import { addCompareCommand } from './cli/compare-command.ts';
import { addPredictCommand } from './cli/predict-command.ts';
import { addDataCommands } from './cli/data-commands.ts';
import { addDoctorCommand } from './cli/doctor-command.ts';
import { addEngineCommands } from './cli/engine-commands.ts';
import { addLatencyCommand } from './cli/latency-command.ts';
import { addModelsCommands } from './cli/models-commands.ts';
import { addReferenceCommands } from './cli/reference-commands.ts';
import { addRunCommand } from './cli/run-command.ts';
import { addRunsCommands } from './cli/runs-commands.ts';
import { addServeCommand } from './cli/serve-command.ts';
import type { Shell } from './cli/shell.ts';
import { addVerifyCommand } from './cli/verify-command.ts';
import { readEnvironment } from './environment.ts';

/** Composition root of the command line. One file a command; this list is the order of the help. */
const COMMANDS = [
  addRunCommand,
  addServeCommand,
  addDataCommands,
  addModelsCommands,
  addRunsCommands,
  addCompareCommand,
  addPredictCommand,
  addLatencyCommand,
  addVerifyCommand,
  addEngineCommands,
  addDoctorCommand,
  addReferenceCommands,
];

const shell: Shell = {
  environment: readEnvironment(),
  streams: { out: process.stdout, error: process.stderr },
  exit: code => void (process.exitCode = code),
  onInterrupt(stop) {
    let asked = false;
    const once = (): void => {
      if (asked) process.exit(130);
      asked = true;
      stop();
    };
    process.on('SIGINT', once).on('SIGTERM', once);
  },
};

const program = new Command('espalier')
  .description('Train, prune and compare neural networks on this machine, and export the result with a proof.')
  .version(shell.environment.version)
  .showHelpAfterError("'espalier help' lists the commands.")
  .exitOverride();
COMMANDS.forEach(add => add(program, shell));

// A reader that went away (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  await program.parseAsync();
} catch (thrown) {
  if (!(thrown instanceof CommanderError)) throw thrown;
  process.exitCode = thrown.exitCode === 0 ? 0 : 2;
}
