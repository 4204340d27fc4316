/** Which proxy a request takes, by the variables HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
import { BlockList, isIP } from 'node:net';

/** A variable does not name a proxy. The message does not show its value, which may have a password. */
export class ProxySettingsError extends Error {
  override readonly name = 'ProxySettingsError';
}

export interface ProxySettings {
  /** Returns the URL of the proxy for a URL; undefined if the request needs none. */
  proxyFor(url: string): string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables as curl and Go do: in lower or upper case, with a host and a port or a whole URL.
 * `NO_PROXY` lists names (their subdomains included), addresses and networks such as `10.0.0.0/8`, each with an
 * optional port, or `*`. Requests to this machine never take a proxy.
 *
 * @returns undefined when no proxy is set
 * @throws ProxySettingsError when a variable is not the URL of an HTTP proxy
 */
export function readProxySettings(env: Environment): ProxySettings | undefined {
  const proxies = { 'http:': proxyIn(env, 'http_proxy'), 'https:': proxyIn(env, 'https_proxy') };
  if (proxies['http:'] === undefined && proxies['https:'] === undefined) return undefined;
  const exceptions = (valueIn(env, 'no_proxy') ?? '').toLowerCase().split(/[\s,]+/);
  return {
    proxyFor(url) {
      const { protocol, hostname, port } = new URL(url);
      if (protocol !== 'http:' && protocol !== 'https:') return undefined;
      const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
      if (isThisMachine(host)) return undefined;
      const target = { host, port: port || (protocol === 'http:' ? '80' : '443') };
      return exceptions.some((entry) => matches(entry, target)) ? undefined : proxies[protocol];
    },
  };
}

function valueIn(env: Environment, name: string): string | undefined {
  return env[name] || env[name.toUpperCase()] || undefined;
}

function proxyIn(env: Environment, name: string): string | undefined {
  const value = valueIn(env, name);
  if (value === undefined) return undefined;
  const url = value.includes('://') ? value : `http://${value}`;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new ProxySettingsError(
    `The variable ${name.toUpperCase()} must be the URL of an HTTP proxy, such as http://proxy.example:3128.`,
  );
}

interface Target {
  host: string;
  port: string;
}

function matches(entry: string, { host, port }: Target): boolean {
  if (entry === '' || entry === '*') return entry === '*';
  const [, bracketed, plain = '', entryPort] =
    /^(?:\[([^\]]*)\]|([^:]*|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
  const name = bracketed ?? plain;
  if (entryPort !== undefined && entryPort !== port) return false;
  if (isIP(host) !== 0) return isInNetwork(host, name);
  const domain = name.replace(/^\*?\./, '');
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

function isThisMachine(host: string): boolean {
  if (isIP(host) === 0) return host === 'localhost' || host.endsWith('.localhost');
  return isInNetwork(host, '127.0.0.0/8') || isInNetwork(host, '::1');
}

/** @param network an address, or a network such as `10.0.0.0/8` */
function isInNetwork(address: string, network: string): boolean {
  const [base = '', prefix] = network.split('/');
  const family = isIP(base) === 6 ? 'ipv6' : 'ipv4';
  const bits = prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix);
  if (isIP(base) === 0 || !Number.isInteger(bits) || bits < 0) return false;
  if (bits > (family === 'ipv6' ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(base, bits, family);
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
