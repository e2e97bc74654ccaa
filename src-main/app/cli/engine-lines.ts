import type { EngineStatus } from '../../../src-shared/domain/engine-status.ts';
import { formatNumber } from '../../../src-shared/lib/units.ts';
import { tableLines, wrappedLines } from './output.ts';

/** The engine in force and every other one, each with its reason below it: a terminal of 80 columns holds them. */
export function engineLines({ title, identity, reason, chosen, candidates }: EngineStatus): readonly string[] {
  const rows = candidates.map(({ id, title: name, available, probeStepMs }) => [
    id === chosen ? `${name} ◀` : name,
    available ? 'yes' : 'no',
    probeStepMs === null ? '' : `${formatNumber(probeStepMs, 'en')} ms`,
  ]);
  const [head = '', ...lines] = tableLines(['engine', 'there', 'probe step'], rows);
  return [
    title,
    ...wrappedLines(identity, '    '),
    ...wrappedLines(reason, '    '),
    '',
    head,
    ...candidates.flatMap((candidate, i) => [lines[i] ?? '', ...wrappedLines(candidate.reason, '    ')]),
  ];
}
