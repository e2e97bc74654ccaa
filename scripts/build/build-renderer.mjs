import { join } from 'node:path';
import { build } from 'vite';
import { root } from '../bootstrap/settings.mjs';

/** The renderer's own vite configuration, into a folder of our choice. */
export async function buildRenderer(folder) {
  const home = join(root, 'src-renderer');
  await build({ configFile: join(home, 'vite.config.ts'), root: home, logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } });
}
