import type { Locator, Page } from 'playwright-core';

/** Milliseconds from the start of a load, its files cached, until the workbench shows its screen. */
export async function usableAfter(page: Page): Promise<number> {
  await page.evaluate(() => void (location.hash = '#/'));
  await page.reload();
  await page.locator('main h1').first().waitFor();
  return page.evaluate(
    () => new Promise<number>(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())))),
  );
}

/** Milliseconds from the change of the address until what was waited for is painted, after a reload. */
export async function openScreen(page: Page, hash: string, ready: string): Promise<number> {
  await usableAfter(page);
  await page.waitForLoadState('networkidle');
  return page.evaluate(
    ([to, selector]) =>
      new Promise<number>(resolve => {
        const begin = performance.now();
        location.hash = to;
        const look = (): void => {
          if (document.querySelector(selector) === null) requestAnimationFrame(look);
          else requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - begin)));
        };
        requestAnimationFrame(look);
      }),
    [hash, ready] as const,
  );
}

export interface Frames {
  readonly median: number;
  readonly p95: number;
}

/** Milliseconds between frames while the longest list of the screen is scrolled for two seconds; null without one. */
export async function scrollFrames(page: Page): Promise<Frames | null> {
  const deltas = await page.evaluate(
    () =>
      new Promise<number[]>(resolve => {
        const room = (element: Element): number => element.scrollHeight - element.clientHeight;
        const [list] = [...document.querySelectorAll('main *')].filter(each => room(each) > 400).sort((a, b) => room(b) - room(a));
        if (list === undefined) return resolve([]);
        const found: number[] = [];
        const begin = performance.now();
        let before = begin;
        const frame = (now: number): void => {
          found.push(now - before);
          before = now;
          list.scrollTop += 60;
          if (now - begin < 2000) requestAnimationFrame(frame);
          else resolve(found.slice(2));
        };
        requestAnimationFrame(frame);
      }),
  );
  if (deltas.length === 0) return null;
  const sorted = deltas.sort((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)]!, p95: sorted[Math.floor(sorted.length * 0.95)]! };
}

/** Milliseconds from each key to the next paint after it, as the browser itself measures (in steps of 8 ms, from 16 on). */
export async function inputDelays(page: Page, field: Locator, text: string): Promise<readonly number[]> {
  await field.focus();
  await page.evaluate(() => {
    const held = globalThis as unknown as { delays: number[] };
    held.delays = [0];
    new PerformanceObserver(list => held.delays.push(...list.getEntries().map(entry => entry.duration))).observe({
      type: 'event',
      durationThreshold: 16,
      buffered: false,
    } as PerformanceObserverInit);
  });
  for (const key of text) {
    await page.keyboard.press(key === ' ' ? 'Space' : key);
    await page.waitForTimeout(120);
  }
  return page.evaluate(() => (globalThis as unknown as { delays: number[] }).delays);
}
