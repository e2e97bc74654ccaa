import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEngine } from '../../../../src-main/engine/backends/ladder.ts';
import { rejectionOf } from '../../../support/rejection-of.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

it('says what brings the package where the optional ones were left out', async () => {
  const refused = await rejectionOf(createEngine('webgpu', { webgpuFolder: null }));
  expect(refused).toMatchObject({
    code: 'engine-unavailable',
    message: "WebGPU can't run here: npm's package webgpu is not installed: 'npm install --include=optional' brings it",
  });
});

it('names the binary that is missing for this system', async () => {
  const folder = temporaryFolder();
  const refused = await rejectionOf(createEngine('webgpu', { webgpuFolder: folder }));
  expect(refused.message).toContain(join(folder, 'dist', `${process.platform}-`));
  expect(refused.message).toMatch(/dawn\.node is missing: /);
});

it('says what the system says of a binary that does not load, and of a machine without an adapter', async () => {
  const folder = temporaryFolder();
  const system = `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`;
  mkdirSync(join(folder, 'dist', system), { recursive: true });
  writeFileSync(join(folder, 'dist', system, 'dawn.node'), 'half a download');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "version": "0.0.1" }');
  writeFileSync(join(folder, 'index.js'), "throw new Error('invalid ELF header')");
  expect(await rejectionOf(createEngine('webgpu', { webgpuFolder: folder }))).toMatchObject({
    code: 'engine-unavailable',
    message: "WebGPU's library must load, but: invalid ELF header",
  });

  const bare = temporaryFolder();
  mkdirSync(join(bare, 'dist', system), { recursive: true });
  writeFileSync(join(bare, 'dist', system, 'dawn.node'), '');
  writeFileSync(join(bare, 'package.json'), '{ "type": "module", "version": "0.0.1" }');
  writeFileSync(join(bare, 'index.js'), 'export const globals = {}; export const create = () => ({ requestAdapter: async () => null });');
  const refused = await rejectionOf(createEngine('webgpu', { webgpuFolder: bare }));
  expect(refused.message).toBe('A graphics adapter with Vulkan, Metal or Direct3D 12 is required, but none was found');
  expect(refused.hint).toContain('libvulkan1');
});
