/** News inside main: services say it, hosts pass it on. A listener that throws harms nobody else. */
export interface EventHub {
  emit(event: string, payload: Readonly<Record<string, unknown>>): void;
  subscribe(listener: (event: string, payload: Readonly<Record<string, unknown>>) => void): () => void;
}

/** Payloads get a `seq` that counts up by one per event name: a gap tells the other side to fetch everything. */
export function createEventHub(onError: (thrown: unknown) => void): EventHub {
  const listeners = new Set<(event: string, payload: Readonly<Record<string, unknown>>) => void>();
  const counts = new Map<string, number>();
  return {
    emit(event, payload) {
      const seq = (counts.get(event) ?? 0) + 1;
      counts.set(event, seq);
      for (const listener of listeners) {
        try {
          listener(event, { seq, ...payload });
        } catch (thrown) {
          onError(thrown);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
