import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { enginePorts } from '../../src-main/app/native-engine.ts';
import { readEnvironment } from '../../src-main/app/environment.ts';
import type { EnginePackage } from '../../src-main/services/native-engine/packages.ts';
import type { EnginePorts } from '../../src-main/services/native-engine/ports.ts';
import type { SelfTestReport } from '../../src-shared/domain/native-engine.ts';
import { ok } from '../../src-shared/lib/result.ts';
import { elfFile } from './native-files.ts';

export const FRAMEWORK = 'libtensorflow_framework.so.2';
export const MAIN = 'libtensorflow_cc.so.2';
const NVIDIA = ['nvidia-cublas-cu12', 'nvidia-cudnn-cu12'];

export interface MadeWheels {
  /** pip's only source. */
  readonly folder: string;
  readonly cpu: EnginePackage;
  readonly cuda: EnginePackage;
}

export interface WheelOptions {
  readonly libraryBytes?: number;
  /** Put into the wheel after its RECORD was written. */
  readonly damage?: boolean;
}

/** Wheels of a library that is no library, for this machine, as small as one likes. */
export function makeWheels(folder: string, { libraryBytes = 300_000, damage = false }: WheelOptions = {}): MadeWheels {
  mkdirSync(folder, { recursive: true });
  const library = elfFile(process.arch === 'arm64' ? 'arm64' : 'x64', libraryBytes);
  const libraries = [FRAMEWORK, MAIN].map(name => `tensorflow/${name}`);
  const content = Object.fromEntries(libraries.map(name => [name, library]));
  const extras = NVIDIA.map(name => `Requires-Dist: ${name}<13.0,>=12.5; extra == "and-cuda"`);
  const more = { 'tensorflow/python/large.py': new Uint8Array(50_000) };
  const made = ['tensorflow_cpu', 'tensorflow'].map(name =>
    writeWheel(folder, `${name}-2.21.0`, { content: { ...content, ...more }, metadata: extras, tag: 'cp311-cp311', damage }),
  );
  for (const name of NVIDIA) {
    const [, product = ''] = name.split('-');
    const nvidia = {
      [`nvidia/${product}/lib/lib${product}.so.12`]: library,
      [`nvidia/${product}/include/${product}.h`]: new Uint8Array(9),
    };
    writeWheel(folder, `${name.replaceAll('-', '_')}-12.6.1`, { content: nvidia, metadata: [], tag: 'py3-none' });
  }
  const base = { tensorflow: '2.21.0', platforms: [TAG], libraries, unpackedBytes: 2 * libraryBytes };
  const [cpu, cuda] = made.map(wheel => ({ ...base, wheel, downloadBytes: wheel.bytes }));
  return {
    folder,
    cpu: { ...base, ...cpu!, flavour: 'cpu', extra: null },
    cuda: { ...base, ...cuda!, flavour: 'cuda', extra: 'and-cuda', unpackedBytes: 4 * libraryBytes },
  };
}

/** The tag of TensorFlow's own wheel. */
const TAG = 'manylinux_2_27_x86_64';
/** So that a wheel made twice has one hash. */
const MADE = new Date(2026, 0, 1);

interface Content {
  readonly content: Readonly<Record<string, Uint8Array>>;
  readonly metadata: readonly string[];
  readonly tag: string;
  readonly damage?: boolean;
}

function writeWheel(folder: string, title: string, { content, metadata, tag, damage = false }: Content): EnginePackage['wheel'] {
  const [name = '', version = ''] = title.split('-');
  const info = `${title}.dist-info`;
  const members: Record<string, Uint8Array> = {
    ...content,
    [`${info}/METADATA`]: strToU8([`Metadata-Version: 2.1`, `Name: ${name}`, `Version: ${version}`, ...metadata, ''].join('\n')),
    [`${info}/WHEEL`]: strToU8(`Wheel-Version: 1.0\nGenerator: made\nRoot-Is-Purelib: false\nTag: ${tag}-${TAG}\n`),
  };
  const lines = Object.entries(members).map(
    ([path, bytes]) => `${path},sha256=${createHash('sha256').update(bytes).digest('base64url')},${bytes.length}`,
  );
  members[`${info}/RECORD`] = strToU8([...lines, `${info}/RECORD,,`, ''].join('\n'));
  if (damage) members[`tensorflow/${MAIN}`] = members[`tensorflow/${MAIN}`]!.map((byte, i) => (i === 5000 ? byte ^ 1 : byte));
  const bytes = zipSync(members, { level: 1, mtime: MADE });
  const file = `${title}-${tag}-${TAG}.whl`;
  writeFileSync(join(folder, file), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { requirement: `${name.replaceAll('_', '-')}==${version}`, file, sha256, bytes: bytes.length };
}

export const PASSED: SelfTestReport = {
  version: '2.21.0',
  devices: [{ name: '/job:localhost/replica:0/task:0/device:CPU:0', type: 'CPU' }],
  threads: 1,
  gemmGflops: 10,
  convGflops: 10,
  rssBytes: 1,
  availableBytes: 1,
  checks: [{ name: 'multiplies matrices', passed: true, detail: 'all exact' }],
  builtForCuda: false,
  missingLibraries: [],
};

/** The program's own ports over an engines' folder, but for the wheels, which are made, and the self-test, which passes. */
export function madePorts(
  enginesFolder: string,
  wheels: Pick<MadeWheels, 'cpu' | 'cuda'>,
  instead: Partial<EnginePorts> = {},
): EnginePorts {
  const environment = readEnvironment({ ...process.env, ESPALIER_ENGINES: enginesFolder });
  return {
    ...enginePorts(environment),
    packageFor: flavour => ok(wheels[flavour]),
    selfTest: () => Promise.resolve(PASSED),
    ...instead,
  };
}

/** pip looks into this folder and nowhere else. */
export function pipEnvironment(folder: string): Readonly<Record<string, string>> {
  return { PIP_NO_INDEX: '1', PIP_FIND_LINKS: folder, PIP_CONFIG_FILE: '/dev/null' };
}
