import type { ProviderDefaults } from '../../../api/http/defaults.ts';

/** As a server without settings has it. */
export const SIMULATED_ONLY: ProviderDefaults = {
  providers: ['simulated'],
  regions: { simulated: 'sim-central-1', aws: 'eu-central-1' },
};
