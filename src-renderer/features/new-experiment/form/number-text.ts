import type { NumberSpec } from '../../../../src-shared/domain/params/param-spec.ts';

/** A number where the text is one; undefined for an empty text, and otherwise the text itself, for the check to refuse. */
export function numberFrom(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : text;
}

export function textOfNumber(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

/** The next value up (1) or down (-1) for the arrow keys: 1, 2, 5 on a log scale; else by one, or by a twentieth of a small range. */
export function stepped(spec: NumberSpec, value: number, direction: 1 | -1): number {
  const next = spec.scale === 'log' ? nextRound(value, direction) : value + direction * linearStep(spec);
  const tidy = Number(next.toPrecision(12));
  const whole = spec.integer === true ? Math.round(tidy) : tidy;
  if (whole > spec.max) return spec.max;
  if (whole < spec.min || (spec.aboveMin === true && whole <= spec.min)) return spec.aboveMin === true ? value : spec.min;
  return whole;
}

function linearStep({ min, max, integer }: NumberSpec): number {
  return integer === true || max - min > 20 ? 1 : (max - min) / 20;
}

/** The neighbour among …, 0.1, 0.2, 0.5, 1, 2, 5, 10, … */
function nextRound(value: number, direction: 1 | -1): number {
  if (value <= 0) return direction === 1 ? 1 : value;
  const power = Math.floor(Math.log10(value));
  const rounds = [power - 1, power, power + 1].flatMap(p => [1, 2, 5].map(digit => Number(`${digit}e${p}`)));
  const found = direction === 1 ? rounds.find(round => round > value * 1.0001) : rounds.findLast(round => round < value * 0.9999);
  return found ?? value;
}
