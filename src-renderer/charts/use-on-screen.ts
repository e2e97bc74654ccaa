import { useEffect, useState, type RefObject } from 'react';

/** A little earlier than it is seen, so that it is there when it is. */
const MARGIN = '120px';

/** Whether an element is on the screen, or nearly; until that is known, it is. */
export function useOnScreen(element: RefObject<Element | null>): boolean {
  const [isOnScreen, setOnScreen] = useState(true);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new IntersectionObserver(entries => setOnScreen(entries.at(-1)?.isIntersecting ?? true), { rootMargin: MARGIN });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isOnScreen;
}
