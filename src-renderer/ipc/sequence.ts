/** Follows the sequence numbers of one event channel: they count up by one, so anything else means events were missed. */
export interface SequenceWatcher {
  /** True when everything should be fetched again. The first number seen is never a gap. */
  missed(seq: number): boolean;
  /** After a reconnect any number may come next. */
  reset(): void;
}

export function createSequenceWatcher(): SequenceWatcher {
  let last: number | null = null;
  return {
    missed(seq) {
      const gap = last !== null && seq !== last + 1;
      last = seq;
      return gap;
    },
    reset() {
      last = null;
    },
  };
}
