import { expect, it } from 'vitest';
import { serialLines } from '../../../../src-main/app/cli/serial-lines.ts';
import type { FusionReport } from '../../../../src-shared/domain/fusion-report.ts';
import type { CascadeReport } from '../../../../src-shared/domain/serial-fusion.ts';

const member = (name: string, multiplyAdds: number): FusionReport['members'][number] => ({
  ...{ name, replicate: null, modelId: name, weight: null, multiplyAdds, parameters: 10, bytes: 40 },
});

const timed = (p50Ms: number, p95Ms: number, throughput: number) => ({ p50Ms, p95Ms, throughput, engine: 'wasm' });

const cascade: CascadeReport = {
  ...{
    kind: 'cascade',
    confidence: 'max-probability',
    temperatures: [1, 1],
    chosen: 0,
    accuracies: [0.9, 0.98],
    expectedMultiplyAdds: 300,
  },
  curve: [{ thresholds: [0.8], accuracy: 0.97, cost: 0.3, exits: [0.9, 0.1] }],
  crossFitted: { figures: { error: 0.03 }, againstBest: { onlyFusion: 1, onlyMember: 2, p: 0.5 }, cost: 0.31 },
  latency: [timed(0.1, 0.2, 900), timed(1, 1.2, 100), timed(0.15, 1.35, 600)],
};

it('a cascade is told by its slow items, too: half of them are quick, and one of twenty takes longer than the last stage alone', () => {
  const [head = '', first = '', last = '', own = ''] = serialLines(cascade, [member('small', 100), member('large', 1000)]);
  const cellsOf = (line: string): readonly string[] => line.trim().split(/ {2,}/);
  expect(cellsOf(head).slice(-3)).toEqual(['ms p50', 'ms p95', 'items/s']);
  expect(cellsOf(first).slice(-3)).toEqual(['0.1', '0.2', '900']);
  expect(cellsOf(last).slice(-3)).toEqual(['1', '1.2', '100']);
  expect(cellsOf(own).slice(-3)).toEqual(['0.15', '1.35', '600']);
});
