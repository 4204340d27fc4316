import type { Settings } from '../../config/settings.ts';

/** The speed of the sandbox compared with AWS: control planes take seconds instead of minutes. */
const FASTER_THAN_AWS = 20;

/** moto's own account, to which credentials without a role belong. */
const SANDBOX_ACCOUNT = '123456789012';

/** Environment variables that make the processes use the sandbox as AWS: its URL, and credentials that it accepts. */
export function awsSandboxEnvironment(
  ports: Record<string, number>,
  { AWS_SANDBOX_PORT, SIMULATOR_SPEED }: Settings,
): NodeJS.ProcessEnv {
  return {
    SLIPWAY_PROVIDERS: 'aws,simulated',
    SLIPWAY_AWS_PRINCIPAL: `arn:aws:iam::${SANDBOX_ACCOUNT}:root`,
    // The sandbox's account belongs to nobody.
    SLIPWAY_AWS_OWN_ACCOUNT: 'allowed',
    SLIPWAY_AWS_SPEED: String(SIMULATOR_SPEED * FASTER_THAN_AWS),
    AWS_ENDPOINT_URL: `http://127.0.0.1:${ports['AWS_SANDBOX_PORT'] ?? AWS_SANDBOX_PORT}`,
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    // Disables the SDK's notice about the end of Node.js 20.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
