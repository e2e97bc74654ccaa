import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';

export interface ChartColours {
  readonly ink: string;
  readonly soft: string;
  readonly faint: string;
  readonly grid: string;
  readonly line: string;
  readonly panel: string;
  readonly accent: string;
  readonly worse: string;
  /** A canvas can't read CSS variables: `var(--s1)` → `#0072b2` in the theme in force. */
  resolve(colour: string): string;
  readonly font: string;
}

/** The tokens of the theme in force, as values for a canvas. */
export function useChartColours(): ChartColours {
  const scheme = useComputedColorScheme('light');
  return useMemo(() => readColours(scheme), [scheme]);
}

// The scheme is an argument so that a change of theme reads again.
function readColours(_scheme: 'light' | 'dark'): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    soft: read('--soft'),
    faint: read('--faint'),
    grid: read('--grid'),
    line: read('--line'),
    panel: read('--panel'),
    accent: read('--accent'),
    worse: read('--worse'),
    resolve: colour => /^var\((--[\w-]+)\)$/.exec(colour)?.[1]?.replace(/^.*$/, read) ?? colour,
    font: read('--font'),
  };
}

/** `#0072b2` → with an opacity in [0, 1]. */
export function withAlpha(hex: string, alpha: number): string {
  const byte = Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0');
  return /^#[0-9a-f]{6}$/i.test(hex) ? hex + byte : hex;
}
