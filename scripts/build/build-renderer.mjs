import { join } from 'node:path';
import { build } from 'vite';
import { root } from '../bootstrap/settings.mjs';
import { licencesPlugin } from './licences.mjs';

/** The renderer's own vite configuration, into a folder of our choice, with the licences of what is shipped beside it. */
export async function buildRenderer(folder) {
  const home = join(root, 'src-renderer');
  await build({
    configFile: join(home, 'vite.config.ts'),
    root: home,
    logLevel: 'warn',
    plugins: [licencesPlugin()],
    build: { outDir: folder, emptyOutDir: true },
  });
}
