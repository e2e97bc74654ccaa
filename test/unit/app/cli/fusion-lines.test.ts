import { expect, it } from 'vitest';
import { fusionLines } from '../../../../src-main/app/cli/fusion-lines.ts';
import type { FusionReport } from '../../../../src-shared/domain/fusion-report.ts';

it('tells the replicates of a member apart wherever it names them', () => {
  const member = (replicate: number, weight: number) => ({ name: 'net', replicate, weight, modelId: null, multiplyAdds: 10, bytes: 10 });
  const figures = { error: 0.1, logLoss: 0.4 };
  const contribution = (shapley: number) => ({ shapley, shapleyError: 0, leaveOneOut: 0 });
  const report = {
    ...{ method: 'average', members: [member(0, 0.75), member(1, 0.25)], fittedOn: null, warnings: [] },
    judged: {
      ...{ items: 20, methods: [], controls: { best: 1, bestFigures: figures }, suggestion: { members: [1] } },
      contributions: [contribution(0.2), contribution(0.1)],
    },
  } as unknown as FusionReport;
  const lines = fusionLines(report);
  expect(lines[0]).toBe('average of net #1 0.75, net #2 0.25');
  expect(lines[2]).toContain('best member: net #2');
  expect(lines.slice(3)).toEqual(['who adds what (Shapley): net #1 0.2, net #2 0.1', 'as good within one standard error: net #2']);
});
