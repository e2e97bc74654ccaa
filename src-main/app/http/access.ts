import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { hostname } from 'node:os';
import { isIP } from 'node:net';

/** Who may come in: whoever brings the link's token, once; afterwards the browser that then got the cookie. */
export interface Access {
  /** Goes into the printed link. */
  readonly token: string;
  /** The session's secret for the right token the first time it comes, else null. */
  redeem(token: string): string | null;
  isKnown(secret: string | null): boolean;
}

/** Sessions over a restart of the server. Only hashes of their secrets are kept. */
export interface KeptSessions {
  read(): readonly KeptSession[];
  write(sessions: readonly KeptSession[]): void;
}

export interface KeptSession {
  /** SHA-256 of the secret, hexadecimal. */
  readonly hash: string;
  readonly untilMs: number;
}

export interface AccessOptions {
  /** None: sessions end with the server. */
  readonly kept?: KeptSessions;
  nowMs(): number;
}

export const SESSION_SECONDS = 7 * 24 * 3600;
const MOST_KEPT = 50;

export function createAccess({ kept, nowMs }: AccessOptions): Access {
  const token = randomBytes(24).toString('base64url');
  let redeemed = false;
  let sessions = kept?.read() ?? [];
  return {
    token,
    redeem(offered) {
      if (redeemed || !isSame(offered, token)) return null;
      redeemed = true;
      const secret = randomBytes(32).toString('base64url');
      const fresh = { hash: hashOf(secret), untilMs: nowMs() + SESSION_SECONDS * 1000 };
      sessions = [fresh, ...sessions.filter(session => session.untilMs > nowMs())].slice(0, MOST_KEPT);
      kept?.write(sessions);
      return secret;
    },
    isKnown(secret) {
      if (secret === null) return false;
      const hash = hashOf(secret);
      return sessions.some(session => session.untilMs > nowMs() && isSame(session.hash, hash));
    },
  };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Cookies don't keep ports apart, so the port is in the name: two workbenches on one machine don't log each other out. */
export function cookieName(port: number): string {
  return `espalier-${port}`;
}

/** The value of one cookie of a `Cookie` header; null when it is not there. */
export function readCookie(header: string | undefined, name: string): string | null {
  const found = (header ?? '').split(';').find(pair => pair.trim().startsWith(`${name}=`));
  return found === undefined ? null : found.trim().slice(name.length + 1);
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host) || host === '::1';
}

/**
 * Whether a `Host` header can be ours. A name that an attacker's DNS points at this machine (DNS rebinding) is not; the
 * port is free, as tunnels change it. Bound to the network, addresses and this machine's own name are let in as well.
 */
export function isOurHost(header: string | undefined, bound: string): boolean {
  const name = hostnameOf(`http://${header ?? ''}`);
  if (name === null) return false;
  if (LOOPBACK.has(name) || name === bound.toLowerCase()) return true;
  if (isLoopback(bound)) return false;
  return isIP(name.replace(/^\[|\]$/g, '')) !== 0 || name === hostname().toLowerCase();
}

/** A page may open our socket only if it came from us: same host and port as it now asks for. */
export function isOurOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host.toLowerCase();
}

function hostnameOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { hostname: name, pathname, username } = new URL(url);
  return pathname === '/' && username === '' ? name : null;
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
