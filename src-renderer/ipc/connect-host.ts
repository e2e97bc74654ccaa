import { alwaysConnected, type Host } from './bridge.ts';
import { createHttpSender, createPathSender } from './send-file.ts';
import { createSocketHost, type Socket } from './socket-bridge.ts';

/** Electron's bridge where there is one, else the WebSocket of the page's own server. */
export function connectHost(page: Window): Host {
  const { bridge } = page;
  if (bridge !== undefined) return { bridge, connection: alwaysConnected, sendFile: createPathSender(bridge) };
  forgetToken(page);
  const { protocol, host } = page.location;
  const url = `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/ipc`;
  const socket = createSocketHost({
    open: () => new WebSocket(url) as Socket,
    later: (ms, run) => void page.setTimeout(run, ms),
    onWake(run) {
      page.addEventListener('online', run);
      page.document.addEventListener('visibilitychange', () => page.document.visibilityState === 'visible' && run());
    },
  });
  return { ...socket, sendFile: createHttpSender(page.fetch.bind(page)) };
}

/** The server has taken it from the first request and set a cookie; it should not stay in the history or be copied with the address. */
function forgetToken(page: Window): void {
  const url = new URL(page.location.href);
  if (!url.searchParams.has('token')) return;
  url.searchParams.delete('token');
  page.history.replaceState(null, '', url);
}
