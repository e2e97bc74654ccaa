import { describe, expect, it } from 'vitest';
import { availableMemory } from '../../../src-main/platform/available-memory.ts';

const MIB = 2 ** 20;
const MEMINFO = 'MemTotal:       8000000 kB\nMemFree:         1000000 kB\nMemAvailable:    4096 kB\nSwapFree: 9999 kB\n';

function available(files: Readonly<Record<string, string>>): number {
  return availableMemory({ read: path => files[path] ?? null, free: () => 7 * MIB }) / MIB;
}

describe('available memory', () => {
  it('is what Linux calls available, caches that can go included', () => {
    expect(available({ '/proc/meminfo': MEMINFO })).toBe(4);
  });

  it('is what the system calls free where there is no such file', () => {
    expect(available({})).toBe(7);
  });

  it('is the room under the limit of a control group (version 2), its file cache counted as free', () => {
    const group = {
      '/proc/meminfo': MEMINFO,
      '/proc/self/cgroup': '0::/\n',
      '/sys/fs/cgroup/memory.max': `${3 * MIB}\n`,
      '/sys/fs/cgroup/memory.current': `${2 * MIB}\n`,
      '/sys/fs/cgroup/memory.stat': `anon 5\ninactive_file ${MIB / 2}\nactive_file 9\n`,
    };
    expect(available(group)).toBe(1.5);
    expect(available({ ...group, '/sys/fs/cgroup/memory.max': 'max\n' })).toBe(4);
    expect(available({ ...group, '/sys/fs/cgroup/memory.current': `${4 * MIB}\n` })).toBe(0);
  });

  it('minds the group that has the least room, of its own and those above', () => {
    const slice = '/sys/fs/cgroup/user.slice';
    expect(
      available({
        '/proc/meminfo': MEMINFO,
        '/proc/self/cgroup': '0::/user.slice/job.scope\n',
        [`${slice}/job.scope/memory.max`]: 'max\n',
        [`${slice}/memory.max`]: `${2 * MIB}\n`,
        [`${slice}/memory.current`]: `${MIB}\n`,
      }),
    ).toBe(1);
  });

  it('knows the control groups of version 1', () => {
    const folder = '/sys/fs/cgroup/memory/docker/abc';
    const group = {
      '/proc/meminfo': MEMINFO,
      '/proc/self/cgroup': '9:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n',
      [`${folder}/memory.limit_in_bytes`]: `${3 * MIB}\n`,
      [`${folder}/memory.usage_in_bytes`]: `${2 * MIB}\n`,
      [`${folder}/memory.stat`]: `inactive_file 1\ntotal_inactive_file ${MIB}\n`,
    };
    expect(available(group)).toBe(2);
    expect(available({ ...group, [`${folder}/memory.limit_in_bytes`]: '9223372036854771712\n' })).toBe(4);
  });
});
