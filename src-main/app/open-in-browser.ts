import { spawn } from 'node:child_process';

/** The program that opens an address in the user's browser, and its arguments. No shell: the address is one argument. */
export function browserOpener(platform: NodeJS.Platform, url: string): readonly [string, readonly string[]] {
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  return [platform === 'darwin' ? 'open' : 'xdg-open', [url]];
}

/** Tries; the address is printed as well, so a machine without a browser loses nothing. */
export function openInBrowser(url: string): void {
  const [program, args] = browserOpener(process.platform, url);
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
