import { InvalidArgumentError, type Command } from 'commander';
import { startHttpHost } from '../http-host.ts';
import { sessionsIn } from '../http/kept-sessions.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { openProjectHost } from '../project-host.ts';
import type { Output } from './output.ts';
import { perform, withCommonOptions, workspaceOf, type CommonOptions, type Shell } from './shell.ts';

interface ServeOptions extends CommonOptions {
  readonly port: number;
  readonly host: string;
  readonly open?: boolean;
}

export function addServeCommand(program: Command, shell: Shell): void {
  withCommonOptions(program.command('serve'))
    .description('the workbench in a browser; prints a link that works once')
    .option('--port <number>', 'port; a free one when left out', parsePort, 0)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--open', 'open the link in the browser')
    .action((options: ServeOptions) => perform(shell, options, output => serve(shell, options, output)));
}

/** Until Ctrl-C. Interrupts what runs, whatever happens. */
async function serve(shell: Shell, options: ServeOptions, output: Output): Promise<number> {
  const { environment } = shell;
  const projects = openProjectHost({ environment, workspaceFolder: workspaceOf(shell, options), program: 'espalier serve' });
  const stopped = new Promise<void>(resolve => shell.onInterrupt(resolve));
  try {
    const context = () => projects.application().services.context;
    const host = await startHttpHost({
      register: transport => projects.register(transport),
      upload: (batch, path, chunks) => projects.application().services.uploads.write(batch, path, chunks),
      sessions: sessionsIn(projects.application().workspace.paths.folder),
      rendererFolder: environment.rendererFolder,
      host: options.host,
      port: options.port,
      log: (level, message) => context().log(level, message),
    });
    output.result({ type: 'serving', url: host.url, workspace: context().workspaceFolder }, () => [
      `Espalier is at ${host.url}`,
      `Workspace: ${context().workspaceFolder}`,
      'Ctrl-C stops it; what runs goes on at the next start.',
    ]);
    if (options.open === true) openInBrowser(host.url);
    projects.start();
    await stopped;
    await host.close();
    return 130;
  } finally {
    await projects.close();
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}
