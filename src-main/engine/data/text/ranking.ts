/** Items in an order that changes: the first is at hand, and moving one takes the logarithm of how many there are. A binary heap. */
export interface Ranking<T> {
  /** None where it is empty. */
  first(): T | undefined;
  /** Puts an item in, or to its new place after what it is ranked by changed; one at a time. */
  place(item: T): void;
  remove(item: T): void;
}

export function createRanking<T>(isBefore: (a: T, b: T) => boolean): Ranking<T> {
  const heap: T[] = [];
  const places = new Map<T, number>();
  const put = (item: T, place: number): void => {
    heap[place] = item;
    places.set(item, place);
  };
  const rise = (item: T, from: number): number => {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(item, heap[parent]!)) break;
      put(heap[parent]!, place);
      place = parent;
    }
    return place;
  };
  const sink = (item: T, from: number): number => {
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) return place;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, item)) return place;
      put(heap[child]!, place);
      place = child;
    }
  };
  const settle = (item: T, from: number): void => put(item, sink(item, rise(item, from)));
  return {
    first: () => heap[0],
    place: item => settle(item, places.get(item) ?? heap.length),
    remove(item) {
      const place = places.get(item);
      const last = heap.pop();
      if (place === undefined || last === undefined) throw new Error('An item that is ranked is required');
      places.delete(item);
      if (last !== item) settle(last, place);
    },
  };
}
