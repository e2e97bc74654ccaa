import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** What is used of LiteRT for JavaScript: its parts in WebAssembly, as its own front end for browsers uses them. */
export interface LiteRt {
  readonly HEAPU8: Uint8Array;
  readonly environment: Handle;
  readonly LiteRtTensorBuffer: { createManaged(environment: Handle, kind: Handle, type: Handle, bytes: number): TensorBuffer };
  readonly LiteRtTensorBufferType: { readonly HOST_MEMORY: Handle };
  readonly LiteRtTensorBufferLockMode: { readonly READ: Handle; readonly WRITE: Handle };
  readonly LiteRtLayout: { create(sizes: Handle): Handle };
  readonly LiteRtRankedTensorType: { create(element: Handle, layout: Handle): Handle };
  readonly VectorInt32: new () => Handle & { push_back(size: number): void };
  _malloc(bytes: number): number;
  _free(place: number): void;
  loadModel(environment: Handle, place: number, bytes: number): LiteRtModel['model'];
  compileModel(environment: Handle, model: Handle, options: { readonly accelerator: 'wasm' }): Promise<LiteRtModel['compiled']>;
}

interface Handle {
  delete(): void;
}

interface TensorBuffer extends Handle {
  lock(mode: Handle): number;
  unlock(): void;
  packedSize(): number;
}

export interface LiteRtModel {
  /** Of the file's bytes in the runtime's memory. */
  readonly place: number;
  readonly model: Handle & { getInputTensorType(signature: number, input: number): Handle & { elementType(): Handle } };
  readonly compiled: Handle & { run(signature: number, inputs: readonly TensorBuffer[]): Promise<readonly TensorBuffer[]> };
}

type Factory = (options: object) => Promise<Omit<LiteRt, 'environment'> & { readonly LiteRtEnvironment: { create(gpu: null): Handle } }>;

const require = createRequire(import.meta.url);
const NAME = 'litert_wasm_compat_internal';
const SILENT = (): void => undefined;

/** What runs here, with its version. */
export const LITE_RT = 'LiteRT 2.5.3';

/** A runtime of its own for whoever calls: its memory goes with it. */
export async function loadLiteRt(): Promise<LiteRt> {
  const folder = path.join(path.dirname(require.resolve('@litertjs/core/package.json')), 'wasm');
  const [script, wasmBinary] = await Promise.all([
    readFile(path.join(folder, `${NAME}.js`), 'utf8'),
    readFile(path.join(folder, `${NAME}.wasm`)),
  ]);
  // The script is for browsers and for modules of the older kind; the package says that it is one of the newer.
  const make = new Function('require', '__filename', '__dirname', `${script};return ModuleFactory`) as (...places: unknown[]) => Factory;
  const runtime = await make(require, path.join(folder, `${NAME}.js`), folder)({ wasmBinary, print: SILENT, printErr: SILENT });
  return Object.assign(runtime, { environment: runtime.LiteRtEnvironment.create(null) });
}
