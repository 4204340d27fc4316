/** Starts the discovery of instance types. */
import type { DiscoverRequest } from '../../contract/resources/instance-types.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import type { Admit, Admitted } from '../admission/admit.ts';
import type { SubmitOptions } from '../admission/submit-options.ts';
import { checkConnection, type ConnectionDeps } from '../kinds/references.ts';
import type { Principal } from '../temporal/calls.ts';

export interface Discovery {
  /** Throws `invalid_request` and `connection_not_active`. */
  discover(
    principal: Principal,
    request: DiscoverRequest,
    options: SubmitOptions,
  ): Promise<Admitted>;
}

export function createDiscovery(
  deps: ConnectionDeps & { admit: Admit; timings: Timings },
): Discovery {
  const { admit, timings } = deps;
  return {
    discover: (principal, request, options) =>
      admit(principal, options, async ({ fingerprint }) => {
        const { provider, region } = request;
        const connection = await checkConnection(deps, principal, request);
        return {
          subject: {
            operation: 'discover_instance_types',
            ...principal,
            resourceType: 'connection',
            // The built-in connection has the name of its provider.
            resourceId: connection?.id ?? provider,
            ...(connection && { resourceUid: connection.uid }),
            provider,
            region,
            ...(fingerprint !== undefined && { fingerprint }),
          },
          request,
          timings,
        };
      }),
  };
}
