/** Separate state for each region of each account. */
import type { Call } from '../proxy/call.ts';
import { createDelays } from '../proxy/delays.ts';
import { createEc2 } from './ec2.ts';
import { createEks } from '../eks/eks.ts';
import type { Rules } from '../eks/rules.ts';
import { createInterfaces } from './network-interfaces.ts';
import { createTokens } from '../proxy/tokens.ts';
import type { Upstream } from '../moto/upstream.ts';

export interface AccountRegionOptions {
  upstream: Upstream;
  /** The speed, as in `SandboxOptions`. */
  speed: number;
  /** Milliseconds since the epoch. */
  now: () => number;
  accountOf: (call: Call) => string;
  rules: () => Rules;
  /** The date by which versions age, in milliseconds since the epoch. */
  today: () => number;
}

function createAccountRegion(options: AccountRegionOptions, account: string) {
  const { upstream, speed, now, rules, today } = options;
  const delays = createDelays(speed, now);
  const eks = createEks({ upstream, delays, account, rules, today });
  const interfaces = createInterfaces(upstream);
  const ec2 = createEc2({ upstream, interfaces, delays, usedByClusters: eks.usedByClusters });
  return { eks, ec2, once: createTokens() };
}
type AccountRegion = ReturnType<typeof createAccountRegion>;

export function createAccountRegions(options: AccountRegionOptions) {
  const accountRegions = new Map<string, AccountRegion>();
  return {
    of(call: Call): AccountRegion {
      const account = options.accountOf(call);
      const key = `${account}/${call.region}`;
      const place = accountRegions.get(key) ?? createAccountRegion(options, account);
      accountRegions.set(key, place);
      return place;
    },
    all: (): AccountRegion[] => [...accountRegions.values()],
  };
}
