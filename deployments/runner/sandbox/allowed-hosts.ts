/**
 * The hosts that a run may reach. An entry is a name, `*.example.com` for all names below example.com, or one of
 * these with a port. Without a port, it stands for the usual port of the protocol.
 */

/** Whether the list has an entry for the port of the host. */
export function isAllowedAt(
  hosts: readonly string[],
  { name, port, usualPort }: { name: string; port: number; usualPort: number },
): boolean {
  return hosts.map(parsed).some((entry) => {
    return matches(entry.name, name) && port === (entry.port ?? usualPort);
  });
}

/** Whether the list has an entry for the host of `host:port`, whatever the port of that entry. */
export function isAllowedHost(hosts: readonly string[], target: string): boolean {
  return hosts.some((entry) => matches(parsed(entry).name, parsed(target).name));
}

function parsed(entry: string): { name: string; port: number | undefined } {
  const [name = '', port] = entry.split(':');
  return { name, port: port === undefined ? undefined : Number(port) };
}

function matches(pattern: string, name: string): boolean {
  return pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern;
}
