import { useSyncExternalStore } from 'react';

/**
 * Where the page is, for wouter: all of it stands behind the `#`, the search part too (`#/compare?models=a,b`), so that an
 * address can be copied, typed and opened. Wouter's own hash location puts the search before the `#`, where it stays when
 * the screen changes.
 */
export function splitHash(hash: string): { readonly path: string; readonly search: string } {
  const [path = '', ...search] = hash.replace(/^#?\/?/, '').split('?');
  return { path: `/${path}`, search: search.join('?') };
}

interface NavigateOptions {
  readonly replace?: boolean;
  readonly state?: unknown;
}

export function navigateHash(to: string, { replace = false, state = null }: NavigateOptions = {}): void {
  const oldURL = window.location.href;
  const { path, search } = splitHash(to);
  const hash = `#${path}${search === '' ? '' : `?${search}`}`;
  window.history[replace ? 'replaceState' : 'pushState'](state, '', hash);
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: window.location.href }));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

const usePath = (): string => useSyncExternalStore(subscribe, () => splitHash(window.location.hash).path);

/** For wouter's `hook`. */
export const useHashLocation = Object.assign((): [string, typeof navigateHash] => [usePath(), navigateHash], {
  hrefs: (href: string) => `#${href}`,
});

/** For wouter's `searchHook`. */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, () => splitHash(window.location.hash).search);
}
