/** A fetch for Node.js that honours HTTP_PROXY, HTTPS_PROXY and NO_PROXY, which its own fetch ignores. */
import type { Dispatcher, fetch as ProxyingFetch } from 'undici';
import type { Fetch } from '../retrying-fetch.ts';
import { publicUrl } from '../unexpected-answer.ts';
import { readProxySettings, type ProxySettings } from './proxy-settings.ts';

/**
 * Returns the fetch to pass to `createSlipway`. Without a proxy in the environment it is the global one.
 *
 * @throws ProxySettingsError when a variable is not the URL of an HTTP proxy
 */
export function createProxiedFetch(env: Readonly<Record<string, string | undefined>>): Fetch {
  const settings = readProxySettings(env);
  if (settings === undefined) return (request) => globalThis.fetch(request);
  let opened: ReturnType<typeof open> | undefined;
  return async (request) => {
    // Few users have a proxy, and the library takes longer to load than most requests take.
    opened ??= open(settings);
    const { fetch, dispatcher } = await opened;
    const { url, method, headers, redirect, signal } = request;
    // A body of known length is not sent in chunks, which some proxies refuse.
    const body = request.body === null ? null : await request.arrayBuffer();
    try {
      const init = { method, headers: [...headers], redirect, signal, body, dispatcher };
      return await fetch(url, init);
    } catch (error) {
      throw withProxy(error, settings.proxyFor(url));
    }
  };
}

async function open(
  settings: ProxySettings,
): Promise<{ fetch: typeof ProxyingFetch; dispatcher: Dispatcher }> {
  const { Agent, fetch, Pool, ProxyAgent } = await import('./undici.ts');
  const dispatcher = new Agent({
    // Called once for each origin, also for those that a redirect leads to.
    factory(origin, options) {
      const uri = settings.proxyFor(String(origin));
      // Many proxies allow a tunnel only to the port of https.
      if (uri !== undefined) return new ProxyAgent({ uri, proxyTunnel: false });
      return new Pool(origin, options);
    },
  });
  return { fetch, dispatcher };
}

/** Names the proxy in the cause, because the fault may be the proxy's. */
function withProxy(error: unknown, proxy: string | undefined): unknown {
  if (proxy === undefined || !(error instanceof TypeError)) return error;
  const why = `${reasonOf(error)} (through the proxy ${publicUrl(proxy)})`;
  return new TypeError(error.message, { cause: new Error(why, { cause: error.cause }) });
}

/** The library wraps the reason several times. */
function reasonOf(error: Error): string {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error ? reasonOf(inner) : error.message;
}
