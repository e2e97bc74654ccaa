import type { Command } from 'commander';
import type { InstallProgress, RegisteredEngine, SelfTestReport } from '../../../src-shared/domain/native-engine.ts';
import { formatBytes, formatNumber } from '../../../src-shared/lib/units.ts';
import type { NativeEngine, Removed } from '../../services/native-engine/native-engine.ts';
import { openNativeEngine } from '../native-engine.ts';
import type { Output } from './output.ts';
import { perform, type CommonOptions, type Shell } from './shell.ts';

type Options = Pick<CommonOptions, 'json'>;

/** `engine install`, `use`, `uninstall`, `test`: the native library, for all workspaces. */
export function addNativeEngineCommands(engine: Command, shell: Shell): void {
  plain(engine.command('install'))
    .description("fetch TensorFlow's library by the user's pip, check, test and register it")
    .option('--cuda', 'the build for NVIDIA GPUs, with its libraries (3.4 GB)')
    .action((options: Options & { cuda?: boolean }) =>
      perform(shell, options, output =>
        withEngine(shell, output, async native => {
          const registered = await native.install(options.cuda === true ? 'cuda' : 'cpu');
          output.result(registered, () => registeredLines(registered));
        }),
      ),
    );
  plain(engine.command('use <folder>'))
    .description("test and register a folder that has TensorFlow's library")
    .action((folder: string, options: Options) =>
      perform(shell, options, output =>
        withEngine(shell, output, async native => {
          const registered = await native.use(folder);
          output.result(registered, () => registeredLines(registered));
        }),
      ),
    );
  plain(engine.command('uninstall'))
    .description('forget the native library; deletes what was installed, never a folder of yours')
    .action((options: Options) =>
      perform(shell, options, output =>
        withEngine(shell, output, async native => {
          const removed = await native.uninstall();
          output.result(removed, () => removedLines(removed));
        }),
      ),
    );
  plain(engine.command('test [folder]'))
    .description('load the native library in a process of its own: devices, speed, memory')
    .action((folder: string | undefined, options: Options) =>
      perform(shell, options, output =>
        withEngine(shell, output, async native => {
          const report = await native.test(folder ?? null);
          output.result(report, () => reportLines(report));
        }),
      ),
    );
}

function plain(command: Command): Command {
  return command.option('--json', 'one JSON object a line, the result last');
}

async function withEngine(shell: Shell, output: Output, work: (native: NativeEngine) => Promise<void>): Promise<number> {
  const native = openNativeEngine(shell.environment, createProgressLine(output));
  shell.onInterrupt(() => void native.cancel());
  await work(native);
  return 0;
}

const STAGES: Readonly<Record<InstallProgress['stage'], string>> = {
  preparing: 'Looking at the disk',
  downloading: 'Downloading',
  verifying: 'Checking the hash of',
  unpacking: 'Unpacking',
  testing: 'Testing',
  registering: 'Registering',
};

/** On a terminal one line that is drawn over; elsewhere a line for each stage. */
function createProgressLine(output: Output): (progress: InstallProgress | null) => void {
  let said = '';
  return progress => {
    if (progress === null) return output.done();
    output.event({ type: 'install-progress', ...progress });
    const { stage, bytes, totalBytes, subject } = progress;
    const title = `${STAGES[stage]} ${subject}`;
    if (title !== said) output.line(title);
    said = title;
    if (bytes > 0) output.status([`  ${formatBytes(bytes, 'en')}${totalBytes === null ? '' : ` of ${formatBytes(totalBytes, 'en')}`}`]);
  };
}

function registeredLines({ tensorflow, flavour, folder, origin, selfTest }: RegisteredEngine): readonly string[] {
  const how = origin === 'installed' ? 'Installed' : 'In use';
  return [`${how}: TensorFlow ${tensorflow} (${flavour.toUpperCase()}) in ${folder}`, ...reportLines(selfTest)];
}

function removedLines({ engine, folders }: Removed): readonly string[] {
  if (engine === null && folders.length === 0) return ['There was nothing to remove.'];
  const forgotten = engine === null ? [] : [`TensorFlow ${engine.tensorflow} in ${engine.folder} is no longer in use.`];
  return [...forgotten, ...folders.map(folder => `Deleted ${folder}`)];
}

function reportLines(report: SelfTestReport): readonly string[] {
  const number = (value: number): string => formatNumber(value, 'en');
  const lines = [
    `TensorFlow   ${report.version}`,
    `devices      ${report.devices.map(({ name, type }) => `${type} ${name.split(':').at(-1) ?? ''}`).join(', ')}`,
    `threads      ${report.threads}`,
    `matrices     ${number(report.gemmGflops)} GFLOP/s (1024 × 1024, float32)`,
    `convolution  ${number(report.convGflops)} GFLOP/s (3 × 3, 64 channels, float32)`,
    `memory       ${formatBytes(report.rssBytes, 'en')} in use by the test, ${formatBytes(report.availableBytes, 'en')} available`,
    `checks       ${report.checks.map(({ name, passed }) => `${name}: ${passed ? 'right' : 'WRONG'}`).join(', ')}`,
  ];
  return [...lines, ...gpuLines(report)];
}

/** Why a CUDA build has no GPU. */
function gpuLines({ builtForCuda, devices, missingLibraries }: SelfTestReport): readonly string[] {
  if (!builtForCuda || devices.some(({ type }) => type === 'GPU')) return [];
  if (missingLibraries.length === 0) return ["Built for CUDA, but no GPU is in use: CUDA's libraries load, and the driver offers no GPU."];
  return ['Built for CUDA, but no GPU is in use. What does not load:', ...missingLibraries.map(line => `  ${line}`)];
}
