/** Lines a minute: who knocks without end must not push the rest out of the log. */
const MOST_LINES = 20;
const MINUTE_MS = 60_000;

/** Writes down who was turned away and why; what is left out is counted. */
export function createRefusalLog(nowMs: () => number, log: (message: string) => void): (reason: string, request: RefusedRequest) => void {
  let since = nowMs();
  let lines = 0;
  let left = 0;
  return (reason, { method, path, origin, host }) => {
    if (nowMs() - since >= MINUTE_MS) {
      if (left > 0) log(`${left} further requests were refused`);
      [since, lines, left] = [nowMs(), 0, 0];
    }
    if (lines >= MOST_LINES) return void (left += 1);
    lines += 1;
    log(`Refused (${reason}): ${method} ${shown(path)} from origin ${shown(origin)} for host ${shown(host)}`);
  };
}

export interface RefusedRequest {
  readonly method: string;
  /** Without the query: a token must not stand in a log. */
  readonly path: string;
  readonly origin: string | undefined;
  readonly host: string | undefined;
}

function shown(text: string | undefined): string {
  return JSON.stringify((text ?? 'none').slice(0, 120));
}
