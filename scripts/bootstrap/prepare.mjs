import { ensureBuild } from './build-step.mjs';
import { hasDependencies, installDependencies } from './dependencies.mjs';
import { hasNode, installNode, nodePath } from './node-runtime.mjs';
import { withSetupLock } from './setup-lock.mjs';

/** The project's Node and the locked dependencies; resolves to the path of that Node. Quick when both are there. */
export async function prepare() {
  if (!hasNode() || !hasDependencies()) {
    await withSetupLock(async () => {
      if (!hasNode()) await installNode();
      if (!hasDependencies()) await installDependencies(nodePath());
    });
  }
  return nodePath();
}

/** The same, and the bundles built. */
export async function prepareAndBuild() {
  const node = await prepare();
  await ensureBuild(node);
  return node;
}
