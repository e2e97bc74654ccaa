import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Stops of the Tab key on the fullest screens, with room. */
const MOST_STOPS = 150;

/** Tab until the control with this id or name has the focus: a person without a mouse has no other way. */
export async function tabTo(page: Page, wanted: string): Promise<void> {
  // What the last answer brings up is there before someone looks for it.
  await page.waitForFunction(
    name =>
      [...document.querySelectorAll('button, input, select, textarea, a')].some(
        element => element.id === name || (element.getAttribute('aria-label') ?? element.textContent ?? '').trim() === name,
      ),
    wanted,
  );
  for (let i = 0; i < MOST_STOPS; i++) {
    const found = await page.evaluate(name => {
      const element = document.activeElement;
      return element !== null && (element.id === name || (element.getAttribute('aria-label') ?? element.textContent ?? '').trim() === name);
    }, wanted);
    if (found) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Nothing called '${wanted}' was reached with the Tab key`);
}

/**
 * Go to the first option of the open list and take it. The list forgets which option its arrow key stands on once, a
 * moment after it opened: a person waits for it to be drawn, a test on a busy machine presses earlier, so it presses again.
 */
export async function takeFirst(page: Page, name: RegExp): Promise<void> {
  const option = page.getByRole('option', { name }).first();
  await option.waitFor();
  for (let i = 0; i < 10; i++) {
    await page.keyboard.press('ArrowDown');
    await page.locator('[role="option"][data-combobox-selected]').waitFor();
    await page.keyboard.press('Enter');
    const isTaken = await option.waitFor({ state: 'hidden', timeout: 1_000 }).then(
      () => true,
      () => false,
    );
    if (isTaken) return;
  }
  throw new Error(`The option ${name.source} was not taken with the keyboard`);
}

/** In the field that has the focus. */
export async function replaceText(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
  await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.value)).toBe(text);
}

/** The command of this name, by the command box. */
export async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const box = page.getByRole('dialog');
  // Seen a moment before it has the focus: what is typed by then goes elsewhere.
  await page.getByPlaceholder('Type a screen').and(page.locator(':focus')).waitFor();
  await page.keyboard.type(name);
  await box.getByText(name, { exact: true }).first().waitFor();
  for (let i = 0; i < 14; i++) {
    await page.keyboard.press('ArrowDown');
    const selected = box.locator('[data-selected]');
    await selected.waitFor();
    if ((await selected.innerText()).startsWith(name)) break;
  }
  await page.keyboard.press('Enter');
  await box.waitFor({ state: 'hidden' });
}

/** Tab to it, and press it. */
export async function pressOn(page: Page, wanted: string): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press('Enter');
}
