/**
 * Keeps web pages of other sites from using a server on this machine. A page can send requests to loopback
 * addresses from its visitor's browser, and with DNS rebinding it can even read the responses: its own name
 * then resolves to 127.0.0.1. Browsers tell the truth in three headers, and all of them are checked:
 *
 * - `Host` must be a name of this server, which a rebound name is not.
 * - `Origin` must be this server, which browsers send with every request that can change something.
 * - `Sec-Fetch-Site` must not be `cross-site`, except when a person follows a link.
 *
 * Clients that are not browsers send no `Origin` and no `Sec-Fetch-Site`.
 */
import type { IncomingMessage, RequestListener } from 'node:http';
import { PROBLEMS } from '../contract/problems/problem-codes.ts';

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface Refusal {
  code: 'invalid_host' | 'host_not_allowed' | 'cross_site_request';
  /** A sentence that says what is wrong, and what to do. */
  detail: string;
}

/** Returns why a request is refused, or undefined if it may pass. */
export type BrowserGuard = (request: IncomingMessage) => Refusal | undefined;

/** @param publicUrl the URL under which browsers reach the server, if not by a loopback name */
export function createBrowserGuard(publicUrl?: string): BrowserGuard {
  // The URL may have a path, which is not part of the host.
  const publicHost = publicUrl === undefined ? undefined : authorityOf(new URL(publicUrl).origin);
  return (request) => {
    const [sent, ...more] = hostHeaders(request);
    if (sent === undefined || more.length > 0) {
      const detail = 'The request has more than one Host header, or none. Send one.';
      return { code: 'invalid_host', detail };
    }
    const host = authorityOf(`http://${sent}`);
    if (host === undefined || !(LOOPBACK_NAMES.has(host.name) || host.name === publicHost?.name)) {
      return {
        code: 'host_not_allowed',
        detail: `The host ${quoted(sent)} is not a name of this server. Use localhost. For the API, SLIPWAY_PUBLIC_URL can add a name.`,
      };
    }
    const { origin } = request.headers;
    if (origin !== undefined && !isOwnOrigin(origin, host, publicHost)) {
      return {
        code: 'cross_site_request',
        detail: `The page at ${quoted(origin)} must not use this server. Open the server's own page.`,
      };
    }
    if (request.headers['sec-fetch-site'] === 'cross-site' && !isFollowedLink(request)) {
      return {
        code: 'cross_site_request',
        detail: "A page of another site must not use this server. Open the server's own page.",
      };
    }
    return undefined;
  };
}

/** Puts the guard in front of a server that has no form of its own for errors. */
export function guarded(listener: RequestListener): RequestListener {
  const guard = createBrowserGuard();
  return (request, response) => {
    const refusal = guard(request);
    if (refusal === undefined) {
      listener(request, response);
      return;
    }
    const { code, detail } = refusal;
    const headers = { 'content-type': 'application/json', connection: 'close' };
    response.writeHead(PROBLEMS[code].status, headers);
    response.end(JSON.stringify({ code, message: detail }));
  };
}

interface Authority {
  name: string;
  port: string;
}

function authorityOf(url: string): Authority | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, port, pathname, username } = new URL(url);
  // `Host: localhost@evil.example` and `Host: localhost/x` are no authorities.
  return username === '' && pathname === '/' ? { name: hostname.toLowerCase(), port } : undefined;
}

/** A proxy in front may change the scheme, so only name and port are compared. */
function isOwnOrigin(origin: string, host: Authority, publicHost: Authority | undefined): boolean {
  const authority = authorityOf(`${origin}/`);
  return (
    authority !== undefined &&
    [host, publicHost].some((own) => own?.name === authority.name && own.port === authority.port)
  );
}

/** A person followed a link on another site: the browser shows the answer, and that site cannot read it. */
function isFollowedLink({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  );
}

/** Node keeps only the first one of a repeated `Host`, so that `headers` does not tell. */
function hostHeaders({ rawHeaders }: IncomingMessage): string[] {
  return rawHeaders.filter(
    (_value, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'host',
  );
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
