import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { root } from '../bootstrap/settings.mjs';

const home = join(root, 'src-main', 'capsule');
const require = createRequire(join(root, 'package.json'));

/** What stays a package of whoever runs the program; everything else is inside it. */
const PACKAGES = ['onnxruntime-node', 'sharp', 'audio-decode'];

/** The two programs that every capsule has beside its Python one, each one file without anything beside it. */
export async function buildCapsulePrograms(folder) {
  await bundle(folder, 'capsule-node.mjs', {
    build: {
      ssr: true,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: join(home, 'node.ts'),
        external: id => id.startsWith('node:') || PACKAGES.includes(id),
        output: { format: 'es' },
      },
    },
    ssr: { noExternal: true, external: PACKAGES },
  });
  await bundle(folder, 'capsule-page.js', {
    define: { __CAPSULE_WASM__: JSON.stringify(wasmModule().toString('base64')), 'process.env.NODE_ENV': '"production"' },
    resolve: { alias: [{ find: /^csv-parse$/, replacement: join(home, 'page', 'csv-parse.ts') }] },
    build: {
      target: 'es2022',
      minify: true,
      rolldownOptions: { input: join(home, 'page.ts'), output: { format: 'iife' } },
    },
  });
}

function wasmModule() {
  return readFileSync(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), 'tfjs-backend-wasm-simd.wasm'));
}

async function bundle(folder, name, { build: options, ...rest }) {
  const { output, ...rolldown } = options.rolldownOptions;
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ...rest,
    build: {
      ...options,
      outDir: folder,
      emptyOutDir: false,
      sourcemap: false,
      copyPublicDir: false,
      modulePreload: false,
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: { ...rolldown, output: { ...output, entryFileNames: name, codeSplitting: false } },
    },
  });
}
