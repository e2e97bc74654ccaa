import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { pipFailure } from './pip-failure.ts';
import { runProcess } from './run-process.ts';

export interface WheelRequest {
  /** `tensorflow-cpu==2.21.0`. */
  readonly requirement: string;
  /** Wheels of these platforms are taken, whatever runs here: `manylinux_2_27_x86_64`. */
  readonly platforms: readonly string[];
  /** An empty folder: for the wheel, and for pip's own temporary files. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Bytes on the disk so far, and the size pip announced once it has. */
  readonly onBytes: (bytes: number, totalBytes: number | null) => void;
}

/** The user's own pip. */
export interface Pip {
  /** `pip 23.2.1 (python 3.11)`. */
  readonly title: string;
  /** The path of the wheel. Throws `install-failed`, `disk-full`, `read-only`. */
  download(request: WheelRequest): Promise<string>;
}

const POLL_MS = 250;

/** The first of `pythons` that starts and has pip. Throws `install-failed` when none does. */
export async function findPip(pythons: readonly string[]): Promise<Pip> {
  const without: string[] = [];
  for (const python of pythons) {
    const { code, output, failure } = await runProcess(python, ['-m', 'pip', '--version']);
    if (code === 0) return { title: titleOf(output), download: request => download(python, request) };
    if (failure === null) without.push(python);
  }
  throw without.length > 0
    ? new AppFailure({
        code: 'install-failed',
        message: `Python's pip is required to fetch TensorFlow's library, but ${without.join(' and ')} can't run it`,
        hint: 'Install pip (python3 -m ensurepip, or your system’s package python3-pip), then try again.',
      })
    : new AppFailure({
        code: 'install-failed',
        message: `A Python with pip is required to fetch TensorFlow's library; looked for ${pythons.join(', ')}, but none starts`,
        hint: 'Install Python 3, or name one in the environment variable ESPALIER_PYTHON. It is needed for the download only.',
      });
}

/** `pip 23.2.1 from /… (python 3.11)` without the path. */
function titleOf(output: string): string {
  const [, version, python] = /pip (\S+) from .*\((python [\d.]+)\)/.exec(output) ?? [];
  return version === undefined ? 'pip' : `pip ${version} (${python})`;
}

/** The tags are fixed, so that every Python gets the same file. No cache: it would keep a second copy of the wheel. */
async function download(python: string, { requirement, platforms, folder, signal, onBytes }: WheelRequest): Promise<string> {
  let totalBytes: number | null = null;
  const watch = setInterval(() => void largestWheel(folder).then(bytes => onBytes(bytes, totalBytes)), POLL_MS);
  const args = ['-m', 'pip', 'download', requirement, '--no-deps', '--only-binary=:all:', '--no-cache-dir', '--progress-bar=off'];
  const tags = ['--python-version=3.11', '--implementation=cp', '--abi=cp311', ...platforms.map(tag => `--platform=${tag}`)];
  try {
    const end = await runProcess(python, [...args, ...tags, '--dest', folder], {
      environment: { TMPDIR: folder, TEMP: folder, TMP: folder, PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
      signal,
      onOutput: text => (totalBytes = announcedBytes(text) ?? totalBytes),
    });
    signal.throwIfAborted();
    if (end.code !== 0) throw pipFailure(requirement, end);
  } finally {
    clearInterval(watch);
  }
  const wheel = (await readdir(folder)).find(name => name.endsWith('.whl'));
  if (wheel === undefined)
    throw new AppFailure({ code: 'install-failed', message: `pip ended well, but left no wheel of ${requirement}`, path: folder });
  return join(folder, wheel);
}

/** pip says `Downloading NAME.whl (273.8 MB)`, decimal. */
function announcedBytes(text: string): number | null {
  const [, figure, unit] = /Downloading .*\((\d+(?:\.\d+)?) ?(k|M|G)?i?B\)/i.exec(text) ?? [];
  if (figure === undefined) return null;
  return Math.round(Number(figure) * { k: 1e3, m: 1e6, g: 1e9 }[(unit ?? 'k').toLowerCase() as 'k' | 'm' | 'g']);
}

/** pip writes into a folder of its own under TMPDIR, then copies. */
async function largestWheel(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = names
    .filter(name => name.endsWith('.whl'))
    .map(async name =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return Math.max(0, ...(await Promise.all(sizes)));
}
