import type { Browser } from 'playwright-core';

interface ProcessInfo {
  readonly type: string;
  /** Seconds. */
  readonly cpuTime: number;
}

/** Processor time of the page's process over a stretch of wall time, as a share of one core. */
export async function rendererCpuShare(browser: Browser, overMs: number): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const used = async (): Promise<number> => {
    const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as { processInfo: readonly ProcessInfo[] };
    return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const [before, begin] = [await used(), performance.now()];
  await new Promise(resolve => setTimeout(resolve, overMs));
  return ((await used()) - before) / ((performance.now() - begin) / 1000);
}
