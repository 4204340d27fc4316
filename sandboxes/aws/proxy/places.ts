/** An account's part of a region: what is there knows nothing of what is in another. */
import type { Call } from './call.ts';
import { createDelays } from './delays.ts';
import { createEc2 } from '../services/ec2.ts';
import { createEks } from '../services/eks.ts';
import { createInterfaces } from '../services/network-interfaces.ts';
import { createTokens } from './tokens.ts';
import type { Upstream } from '../moto/upstream.ts';

export interface PlaceOptions {
  upstream: Upstream;
  /** 10 is ten times as fast as 1. */
  speed: number;
  /** Milliseconds since the epoch. */
  now: () => number;
  accountOf: (call: Call) => string;
}

function createPlace({ upstream, speed, now }: PlaceOptions, account: string) {
  const delays = createDelays(speed, now);
  const eks = createEks({ upstream, delays, account });
  const interfaces = createInterfaces(upstream);
  const ec2 = createEc2({ upstream, interfaces, delays, usedByClusters: eks.usedByClusters });
  return { eks, ec2, once: createTokens() };
}
type Place = ReturnType<typeof createPlace>;

export function createPlaces(options: PlaceOptions) {
  const places = new Map<string, Place>();
  return {
    of(call: Call): Place {
      const account = options.accountOf(call);
      const key = `${account}/${call.region}`;
      const place = places.get(key) ?? createPlace(options, account);
      places.set(key, place);
      return place;
    },
    all: (): Place[] => [...places.values()],
  };
}
