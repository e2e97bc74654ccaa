import { dirname, join } from 'node:path';
import { fingerprint, stampOf } from './fingerprint.mjs';
import { run, withPath } from './run-command.mjs';
import { say, SetupFailure } from './say.mjs';
import { root, textOf } from './settings.mjs';
import { withSetupLock } from './setup-lock.mjs';

const BUNDLES = ['main', 'renderer'];

/** Builds what changed since the last build; a few milliseconds when nothing did. */
export async function ensureBuild(node) {
  if (staleBundles().length === 0) return;
  await withSetupLock(async () => {
    const stale = staleBundles();
    if (stale.length === 0) return;
    say(`building ${stale.join(' and ')}…`);
    const code = await run(node, [join(root, 'scripts', 'build', 'build.mjs'), ...stale], {
      env: withPath(dirname(node)),
      stdio: ['ignore', 2, 2],
    });
    if (code !== 0) {
      throw new SetupFailure(
        `The build failed with exit code ${code}.`,
        'Mend what is reported above; `npm run check` tells more about types.',
      );
    }
  });
}

function staleBundles() {
  return BUNDLES.filter(bundle => textOf(stampOf(bundle)) !== fingerprint(bundle));
}
