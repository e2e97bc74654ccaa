import { expect, it } from 'vitest';
import { engineLines } from '../../../../src-main/app/cli/engine-lines.ts';
import type { EngineCandidate } from '../../../../src-shared/domain/engine-status.ts';

const candidate = (id: string, title: string, reason: string): EngineCandidate => ({
  ...{ id, title, available: true, reason, probeStepMs: 1052.2, identity: `${id}-1t`, threads: 1 },
});

it('tells of every engine within 80 columns, whatever the reasons', () => {
  const why = 'Failed to start: A graphics adapter with Vulkan, Metal or Direct3D 12 is required, but none was found anywhere';
  const lines = engineLines({
    ...{ chosen: 'side', title: 'TensorFlow (native), operations side by side', reason: why, identity: 'side-1t', threads: 1 },
    candidates: [candidate('side', 'TensorFlow (native), operations side by side', why), candidate('cpu', 'Plain JavaScript', 'Short.')],
  });
  expect(lines.filter(line => line.length > 80)).toEqual([]);
  expect(lines.slice(5)).toEqual([
    'engine                                          there  probe step',
    'TensorFlow (native), operations side by side ◀  yes      1,052 ms',
    '    Failed to start: A graphics adapter with Vulkan, Metal or Direct3D 12 is',
    '    required, but none was found anywhere',
    'Plain JavaScript                                yes      1,052 ms',
    '    Short.',
  ]);
});
