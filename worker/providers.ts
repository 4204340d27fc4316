import type { Settings } from '../config/settings.ts';
import type { ProviderName } from '../contract/vocabulary.ts';
import { createAwsProvider } from '../providers/aws/provider.ts';
import type { Provider } from '../providers/provider.ts';
import { createSimulatedProvider } from '../providers/simulated/provider.ts';

/** Creates the provider of every cloud from the settings. */
export function createProviders(settings: Settings): Record<ProviderName, Provider> {
  const requestTimeoutMs = settings.SLIPWAY_CLOUD_TIMEOUT_MS;
  return {
    simulated: createSimulatedProvider({
      url: settings.SIMULATOR_URL,
      requestTimeoutMs,
      speed: settings.SIMULATOR_SPEED,
    }),
    aws: createAwsProvider({
      endpoint: settings.AWS_ENDPOINT_URL,
      requestTimeoutMs,
      rate: {
        perSecond: settings.SLIPWAY_AWS_CALLS_PER_SECOND,
        burst: settings.SLIPWAY_AWS_CALL_BURST,
      },
      speed: settings.SLIPWAY_AWS_SPEED,
    }),
  };
}
