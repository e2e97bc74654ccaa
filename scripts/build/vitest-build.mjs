import { ensureBuild } from '../bootstrap/build-step.mjs';

/** Before the first test that starts the program itself. */
export async function setup() {
  await ensureBuild(process.execPath);
}
