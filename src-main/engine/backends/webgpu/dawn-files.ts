import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where npm put `webgpu` (Dawn for Node); null where the optional packages were left out. */
export function installedWebgpuFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('webgpu/package.json'));
  } catch {
    return null;
  }
}

/** Why Dawn can't be loaded from that folder; null when its binary for this system is there. */
export function dawnMissing(folder: string | null): string | null {
  if (folder === null) return "npm's package webgpu is not installed: 'npm install --include=optional' brings it";
  const file = join(folder, 'dist', `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`, 'dawn.node');
  return existsSync(file) ? null : `${file} is missing: npm's package webgpu brings no binary for this system, or is incomplete`;
}
