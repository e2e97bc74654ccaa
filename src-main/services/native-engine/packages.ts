import type { EngineFlavour } from '../../../src-shared/domain/native-engine.ts';
import { err, ok, type Result } from '../../../src-shared/lib/result.ts';

/** A wheel that is known to the last byte. */
export interface PinnedWheel {
  readonly requirement: string;
  readonly file: string;
  /** Lower-case hex, of the wheel. */
  readonly sha256: string;
  readonly bytes: number;
}

/** What an installation fetches. */
export interface EnginePackage {
  readonly tensorflow: string;
  readonly flavour: EngineFlavour;
  readonly wheel: PinnedWheel;
  /** pip's tags; the first is the wheel's own. */
  readonly platforms: readonly string[];
  /** Names inside the wheel. */
  readonly libraries: readonly string[];
  /** NVIDIA's wheels are those that the wheel's own METADATA names under this extra; null for none. */
  readonly extra: string | null;
  /** All wheels together, and all that is kept of them. */
  readonly downloadBytes: number;
  readonly unpackedBytes: number;
}

const VERSION = '2.21.0';
const LINUX = ['tensorflow/libtensorflow_framework.so.2', 'tensorflow/libtensorflow_cc.so.2'];
const MAC = ['tensorflow/libtensorflow_framework.2.dylib', 'tensorflow/libtensorflow_cc.2.dylib'];
/** NVIDIA tags its wheels after the oldest Linux that each runs on. */
const OLDER_LINUX = [...[26, 25, 24, 17, 12].map(minor => `manylinux_2_${minor}_x86_64`), 'manylinux2014_x86_64', 'manylinux2010_x86_64'];

const base = (flavour: EngineFlavour): Pick<EnginePackage, 'tensorflow' | 'flavour' | 'extra'> => ({
  tensorflow: VERSION,
  flavour,
  extra: flavour === 'cuda' ? 'and-cuda' : null,
});

/**
 * Every hash and size is of a file that was fetched once, but for CUDA: its hash is the index's own, its sizes were read from the
 * directories of the thirteen wheels as they were in November 2026.
 */
const PACKAGES: Readonly<Record<string, EnginePackage>> = {
  'linux-x64-cpu': {
    ...base('cpu'),
    wheel: {
      requirement: `tensorflow-cpu==${VERSION}`,
      file: `tensorflow_cpu-${VERSION}-cp311-cp311-manylinux_2_27_x86_64.whl`,
      sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
      bytes: 273_829_956,
    },
    platforms: ['manylinux_2_27_x86_64'],
    libraries: LINUX,
    downloadBytes: 273_829_956,
    unpackedBytes: 853_308_936,
  },
  'linux-arm64-cpu': {
    ...base('cpu'),
    wheel: {
      requirement: `tensorflow==${VERSION}`,
      file: `tensorflow-${VERSION}-cp311-cp311-manylinux_2_27_aarch64.whl`,
      sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
      bytes: 281_828_020,
    },
    platforms: ['manylinux_2_27_aarch64'],
    libraries: LINUX,
    downloadBytes: 281_828_020,
    unpackedBytes: 883_062_208,
  },
  'darwin-arm64-cpu': {
    ...base('cpu'),
    wheel: {
      requirement: `tensorflow==${VERSION}`,
      file: `tensorflow-${VERSION}-cp311-cp311-macosx_12_0_arm64.whl`,
      sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
      bytes: 223_405_849,
    },
    platforms: ['macosx_12_0_arm64'],
    libraries: MAC,
    downloadBytes: 223_405_849,
    unpackedBytes: 740_805_624,
  },
  'linux-x64-cuda': {
    ...base('cuda'),
    wheel: {
      requirement: `tensorflow==${VERSION}`,
      file: `tensorflow-${VERSION}-cp311-cp311-manylinux_2_27_x86_64.whl`,
      sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
      bytes: 572_440_367,
    },
    platforms: ['manylinux_2_27_x86_64', ...OLDER_LINUX],
    libraries: LINUX,
    downloadBytes: 3_379_082_848,
    unpackedBytes: 5_620_110_720,
  },
};

/** Why there is no package, as a sentence, where there is none. `machine`: platform and architecture as Node names them. */
export function packageFor(machine: string, flavour: EngineFlavour): Result<EnginePackage, string> {
  const found = PACKAGES[`${machine}-${flavour}`];
  if (found !== undefined) return ok(found);
  if (machine.startsWith('win32'))
    return err("TensorFlow's wheels for Windows carry no C library; download the official libtensorflow archive and name its folder");
  if (flavour === 'cuda') return err(`TensorFlow is built for CUDA on Linux with an x86-64 processor only, and this is ${machine}`);
  return err(`There is no wheel of TensorFlow ${VERSION} for ${machine}`);
}

/** Of the folder that keeps it; no other folder is ever removed. */
export function folderNameOf({ tensorflow, flavour }: EnginePackage): string {
  return `tensorflow-${tensorflow}-${flavour}`;
}

export const INSTALLED_NAME = /^tensorflow-\d+(\.\d+)+-(cpu|cuda)$/;

/** `Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"` → `nvidia-cublas-cu12<13.0,>=12.5.3.2`. */
export function requirementsOf(metadata: string, extra: string): readonly string[] {
  const lines = metadata.split(/\r?\n/).map(line => /^Requires-Dist: ([^;]+);\s*extra == ["']([\w-]+)["']$/.exec(line.trim()));
  return lines.flatMap(found => (found?.[2] === extra ? [found[1]?.replaceAll(/\s/g, '') ?? ''] : []));
}
