/** What the commands of the service need to know of the settings. The API and the workers start operations alike. */
import type { Timings } from '../contract/temporal/timings.ts';
import { moduleRulesOf, ownAccountsOf, runsEngines, type Settings } from './settings.ts';

/** The identity of callers without a role in the simulated cloud. */
const SIMULATED_PRINCIPAL = 'arn:sim:iam::000000000000:root';
const MIB = 1024 * 1024;

export function operationsOptionsOf(settings: Settings) {
  return {
    taskQueue: settings.SLIPWAY_TASK_QUEUE,
    timings: timingsOf(settings),
    limits: {
      confirmationTimeoutMs: settings.SLIPWAY_CONFIRMATION_MS,
      engineTimeoutMs: settings.SLIPWAY_DEPLOYMENT_TIMEOUT_MS,
    },
    maxArchiveBytes: settings.SLIPWAY_ARCHIVE_MIB * MIB,
    moduleRules: moduleRulesOf(settings),
    gitProtocols: settings.SLIPWAY_GIT_PROTOCOLS,
    stateReading: settings.SLIPWAY_DEPLOYMENT_STATE_READ,
    runsEngines: runsEngines(settings),
    ownAccounts: ownAccountsOf(settings),
    queryTimeoutMs: settings.SLIPWAY_QUERY_TIMEOUT_MS,
    roleWaitMs: settings.SLIPWAY_ROLE_WAIT_MS,
    principals: { simulated: SIMULATED_PRINCIPAL, aws: settings.SLIPWAY_AWS_PRINCIPAL },
  };
}

/** Returns the URL of the API, or its path if it has no public URL, without a slash at the end. */
export function apiUrlOf({
  SLIPWAY_PUBLIC_URL,
  SLIPWAY_BASE_PATH,
}: Pick<Settings, 'SLIPWAY_PUBLIC_URL' | 'SLIPWAY_BASE_PATH'>): string {
  return SLIPWAY_PUBLIC_URL.replace(/\/+$/, '') || SLIPWAY_BASE_PATH;
}

function timingsOf(settings: Settings): Timings {
  return {
    heartbeatTimeoutMs: settings.SLIPWAY_HEARTBEAT_TIMEOUT_MS,
    reservationTimeoutMs: settings.SLIPWAY_RESERVATION_MS,
    deadlineFactor: settings.SLIPWAY_DEADLINE_FACTOR,
    retryIntervalMs: settings.SLIPWAY_RETRY_INTERVAL_MS,
    memoIntervalMs: settings.SLIPWAY_MEMO_INTERVAL_MS,
    waitsOnCancel: true,
  };
}
