// Builds the bundles named on the command line. Runs on the project's Node, after the dependencies are there.
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { fingerprint, stampOf } from '../bootstrap/fingerprint.mjs';
import { paths } from '../bootstrap/settings.mjs';
import { buildMain } from './build-main.mjs';
import { buildRenderer } from './build-renderer.mjs';
import { buildSamples } from './samples.mjs';

// The tests' own environment would make it React for development: other code than is shipped, and several times as slow.
process.env.NODE_ENV = 'production';

buildSamples();

const BUILDERS = { main: buildMain, renderer: buildRenderer };

for (const bundle of process.argv.slice(2)) {
  // Taken before the build: a source changed while it runs makes the stamp stale, not wrong.
  const stamp = fingerprint(bundle);
  const fresh = `${paths[bundle]}.next`;
  rmSync(fresh, { recursive: true, force: true });
  await BUILDERS[bundle](fresh);
  rmSync(paths[bundle], { recursive: true, force: true });
  renameSync(fresh, paths[bundle]);
  writeFileSync(stampOf(bundle), stamp);
}
