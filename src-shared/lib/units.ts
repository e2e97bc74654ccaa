/**
 * Numbers as people read them, the same on every screen and on the command line. `locale` is a BCP 47 tag. Between a
 * number and its unit stands a no-break space.
 */

const SPACE = '\u00a0';

/** Digits grouped: `431,080`. */
export function formatCount(value: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 0 }).format(value);
}

/** 3 significant figures unless told otherwise; very small and very large in powers of ten: `2.4e-7`. */
export function formatNumber(value: number, locale: string, significant = 3): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return trimExponent(value.toExponential(significant - 1));
  return numberFormat(locale, { maximumSignificantDigits: Math.max(significant, size >= 1 ? Math.floor(Math.log10(size)) + 1 : 1) }).format(
    value,
  );
}

/** Counts of millions by SI prefix: `2.32 M`; below ten thousand as they are. */
export function formatCompact(value: number, locale: string): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (Math.abs(value) < 10_000) return formatCount(value, locale);
  return scaled(value, ['', 'k', 'M', 'G', 'T', 'P'], locale);
}

/** Decimal: 1 KB is 1,000 bytes. */
export function formatBytes(bytes: number, locale: string): string {
  if (!Number.isFinite(bytes)) return nonFinite(bytes);
  return scaled(bytes, ['B', 'KB', 'MB', 'GB', 'TB', 'PB'], locale);
}

/** `850 J`, `12.4 kJ`. */
export function formatEnergy(joules: number, locale: string): string {
  if (!Number.isFinite(joules)) return nonFinite(joules);
  return scaled(joules, ['J', 'kJ', 'MJ', 'GJ'], locale);
}

/** `0.85 ms`, `340 ms`, `12.4 s`, `2 min 10 s`, `1 h 5 min`, `3 d 4 h`. */
export function formatDuration(ms: number, locale: string): string {
  if (!Number.isFinite(ms)) return nonFinite(ms);
  const unit = locale.startsWith('zh') ? UNITS_ZH : UNITS;
  if (ms < 999.5) return numberFormat(locale, { maximumSignificantDigits: 3 }).format(ms) + unit.ms;
  if (ms < 59_950) return numberFormat(locale, { maximumFractionDigits: ms < 9950 ? 1 : 0 }).format(ms / 1000) + unit.s;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return pair(seconds, 60, [unit.min, unit.s]);
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1440) return pair(minutes, 60, [unit.h, unit.min]);
  return pair(Math.round(ms / 3_600_000), 24, [unit.d, unit.h]);
}

/** Of a share in [0, 1]: `1.59 %`; Chinese sets it without the space. */
export function formatPercent(ratio: number, locale: string, fractionDigits = 2): string {
  return formatPercentNumber(ratio, locale, fractionDigits) + (locale.startsWith('zh') ? '%' : `${SPACE}%`);
}

/** Without the sign, for intervals: `1.36–1.85`. */
export function formatPercentNumber(ratio: number, locale: string, fractionDigits = 2): string {
  if (!Number.isFinite(ratio)) return nonFinite(ratio);
  return numberFormat(locale, {
    signDisplay: 'negative',
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  }).format(ratio * 100);
}

export function formatInterval(low: number, high: number, locale: string, fractionDigits = 2): string {
  return `${formatPercentNumber(low, locale, fractionDigits)}–${formatPercentNumber(high, locale, fractionDigits)}`;
}

/** `+14`, `−10`, `0`: with a real minus sign. */
export function formatSigned(value: number, locale: string, fractionDigits = 0): string {
  return numberFormat(locale, { signDisplay: 'exceptZero', minimumFractionDigits: fractionDigits, maximumFractionDigits: fractionDigits })
    .format(value)
    .replace('-', '−');
}

/** A probability of a test: `0.54`, `< 0.001`. */
export function formatP(p: number, locale: string): string {
  if (!Number.isFinite(p)) return nonFinite(p);
  if (p < 0.001) return `<${SPACE}${numberFormat(locale, { maximumFractionDigits: 3 }).format(0.001)}`;
  return numberFormat(locale, { maximumSignificantDigits: 2 }).format(p);
}

/** `2 minutes ago`, `yesterday`; short for columns: `2 min. ago`. */
export function formatRelativeTime(atMs: number, nowMs: number, locale: string, style: 'long' | 'short' = 'long'): string {
  const format = kept(RELATIVE_FORMATS, `${locale} ${style}`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style }));
  const seconds = (atMs - nowMs) / 1000;
  for (const [unit, size] of RELATIVE) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(Math.abs(seconds) < LEAST_SECONDS ? 0 : Math.round(seconds), 'second');
}

export function formatDateTime(atMs: number, locale: string): string {
  return dateFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(atMs);
}

/** `11/25/26, 1:48 PM`: for lists. */
export function formatShortDate(atMs: number, locale: string): string {
  return dateFormat(locale, { dateStyle: 'short', timeStyle: 'short' }).format(atMs);
}

/** `28 × 28 × 1`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? '1' : shape.join(`${SPACE}×${SPACE}`);
}

const RELATIVE = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** Less is `now`. */
const LEAST_SECONDS = 5;

const UNITS = { d: `${SPACE}d`, h: `${SPACE}h`, min: `${SPACE}min`, s: `${SPACE}s`, ms: `${SPACE}ms` };
const UNITS_ZH = { d: `${SPACE}天`, h: `${SPACE}小时`, min: `${SPACE}分`, s: `${SPACE}秒`, ms: `${SPACE}毫秒` };

function pair(total: number, size: number, [large, small]: readonly [string, string]): string {
  const rest = total % size;
  return `${Math.floor(total / size)}${large}${rest === 0 ? '' : `${SPACE}${rest}${small}`}`;
}

function scaled(value: number, prefixes: readonly string[], locale: string): string {
  let index = 0;
  let rest = value;
  while (Math.abs(rest) >= 999.5 && index < prefixes.length - 1) {
    rest /= 1000;
    index++;
  }
  return `${numberFormat(locale, { maximumSignificantDigits: 3 }).format(rest)}${SPACE}${prefixes[index]}`.trimEnd();
}

function nonFinite(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '∞' : '−∞';
}

function trimExponent(text: string): string {
  return text
    .replace(/\.?0*e/, 'e')
    .replace('e+', 'e')
    .replace('-', '−')
    .replace('e−', 'e-');
}

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(NUMBER_FORMATS, `${locale} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options));
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(DATE_FORMATS, `${locale} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options));
}

/** Making a format takes a hundred times as long as using it, and there are few: languages by kinds of numbers. */
const NUMBER_FORMATS = new Map<string, Intl.NumberFormat>();
const DATE_FORMATS = new Map<string, Intl.DateTimeFormat>();
const RELATIVE_FORMATS = new Map<string, Intl.RelativeTimeFormat>();

function kept<T>(formats: Map<string, T>, key: string, make: () => T): T {
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = make();
  formats.set(key, made);
  return made;
}
