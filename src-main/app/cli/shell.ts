import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCodeOf, toAppError } from '../../../src-shared/lib/app-error.ts';
import { openReadableWorkspace, type ReadableWorkspace } from '../../stores/open-workspace.ts';
import { openApplication, type Application } from '../application.ts';
import type { Environment } from '../environment.ts';
import { createOutput, printError, type Output, type Streams } from './output.ts';

/** What every command gets: where it runs, and how it speaks. */
export interface Shell {
  readonly environment: Environment;
  readonly streams: Streams;
  /** Ends the process; given, so that a test can look at it. */
  readonly exit: (code: number) => void;
  /** Calls `stop` at the first Ctrl-C or SIGTERM. */
  readonly onInterrupt: (stop: () => void) => void;
}

export interface CommonOptions {
  readonly workspace?: string;
  readonly json?: boolean;
}

/** Adds the options every command has. */
export function withCommonOptions(command: Command): Command {
  return command.option('--workspace <folder>', "the workspace's folder").option('--json', 'one JSON object a line, the result last');
}

/** Runs a command's work; a failure becomes its error text and its exit code. */
export async function perform(shell: Shell, options: CommonOptions, work: (output: Output) => Promise<number>): Promise<void> {
  const output = createOutput(options.json === true, shell.streams);
  try {
    shell.exit(await work(output));
  } catch (thrown) {
    const error = toAppError(thrown);
    output.done();
    printError(error, output.json, shell.streams);
    if (error.code === 'internal' && thrown instanceof Error && !output.json) shell.streams.error.write(`${thrown.stack ?? ''}\n`);
    shell.exit(exitCodeOf(error.code));
  }
}

export function workspaceOf(shell: Shell, options: CommonOptions): string {
  return resolve(options.workspace ?? shell.environment.defaultWorkspace);
}

/** Opens the workspace for work, and closes it whatever happens. Ctrl-C closes it too: what ran is then resumable. */
export async function withApplication(
  shell: Shell,
  options: CommonOptions,
  program: string,
  work: (app: Application) => Promise<number>,
): Promise<number> {
  const app = openApplication({ environment: shell.environment, workspaceFolder: workspaceOf(shell, options), program });
  let interrupted = false;
  shell.onInterrupt(() => {
    interrupted = true;
    // Runs end as interrupted; the workspace stays open until the command has told about it.
    void app.services.close();
  });
  try {
    const code = await work(app);
    return interrupted ? 130 : code;
  } finally {
    await app.close();
  }
}

/** For commands that only look: beside whoever has it open. */
export async function withReadable(
  shell: Shell,
  options: CommonOptions,
  look: (workspace: ReadableWorkspace) => Promise<number> | number,
): Promise<number> {
  const workspace = openReadableWorkspace(workspaceOf(shell, options));
  try {
    return await look(workspace);
  } finally {
    workspace.close();
  }
}
