#!/usr/bin/env node
// The one door to the project: `npm start`, `npm test` and every other script come through here. Runs on any Node from
// version 20 on, needs nothing but npm, and never assumes that anything is installed yet.
import { buildOnly, checkPackage, packageApp, runCli, runScript, runTool } from './bootstrap/commands.mjs';
import { check } from './bootstrap/check.mjs';
import { explain } from './bootstrap/say.mjs';
import { start } from './bootstrap/start.mjs';
import { test } from './bootstrap/test.mjs';

const COMMANDS = {
  start,
  test,
  check,
  build: buildOnly,
  exec: runTool,
  script: runScript,
  package: packageApp,
  'dist-check': checkPackage,
};

const [name, ...rest] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : null;
try {
  process.exitCode = command === null ? await runCli(process.argv.slice(2)) : await command(rest);
} catch (failure) {
  process.exitCode = explain(failure);
}
