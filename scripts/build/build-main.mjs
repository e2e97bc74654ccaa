import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { build } from 'vite';
import { root } from '../bootstrap/settings.mjs';
import { buildCapsulePrograms } from './build-capsule.mjs';

const ENTRIES = {
  cli: 'src-main/app/cli.ts',
  worker: 'src-main/workers/worker.ts',
  probe: 'src-main/workers/probe.ts',
  bench: 'src-main/workers/bench.ts',
  'self-test': 'src-main/workers/self-test.ts',
  desktop: 'src-main/app/desktop.ts',
};

/** What main runs. All in one folder: code finds its neighbours by its own. */
export async function buildMain(folder) {
  await bundleForNode(folder, ENTRIES);
  await buildPreload(folder);
  await buildCapsulePrograms(folder);
}

/** Our own code in one bundle an entry (name to file), npm packages left where they are. */
export async function bundleForNode(folder, entries) {
  await buildNode(folder, {
    input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, file)])),
    external: id => !id.startsWith('.') && !id.startsWith('\0') && !isAbsolute(id),
    output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
  });
}

/** A sandboxed preload script is one CommonJS file that can require nothing but Electron. */
async function buildPreload(folder) {
  await buildNode(folder, {
    input: { preload: join(root, 'src-main/preload/preload.ts') },
    external: ['electron'],
    output: { format: 'cjs', entryFileNames: '[name].cjs' },
  });
}

async function buildNode(folder, rolldownOptions) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    define: { __ESPALIER_VERSION__: JSON.stringify(version) },
    build: {
      ssr: true,
      target: 'node24',
      outDir: folder,
      emptyOutDir: false,
      sourcemap: true,
      minify: false,
      copyPublicDir: false,
      rolldownOptions,
    },
    ssr: { noExternal: true },
  });
}
