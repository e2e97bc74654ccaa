import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEngine } from '../../../../src-main/engine/backends/ladder.ts';
import { findAddon } from '../../../../src-main/engine/backends/tfjs-node/addon-file.ts';
import { rejectionOf } from '../../../support/rejection-of.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

it('takes the addon for the newest Node-API that its installer left, and none from an empty folder', () => {
  const folder = temporaryFolder();
  expect(findAddon(folder)).toBeNull();
  expect(findAddon(join(folder, 'nowhere'))).toBeNull();
  for (const name of ['napi-v9', 'napi-v10', 'napi-vx', 'other']) mkdirSync(join(folder, name));
  expect(findAddon(folder)).toBeNull();
  for (const name of ['napi-v9', 'napi-vx', 'other']) writeFileSync(join(folder, name, 'tfjs_binding.node'), '');
  expect(findAddon(folder)).toBe(join(folder, 'napi-v9', 'tfjs_binding.node'));
  writeFileSync(join(folder, 'napi-v10', 'tfjs_binding.node'), '');
  expect(findAddon(folder)).toBe(join(folder, 'napi-v10', 'tfjs_binding.node'));
});

it('says which file it looked for, and what fetches it', async () => {
  const refused = await rejectionOf(createEngine('tfjs-node', { addonFolder: temporaryFolder() }));
  expect(refused.code).toBe('engine-unavailable');
  expect(refused.message).toMatch(/napi-v….*tfjs_binding\.node is missing: 'npm rebuild @tensorflow\/tfjs-node-gpu'/);
});

it('says what the system says of an addon that does not load', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'napi-v8'));
  const file = join(folder, 'napi-v8', 'tfjs_binding.node');
  writeFileSync(file, 'half a download');
  const refused = await rejectionOf(createEngine('tfjs-node', { addonFolder: folder }));
  expect(refused).toMatchObject({ code: 'engine-unavailable', path: file, hint: expect.stringContaining('npm rebuild') as string });
  expect(refused.message).toContain('must load with its TensorFlow, but: ');
});
