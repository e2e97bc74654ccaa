import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Fits = (line: Record<string, unknown>) => boolean;
/** Fits the first report in which the step is further than that; no other step may run meanwhile. */
export const training = (step: string, share: number): Fits => {
  let current: unknown = null;
  return line => {
    if (line['type'] === 'step' && line['state'] === 'running') current = line['step'];
    return line['type'] === 'progress' && current === step && Number(line['fraction']) > share;
  };
};

/** Process ids of the children, from /proc. */
export function childrenOf(pid: number | undefined): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid ? [Number(name)] : [];
      } catch {
        return [];
      }
    });
}

/** All that the jobs wrote down. */
export function logsOf(workspace: string): string {
  const folder = join(workspace, 'logs');
  return readdirSync(folder)
    .map(file => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}
