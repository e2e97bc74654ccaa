import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where npm put tfjs's .wasm files. */
export function installedWasmFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
}

/** Why tfjs can't find its module in that folder; null when it is there. */
export function wasmMissing(folder: string): string | null {
  const file = join(folder, WASM_FILE);
  return existsSync(file) ? null : `The file ${file} is missing`;
}

/** The one tfjs loads where there is SIMD and no worker threads. */
const WASM_FILE = 'tfjs-backend-wasm-simd.wasm';
