import { createAwsProvider, type AwsProviderOptions } from '../../../providers/aws/provider.ts';
import type { Provider } from '../../../providers/provider.ts';
import type { AwsSandbox } from '../../support/aws/sandbox.ts';

/** How many times as fast as AWS the sandbox of these tests is. A control plane takes 0.14 s. */
export const SANDBOX_SPEED = 100;

/** The provider as tests use it in the sandbox: without a limit of calls, and as fast as the sandbox. */
export function sandboxProvider(
  sandbox: AwsSandbox,
  options: Partial<AwsProviderOptions> = {},
): Provider {
  return createAwsProvider({
    endpoint: sandbox.url,
    // moto handles one call at a time, and a busy machine makes it slow.
    requestTimeoutMs: 30_000,
    rate: { perSecond: 1_000, burst: 1_000 },
    speed: SANDBOX_SPEED,
    ...options,
  });
}
