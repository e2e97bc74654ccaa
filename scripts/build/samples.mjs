// Data sets that ship with the program, made small from the packages of development that carry them. Made once: a stamp with the
// package's version and the text of what makes them says whether they are the ones wanted.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { paths } from '../bootstrap/settings.mjs';
import { FASHION, makeFashion } from './samples/fashion.mjs';
import { MAILS, makeMails } from './samples/mails.mjs';

const SAMPLES = [
  { name: 'spam-assassin', from: MAILS, by: 'mails.mjs', make: makeMails },
  { name: 'fashion-mnist', from: FASHION, by: 'fashion.mjs', make: makeFashion },
];

/** Into `.out/samples`, beside the bundles. */
export function buildSamples() {
  for (const sample of SAMPLES) buildSample(sample);
}

function buildSample({ name, from, by, make }) {
  const folder = join(paths.out, 'samples', name);
  const stamp = createHash('sha256')
    .update(readFileSync(fileURLToPath(new URL(`./samples/${by}`, import.meta.url))))
    .update(readFileSync(join(paths.modules, from, 'package.json')))
    .digest('hex');
  const stampFile = join(folder, '.stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const fresh = `${folder}.next`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  make(fresh);
  writeFileSync(join(fresh, '.stamp'), stamp);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}
