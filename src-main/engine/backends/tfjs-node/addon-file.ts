import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const ADDON = 'tfjs_binding.node';

/** Where tfjs-node-gpu's own installer puts its native half. */
export function addonFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json')), 'lib');
}

/** The addon for the newest Node-API in that folder (`napi-v8/tfjs_binding.node`); null when there is none. */
export function findAddon(folder: string): string | null {
  if (!existsSync(folder)) return null;
  const versions = readdirSync(folder).flatMap(name => Number(/^napi-v(\d+)$/.exec(name)?.[1] ?? NaN) || []);
  const files = versions.toSorted((a, b) => b - a).map(version => join(folder, `napi-v${version}`, ADDON));
  return files.find(file => existsSync(file)) ?? null;
}
