import { useEffect, useState } from 'react';
import { useFormat } from './use-format.ts';

/** Relative, with the absolute time on hover. */
export function TimeAgo({ atMs }: { atMs: number }) {
  const format = useFormat();
  const now = useNow(20_000);
  return (
    <time dateTime={new Date(atMs).toISOString()} title={format.dateTime(atMs)}>
      {format.relativeTime(atMs, Math.max(now, atMs))}
    </time>
  );
}

/** From a start to an end, or to now while there is none. */
export function Elapsed({ fromMs, toMs }: { fromMs: number | null; toMs: number | null }) {
  const format = useFormat();
  const now = useNow(toMs === null ? 1000 : null);
  if (fromMs === null) return null;
  const ms = Math.max(0, (toMs ?? now) - fromMs);
  return <>{format.duration(toMs === null ? Math.floor(ms / 1000) * 1000 : ms)}</>;
}

/** The time, renewed at the given pace and at its whole multiples, so that all clocks are drawn in one frame; null stands still. */
export function useNow(everyMs: number | null): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (everyMs === null) return;
    let timer = setTimeout(tick, untilNext(everyMs));
    return () => clearTimeout(timer);
    function tick(): void {
      setNow(Date.now());
      timer = setTimeout(tick, untilNext(everyMs ?? 0));
    }
  }, [everyMs]);
  return now;
}

/** Milliseconds until the next whole multiple of a pace. */
function untilNext(everyMs: number): number {
  return everyMs - (Date.now() % everyMs);
}
