/** Writes what a run knows of hosts: the engine's configuration, and the credentials for git and registries. */
import { writeFile } from 'node:fs/promises';
import { engineConfig } from '../engine/config.ts';
import { registryTokens, writeHostFiles } from '../hosts/host-credentials.ts';
import type { Session, SessionSettings } from './session.ts';

/** Also renews them: a secret can have another value than in an earlier run. */
export async function writeHosts(
  { directory, credentials }: Pick<Session, 'directory' | 'credentials'>,
  settings: SessionSettings,
): Promise<void> {
  const tokens = registryTokens(credentials);
  const text = await engineConfig(settings, settings.allowedProviders, tokens);
  await writeFile(directory.engineConfig, text, { mode: 0o600 });
  if (hasCredentials(credentials)) await writeHostFiles(directory, credentials, settings);
}

export function hasCredentials({ passwords, keys }: Session['credentials']): boolean {
  return passwords.size + keys.size > 0;
}
