import { isShareFigure } from '../../../src-shared/domain/quality.ts';
import type { FusionFigures } from '../../../src-shared/domain/fusion-figures.ts';
import type { FusionReport, JudgedFusion } from '../../../src-shared/domain/fusion-report.ts';
import { numberedName } from '../../../src-shared/domain/numbered-name.ts';
import { formatCompact, formatNumber, formatPercent } from '../../../src-shared/lib/units.ts';
import { tableLines } from './output.ts';
import { serialLines } from './serial-lines.ts';

/** What a fusion is made of, and what every method would have given. */
export function fusionLines({ method, members, fittedOn, judged, serial, warnings }: FusionReport): readonly string[] {
  const weights = members.map(({ name, replicate, weight }) => {
    const called = numberedName(name, replicate);
    return weight === null ? called : `${called} ${formatNumber(weight, 'en', 3)}`;
  });
  const fitted = fittedOn === null ? '' : `, fitted on ${fittedOn.items} items (${fittedOn.split})`;
  return [
    members.length === 0 ? method : `${method} of ${weights.join(', ')}${fitted}`,
    ...(serial === undefined ? [] : serialLines(serial, members)),
    ...(judged === null ? [] : judgedLines(judged, members, fittedOn?.split === 'out-of-fold' ? 'out-of-fold' : 'validation')),
    ...warnings.map(w => `! ${w}`),
  ];
}

function judgedLines(
  { items, methods, controls, contributions, suggestion }: JudgedFusion,
  members: FusionReport['members'],
  judgedOn: string,
): readonly string[] {
  const names = members.map(({ name, replicate }) => numberedName(name, replicate));
  const rows = methods.map(({ id, isChosen, figures, againstBest, multiplyAdds }) => [
    isChosen ? `${id} (this)` : id,
    ...figuresText(figures),
    `${againstBest.onlyFusion} : ${againstBest.onlyMember}`,
    `p ${formatNumber(againstBest.p, 'en', 3)}`,
    formatCompact(multiplyAdds, 'en'),
  ]);
  const bestRow = [
    `best member: ${names[controls.best] ?? ''}`,
    ...figuresText(controls.bestFigures),
    '',
    '',
    formatCompact(members[controls.best]?.multiplyAdds ?? 0, 'en'),
  ];
  const [first, second] = Object.keys(controls.bestFigures);
  const head = [`on ${items} ${judgedOn} items`, first ?? '', second ?? '', 'right alone', 'against best', 'multiply-adds'];
  const shapley = names.map((name, i) => `${name} ${formatNumber(contributions[i]?.shapley ?? 0, 'en', 3)}`).join(', ');
  const few = suggestion.members.map(member => names[member] ?? '').join(', ');
  return [...tableLines(head, [bestRow, ...rows]), `who adds what (Shapley): ${shapley}`, `as good within one standard error: ${few}`];
}

function figuresText(figures: FusionFigures): readonly string[] {
  return Object.entries(figures).map(([name, value]) =>
    isShareFigure(name) ? formatPercent(value, 'en', 2) : formatNumber(value, 'en', 4),
  );
}
