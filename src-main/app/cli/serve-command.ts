import { InvalidArgumentError, type Command } from 'commander';
import { startHttpHost } from '../http-host.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { perform, withApplication, withCommonOptions, type CommonOptions, type Shell } from './shell.ts';

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
    .action((options: ServeOptions) =>
      perform(shell, options, output =>
        withApplication(shell, options, 'espalier serve', async app => {
          const { services } = app;
          const host = await startHttpHost({
            register: transport => app.register(transport),
            rendererFolder: shell.environment.rendererFolder,
            host: options.host,
            port: options.port,
            log: (level, message) => services.context.log(level, message),
          });
          output.result({ type: 'serving', url: host.url, workspace: services.context.workspaceFolder }, () => [
            `Espalier is at ${host.url}`,
            `Workspace: ${services.context.workspaceFolder}`,
            'Ctrl-C stops it; what runs goes on at the next start.',
          ]);
          if (options.open === true) openInBrowser(host.url);
          services.runs.resumeInterrupted();
          void services.context.engineStatus().catch(() => undefined);
          await new Promise<void>(resolve => shell.onInterrupt(resolve));
          await host.close();
          return 0;
        }),
      ),
    );
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}
