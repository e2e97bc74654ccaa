/** Runs at once, then at most every `ms` per key; a call that came too early is made up for at the end of the wait. */
export function throttleByKey(ms: number, run: (key: string) => void): (key: string) => void {
  const waits = new Map<string, { again: boolean }>();
  function start(key: string): void {
    const wait = { again: false };
    waits.set(key, wait);
    run(key);
    setTimeout(() => {
      waits.delete(key);
      if (wait.again) start(key);
    }, ms);
  }
  return key => {
    const wait = waits.get(key);
    if (wait === undefined) start(key);
    else wait.again = true;
  };
}
