import { expect, it } from 'vitest';
import { folderNameOf, INSTALLED_NAME, packageFor, requirementsOf } from '../../../src-main/services/native-engine/packages.ts';

const MACHINES = ['linux-x64', 'linux-arm64', 'darwin-arm64'];

it.each(MACHINES)('has a whole pinned wheel for %s', machine => {
  const found = packageFor(machine, 'cpu');
  if (!found.ok) throw new Error(found.error);
  const { wheel, platforms, libraries, downloadBytes, tensorflow } = found.value;
  expect(wheel.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(wheel.file).toContain(`-${tensorflow}-cp311-cp311-${platforms[0]}.whl`);
  expect(wheel.requirement.endsWith(`==${tensorflow}`)).toBe(true);
  expect(downloadBytes).toBe(wheel.bytes);
  expect(libraries).toHaveLength(2);
});

it('pins a file of its own for every machine and flavour', () => {
  const found = [...MACHINES.map(machine => packageFor(machine, 'cpu')), packageFor('linux-x64', 'cuda')];
  const hashes = found.map(each => (each.ok ? each.value.wheel.sha256 : each.error));
  expect(new Set(hashes).size).toBe(4);
});

it.each([
  ['win32-x64', 'cpu', /Windows carry no C library/],
  ['win32-x64', 'cuda', /Windows carry no C library/],
  ['darwin-arm64', 'cuda', /CUDA on Linux with an x86-64 processor only, and this is darwin-arm64/],
  ['linux-riscv64', 'cpu', /no wheel of TensorFlow 2\.21\.0 for linux-riscv64/],
] as const)('refuses %s with %s in a sentence', (machine, flavour, sentence) => {
  const found = packageFor(machine, flavour);
  expect(found.ok ? '' : found.error).toMatch(sentence);
});

it('names folders by a pattern that nothing of the user’s has', () => {
  const found = packageFor('linux-x64', 'cuda');
  expect(found.ok && folderNameOf(found.value)).toBe('tensorflow-2.21.0-cuda');
  expect(['tensorflow-2.21.0-cpu', 'tensorflow-2.21.0-cuda'].every(name => INSTALLED_NAME.test(name))).toBe(true);
  expect(['tensorflow', 'tensorflow-2.21.0-cpu-mine', '../tensorflow-2.21.0-cpu'].some(name => INSTALLED_NAME.test(name))).toBe(false);
});

it('reads the requirements of one extra from METADATA, and of no other', () => {
  const metadata = [
    'Name: tensorflow',
    'Requires-Dist: absl-py>=1.0.0',
    'Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"',
    "Requires-Dist: nvidia-nccl-cu12 <3.0, >=2.27.7 ; extra == 'and-cuda'",
    'Requires-Dist: tensorboard; extra == "profiler"',
  ].join('\r\n');
  expect(requirementsOf(metadata, 'and-cuda')).toEqual(['nvidia-cublas-cu12<13.0,>=12.5.3.2', 'nvidia-nccl-cu12<3.0,>=2.27.7']);
});
