/**
 * Serves Temporal's Web UI to this machine's browsers. Temporal's own server for the UI answers requests with
 * any `Host`, and its protection against forged requests ends where a page can read its cookie. With DNS
 * rebinding, a page could therefore read and terminate every workflow. So that server listens at an address
 * that pages cannot find, and browsers reach it through the guard.
 */
import { ServerResponse, type RequestListener } from 'node:http';
import { createProxyServer } from 'httpxy';
import { guarded } from '../../config/browser-guard.ts';

/** The Web UI's own requests wait up to 20 s for news of a workflow. */
const UPSTREAM_TIMEOUT_MS = 60_000;

/**
 * Chooses the loopback address of Temporal's own server for the UI. Linux answers at every address of
 * 127.0.0.0/8. With a random port that is too many places for a page to try. Other systems answer only at
 * 127.0.0.1, where the random port is the only obstacle.
 *
 * @param random returns a number from 0 up to 1
 */
export function hiddenAddress(platform: NodeJS.Platform, random: () => number): string {
  if (platform !== 'linux') return '127.0.0.1';
  // From 1 to 254: without the addresses that end in 0 or 255.
  const part = () => 1 + Math.floor(random() * 254);
  return `127.${part()}.${part()}.${part()}`;
}

export interface WebUi {
  /** Answers browsers. */
  listener: RequestListener;
  /** Says where Temporal's own server for the UI listens. */
  openAt(url: string): void;
}

export function createWebUi(): WebUi {
  const proxy = createProxyServer({ proxyTimeout: UPSTREAM_TIMEOUT_MS });
  proxy.on('error', (_error, _request, response) => {
    if (response instanceof ServerResponse) unavailable(response);
  });
  let target: string | undefined;
  return {
    listener: guarded((request, response) => {
      if (target === undefined) unavailable(response);
      else proxy.web(request, response, { target }).catch(() => response.destroy());
    }),
    openAt(url) {
      target = url;
    },
  };
}

function unavailable(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(502, { 'content-type': 'text/plain' });
  response.end("Temporal's Web UI does not answer. Try again in a moment.\n");
}
