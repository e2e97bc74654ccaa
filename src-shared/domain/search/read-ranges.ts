import { canonicalJson } from '../../lib/json.ts';
import type { NumberSpec, ParamSpec } from '../params/param-spec.ts';
import { isObject, shown, unknownKey } from '../params/problems.ts';
import type { NumberDomain, Template } from './space.ts';
import { complain, placeIn, placeOfItem, type Block, type Place, type Reading } from './space-reader.ts';

const NUMBER_KEYS = ['from', 'to', 'scale', 'step', 'when'];
const CHOICE_KEYS = ['choose', 'when'];
const REPEAT_KEYS = ['repeat', 'of'];
const MOST_REPEATS = 64;

/** Whether a block of a space says that something varies. */
export function isRange(raw: unknown): raw is Block {
  return isObject(raw) && ('choose' in raw || ('from' in raw && 'to' in raw) || ('repeat' in raw && 'of' in raw));
}

export function readRange(raw: Block, spec: ParamSpec | undefined, place: Place, reading: Reading): Template {
  if ('choose' in raw) return readChoice(raw, spec, place, reading);
  if ('repeat' in raw) return readRepeat(raw, spec, place, reading);
  return readNumber(raw, spec, place, reading);
}

function readNumber(raw: Block, spec: ParamSpec | undefined, place: Place, reading: Reading): Template {
  const number = numberSpecIn(spec);
  if (spec !== undefined && number === undefined) {
    return complain(reading, place, `a choice is required here, got ${shown(raw)}`, 'Write { choose: […] }.');
  }
  refuseOthers(raw, NUMBER_KEYS, place, reading);
  const domain = numberDomain(raw, number, place, reading);
  if (domain === null) return { kind: 'value', value: undefined };
  reading.dimensions.push({ ...place, domain, options: [], when: raw['when'] });
  return { kind: 'number', dimension: place.name };
}

function numberSpecIn(spec: ParamSpec | undefined): NumberSpec | undefined {
  if (spec?.kind === 'number') return spec;
  return spec?.kind === 'one-of' ? spec.options.find(option => option.kind === 'number') : undefined;
}

function numberDomain(raw: Block, spec: NumberSpec | undefined, place: Place, reading: Reading): NumberDomain | null {
  const step = spec?.integer === true ? { step: 1 } : {};
  const { from, to, scale, ...rest } = { scale: spec?.scale ?? 'linear', ...step, ...raw } as Block & { readonly step?: number };
  const grid = rest.step === undefined ? {} : { step: rest.step };
  const before = reading.problems.length;
  for (const [key, value] of Object.entries({ from, to, ...grid })) checkNumber(value, spec, placeIn(place, key), reading);
  if (scale !== 'linear' && scale !== 'log') {
    return complained(reading, placeIn(place, 'scale'), `linear or log is required, got ${shown(scale)}`);
  }
  if (reading.problems.length > before) return null;
  const domain: NumberDomain = { kind: 'number', from: from as number, to: to as number, scale, ...grid };
  return isConsistent(domain, place, reading) ? domain : null;
}

function complained(reading: Reading, place: Place, message: string): null {
  complain(reading, place, message);
  return null;
}

function checkNumber(value: unknown, spec: NumberSpec | undefined, place: Place, reading: Reading): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) complain(reading, place, `a number is required, got ${shown(value)}`);
  else if (spec?.integer === true && !Number.isInteger(value)) complain(reading, place, `a whole number is required, got ${value}`);
}

function isConsistent({ from, to, scale, step }: NumberDomain, place: Place, reading: Reading): boolean {
  const before = reading.problems.length;
  if (!(from < to)) {
    complain(reading, place, `a range from a smaller to a greater number is required, got ${from} to ${to}: nothing lies in it`);
  }
  if (scale === 'log' && from <= 0) {
    const hint = 'Write scale: linear, or begin above 0.';
    complain(reading, placeIn(place, 'from'), `on a log scale a number above 0 is required, got ${from}`, hint);
  }
  if (step !== undefined && !(step > 0 && step <= to - from)) {
    complain(reading, placeIn(place, 'step'), `a number in (0, ${to - from}] is required, got ${step}`);
  }
  return reading.problems.length === before;
}

function readChoice(raw: Block, spec: ParamSpec | undefined, place: Place, reading: Reading): Template {
  refuseOthers(raw, CHOICE_KEYS, place, reading);
  const { choose: options, when } = raw;
  if (!Array.isArray(options) || options.length < 2) {
    return complain(reading, placeIn(place, 'choose'), `a list of at least two options is required, got ${shown(options)}`);
  }
  const texts = options.map(option => canonicalJson(option ?? null));
  const twice = texts.findIndex((text, i) => texts.indexOf(text) < i);
  if (twice >= 0) complain(reading, placeOfItem(placeIn(place, 'choose'), twice), `the option ${shown(options[twice])} is there twice`);
  const labels = distinct(options.map((option, i) => labelOf(option, i)));
  const ordered = options.every((option, i) => typeof option === 'number' && (i === 0 || option > Number(options[i - 1])));
  reading.dimensions.push({ ...place, domain: { kind: 'choice', labels, ordered }, options, when });
  return { kind: 'choice', dimension: place.name, options: options.map((option, i) => readOption(option, i)) };

  function readOption(option: unknown, i: number): Template {
    if (option === null) return { kind: 'value', value: undefined };
    const condition = { on: place.name, test: 'options', options: [i] } as const;
    const name = `${place.name}[${labels[i] ?? i}]`;
    const path = [...place.path, 'choose', i];
    return reading.read(option, spec, { name, path, conditions: [...place.conditions, condition] });
  }
}

/** A block goes by its kind, nothing by 'none'. */
function labelOf(option: unknown, i: number): string {
  if (option === null) return 'none';
  if (isObject(option)) {
    const tag = [option['kind'], option['preset']].find(value => typeof value === 'string');
    return typeof tag === 'string' ? tag : `option ${i + 1}`;
  }
  return Array.isArray(option) ? option.map((item, k) => labelOf(item, k)).join('-') : String(option);
}

function distinct(labels: readonly string[]): readonly string[] {
  return labels.map((label, i) => {
    const before = labels.slice(0, i).filter(other => other === label).length;
    return before === 0 ? label : `${label} ${before + 1}`;
  });
}

/** `{ repeat: { from: 1, to: 3 }, of: { from: 8, to: 64 } }`: a list whose length varies, each item on its own. */
function readRepeat(raw: Block, spec: ParamSpec | undefined, place: Place, reading: Reading): Template {
  refuseOthers(raw, REPEAT_KEYS, place, reading);
  const list = spec?.kind === 'one-of' ? spec.options.find(option => option.kind === 'list') : spec;
  if (list !== undefined && list.kind !== 'list') return complain(reading, place, `only a list can be repeated, got ${shown(raw)}`);
  const { minItems = 0, maxItems = MOST_REPEATS } = list ?? {};
  const countSpec: NumberSpec = { kind: 'number', label: 'Items', min: minItems, max: Math.min(maxItems, MOST_REPEATS), integer: true };
  const count = reading.read(raw['repeat'], countSpec, placeIn(place, 'repeat'));
  const counts = possibleNumbers(count, reading);
  const most = Math.max(...counts);
  if (!counts.every(n => Number.isInteger(n) && n >= countSpec.min && n <= countSpec.max)) {
    return complain(reading, placeIn(place, 'repeat'), `whole numbers in [${countSpec.min}, ${countSpec.max}] are required`);
  }
  const items = Array.from({ length: most }, (_, i) => {
    const item = placeOfItem(place, i);
    return reading.read(raw['of'], list?.of, { ...item, path: [...place.path, 'of'], conditions: conditionsFor(count, i, item) });
  });
  return { kind: 'repeat', count, items };

  function conditionsFor(template: Template, i: number, { conditions }: Place): Place['conditions'] {
    if (template.kind === 'number') {
      return Math.min(...counts) > i ? conditions : [...conditions, { on: template.dimension, test: 'range', from: i + 1, to: most }];
    }
    if (template.kind !== 'choice') return conditions;
    const options = counts.flatMap((n, option) => (n > i ? [option] : []));
    return options.length === counts.length ? conditions : [...conditions, { on: template.dimension, test: 'options', options }];
  }
}

/** Of a choice the options in order, of a range its ends, of a plain number itself. */
export function possibleNumbers(template: Template, reading: Reading): readonly number[] {
  if (template.kind === 'value') return [Number(template.value)];
  if (template.kind === 'choice') return template.options.map(option => (option.kind === 'value' ? Number(option.value) : NaN));
  if (template.kind !== 'number') return [NaN];
  const domain = reading.dimensions.find(({ name }) => name === template.dimension)?.domain;
  return domain?.kind === 'number' ? [domain.from, domain.to] : [NaN];
}

function refuseOthers(raw: Block, keys: readonly string[], place: Place, reading: Reading): void {
  for (const key of Object.keys(raw).filter(name => !keys.includes(name))) {
    const { message, hint } = unknownKey(key, keys);
    complain(reading, placeIn(place, key), message, hint);
  }
}
