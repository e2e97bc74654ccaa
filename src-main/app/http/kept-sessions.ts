import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { KeptSessions } from './access.ts';

const file = z.object({
  version: z.literal(1),
  sessions: z.array(z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), untilMs: z.number() })),
});

/** In the workspace, for its owner's eyes: a page that is open when the server is started again stays signed in. */
export function sessionsIn(workspaceFolder: string): KeptSessions {
  const path = join(workspaceFolder, 'sessions.json');
  return {
    read() {
      try {
        return file.parse(JSON.parse(readFileSync(path, 'utf8'))).sessions;
      } catch {
        return [];
      }
    },
    write(sessions) {
      try {
        writeFileSync(`${path}.tmp`, `${JSON.stringify({ version: 1, sessions })}\n`, { mode: 0o600 });
        renameSync(`${path}.tmp`, path);
      } catch {
        // The page is asked for a new link then.
      }
    },
  };
}
