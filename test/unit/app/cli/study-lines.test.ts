import { expect, it } from 'vitest';
import { studyLines } from '../../../../src-main/app/cli/study-lines.ts';
import type { StudyReport } from '../../../../src-shared/domain/study-report.ts';

it('tells differences of shares in percentage points, the shares themselves in percent', () => {
  const report = {
    ...{
      trials: { finished: 2 },
      epochs: { search: 6 },
      elapsedMs: 1000,
      winner: 4,
      winnerFields: {},
      energy: null,
      control: null,
      course: [],
    },
    objectives: [{ metric: 'validation.accuracy', direction: 1 }],
    confirmed: [
      { trial: 4, role: 'search', searched: 0.898, values: [0.912, 0.904], mean: 0.908, deviation: 0.0057 },
      { trial: 9, role: 'control', searched: 0.896, values: [0.9], mean: 0.9, deviation: null },
    ],
    optimism: 0.0085,
  } as unknown as StudyReport;
  const lines = studyLines(report).map(line => line.replaceAll('\u00a0', ' '));
  expect(lines.find(line => line.startsWith('trial 4'))).toMatch(/ 89\.80 % +90\.80 % +± 0\.57 points +2$/);
  expect(lines.find(line => line.startsWith('trial 9, by lot'))).toMatch(/ 89\.60 % +90\.00 % +1$/);
  expect(lines).toContain('the chosen looked 0.85 points better in the search than they are with fresh seeds');
});
