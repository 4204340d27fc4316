import path from 'node:path';
import type * as z from 'zod';
import { PROVIDERS, type ProviderName } from '../contract/vocabulary.ts';
import { settingsSchema } from './settings/schema.ts';
import {
  readTemporalEnvironment,
  type TemporalCredentials,
  type TemporalEnvironment,
} from './temporal.ts';

type ParsedSettings = z.infer<typeof settingsSchema>;
export type Settings = ParsedSettings & {
  SIMULATOR_URL: string;
  TEMPORAL_ADDRESS: string;
  SLIPWAY_BLOBS_DIR: string;
  SLIPWAY_SECRETS_DIR: string;
  SLIPWAY_WEBHOOKS_DIR: string;
  /** From Temporal's own environment variables. Secret: never log them. */
  temporalCredentials: TemporalCredentials;
  /** True if no server is named, so that `npm start` runs one. */
  ownsTemporal: boolean;
};

/** Invalid settings. The message has one sentence for each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Parses the environment, once at the start of a process.
 *
 * @throws SettingsError that names every invalid setting
 */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const present: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value !== '') present[name] = value;
  }
  const sentences: string[] = [];
  const temporal = temporalEnvironment(present, sentences);
  const parsed = settingsSchema.safeParse({
    ...present,
    ...(temporal?.address !== undefined && { TEMPORAL_ADDRESS: temporal.address }),
    ...(temporal?.namespace !== undefined && { TEMPORAL_NAMESPACE: temporal.namespace }),
  });
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    sentences.push(`${name}=${withoutUser(present[name] ?? '')} ${sentenceEnd(issue.message)}`);
  }
  if (!parsed.success || temporal === undefined) throw new SettingsError(sentences.join('\n'));
  const settings = parsed.data;
  return {
    ...settings,
    SIMULATOR_URL: settings.SIMULATOR_URL ?? `http://127.0.0.1:${settings.SIMULATOR_PORT}`,
    TEMPORAL_ADDRESS: settings.TEMPORAL_ADDRESS ?? `127.0.0.1:${settings.TEMPORAL_PORT}`,
    SLIPWAY_BLOBS_DIR: settings.SLIPWAY_BLOBS_DIR ?? path.join(settings.SLIPWAY_DATA_DIR, 'blobs'),
    SLIPWAY_SECRETS_DIR:
      settings.SLIPWAY_SECRETS_DIR ?? path.join(settings.SLIPWAY_DATA_DIR, 'secrets'),
    SLIPWAY_WEBHOOKS_DIR:
      settings.SLIPWAY_WEBHOOKS_DIR ?? path.join(settings.SLIPWAY_DATA_DIR, 'webhooks'),
    temporalCredentials: temporal.credentials,
    ownsTemporal: settings.TEMPORAL_ADDRESS === undefined,
  };
}

function temporalEnvironment(
  env: Record<string, string>,
  sentences: string[],
): TemporalEnvironment | undefined {
  try {
    return readTemporalEnvironment(env);
  } catch (error) {
    sentences.push(
      `Temporal's environment cannot be read: ${sentenceEnd(error instanceof Error ? error.message : String(error))}`,
    );
    return undefined;
  }
}

function sentenceEnd(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

/** Returns the providers whose own credentials, those of the worker, requests may use without a connection. */
export function ownAccountsOf({
  SLIPWAY_AWS_OWN_ACCOUNT,
}: Pick<Settings, 'SLIPWAY_AWS_OWN_ACCOUNT'>): readonly ProviderName[] {
  return PROVIDERS.filter((name) => name !== 'aws' || SLIPWAY_AWS_OWN_ACCOUNT === 'allowed');
}

/** Returns what the modules of deployments may contain. API and workers check it alike. */
export function moduleRulesOf(
  settings: Pick<Settings, 'SLIPWAY_DEPLOYMENT_LOCAL_EXEC' | 'SLIPWAY_DEPLOYMENT_BACKENDS'>,
): { allowLocalExec: boolean; allowedBackends: string[] } {
  return {
    allowLocalExec: settings.SLIPWAY_DEPLOYMENT_LOCAL_EXEC === 'true',
    allowedBackends: settings.SLIPWAY_DEPLOYMENT_BACKENDS.split(',').filter(Boolean),
  };
}

/** Returns the URLs of the APIs of forges, by the host of the forge. */
export function forgeApisOf({
  SLIPWAY_FORGE_APIS,
}: Pick<Settings, 'SLIPWAY_FORGE_APIS'>): ReadonlyMap<string, string> {
  return new Map(
    SLIPWAY_FORGE_APIS.map((item) => {
      const at = item.indexOf('=');
      return [item.slice(0, at), item.slice(at + 1).replace(/\/+$/, '')];
    }),
  );
}

/** Returns false if a worker serves only clusters and networks, and an API refuses deployments. */
export function runsEngines({ SLIPWAY_RUNNER }: Pick<Settings, 'SLIPWAY_RUNNER'>): boolean {
  return SLIPWAY_RUNNER !== 'none';
}

/** Hides the user and the password of a URL. */
function withoutUser(value: string): string {
  return value.replace(/\/\/[^/\s]*@/, '//***@');
}
