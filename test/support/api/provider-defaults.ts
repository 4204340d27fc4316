import type { ProviderDefaults } from '../../../api/http/defaults.ts';

/** The defaults of a server without settings. */
export const SIMULATED_ONLY: ProviderDefaults = {
  providers: ['simulated'],
  regions: { simulated: 'sim-central-1', aws: 'eu-central-1' },
};
