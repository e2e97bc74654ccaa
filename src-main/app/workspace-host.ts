import { cpus, totalmem } from 'node:os';
import { availableMemory } from '../platform/available-memory.ts';
import { systemClock } from '../platform/clock.ts';
import { sha256OfFile } from '../platform/sha256.ts';
import type { HostPort } from '../services/services.ts';
import { diagnose } from '../stores/doctor/diagnose.ts';
import { repair } from '../stores/doctor/repair.ts';
import type { Workspace } from '../stores/open-workspace.ts';
import type { Environment } from './environment.ts';

/** The machine and the open workspace, for the Settings and Compute screens. */
export function createWorkspaceHost({ cores }: Environment, workspace: Workspace): HostPort {
  const look = () => diagnose(workspace, { hashFile: sha256OfFile, nowMs: systemClock.nowMs });
  return {
    machine: () => ({
      processor: cpus()[0]?.model.trim() ?? process.arch,
      cores,
      memoryBytes: totalmem(),
      availableBytes: availableMemory(),
      system: `${process.platform}-${process.arch}`,
      node: process.version,
    }),
    examine: async () =>
      (await look()).map(({ repair: proposed, ...finding }) => ({ ...finding, proposal: proposed === null ? null : proposed.title })),
    repair: async () => repair(workspace.db, await look(), systemClock.nowMs()),
  };
}
