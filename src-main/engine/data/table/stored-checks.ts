/** Checks of what a model's file says of a column's encoding. */
export function areNumbers(raw: Readonly<Record<string, unknown>>, keys: readonly string[]): boolean {
  return keys.every(key => isNumber(raw[key]));
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

export function isNumberList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isNumber);
}

export function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}

export function isFlagOrAbsent(value: unknown): boolean {
  return value === undefined || value === true;
}
