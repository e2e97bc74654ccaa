import { projectsContract } from '../../src-shared/contracts/projects.contract.ts';
import type { ProjectService } from '../services/projects.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

const asOpened = (id: string): { id: string } => ({ id });

export function serveProjects(projects: ProjectService, options: ServeOptions): void {
  serveContract(
    projectsContract,
    {
      list: async () => projects.list(),
      create: async ({ name }) => asOpened(await projects.create(name)),
      open: async ({ id }) => asOpened(await projects.open(id)),
      choose: async () => {
        const id = await projects.choose();
        return id === null ? null : asOpened(id);
      },
      forget: async ({ id }) => ({ wasListed: projects.forget(id) }),
    },
    options,
  );
}
