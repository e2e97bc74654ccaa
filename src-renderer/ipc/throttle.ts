/**
 * Runs at once, then at most once a stretch of `ms` per key; a call that came too early is made up for at the end of the stretch.
 * Stretches end at whole multiples of `ms`, so that what is renewed at one pace, from wherever it is told, is drawn in one frame.
 */
export function throttleByKey(ms: number, run: (key: string) => void): (key: string) => void {
  const waits = new Map<string, { again: boolean }>();
  function start(key: string): void {
    const wait = { again: false };
    waits.set(key, wait);
    run(key);
    setTimeout(
      () => {
        waits.delete(key);
        if (wait.again) start(key);
      },
      ms - (Date.now() % ms),
    );
  }
  return key => {
    const wait = waits.get(key);
    if (wait === undefined) start(key);
    else wait.again = true;
  };
}
