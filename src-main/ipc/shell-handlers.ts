import { shellContract } from '../../src-shared/contracts/shell.contract.ts';
import type { ShellService } from '../services/shell.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveShell(shell: ShellService, options: ServeOptions): void {
  serveContract(
    shellContract,
    {
      hello: async ({ language }) => ({ opened: shell.hello(language) }),
      crashed: async ({ id, details }) => {
        shell.crashed(id, details);
        return {};
      },
    },
    options,
  );
}
