import { PROVIDERS, type ProviderName } from '../contract/vocabulary.ts';
import type { Settings } from './settings.ts';

/** Returns the providers whose own credentials, those of the worker, requests may use without a connection. */
export function ownAccountsOf({
  SLIPWAY_AWS_OWN_ACCOUNT,
}: Pick<Settings, 'SLIPWAY_AWS_OWN_ACCOUNT'>): readonly ProviderName[] {
  return PROVIDERS.filter((name) => name !== 'aws' || SLIPWAY_AWS_OWN_ACCOUNT === 'allowed');
}
