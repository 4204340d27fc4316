import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';

type ConnectionOptions = ClientConnectConfig['connectionOptions'];

/** TLS, API key and gRPC metadata of a connection. */
export type TemporalCredentials = Pick<ConnectionOptions, 'tls' | 'apiKey' | 'metadata'>;

export interface TemporalEnvironment {
  address: string | undefined;
  namespace: string | undefined;
  credentials: TemporalCredentials;
}

/**
 * Reads Temporal's own environment variables (TEMPORAL_TLS, TEMPORAL_API_KEY, TEMPORAL_PROFILE, ...).
 *
 * They count only if they name a server. A profile file in the home directory alone must not keep
 * `npm start` from running its own server.
 */
export function readTemporalEnvironment(env: Record<string, string>): TemporalEnvironment {
  const namesServer =
    env['TEMPORAL_ADDRESS'] ?? env['TEMPORAL_PROFILE'] ?? env['TEMPORAL_CONFIG_FILE'];
  if (namesServer === undefined) {
    return { address: undefined, namespace: env['TEMPORAL_NAMESPACE'], credentials: {} };
  }
  const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars: env });
  const { address, tls, apiKey, metadata } = connectionOptions;
  return {
    address,
    namespace,
    credentials: {
      ...(tls !== undefined && { tls }),
      ...(apiKey !== undefined && { apiKey }),
      ...(metadata !== undefined && { metadata }),
    },
  };
}

/** Options for `Connection` of @temporalio/client and for `NativeConnection` of @temporalio/worker. */
export function temporalConnectionOptions(settings: {
  TEMPORAL_ADDRESS: string;
  temporalCredentials: TemporalCredentials;
}): TemporalCredentials & { address: string } {
  return { address: settings.TEMPORAL_ADDRESS, ...settings.temporalCredentials };
}
