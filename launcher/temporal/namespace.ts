/** Prepares a Temporal server for Slipway: its namespace, retention and search attributes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { StartupError } from '../../config/process.ts';
import type { Settings } from '../../config/settings.ts';
import { temporalConnectionOptions } from '../../config/temporal.ts';
import { SEARCH_ATTRIBUTES } from '../../contract/temporal/names.ts';
import type { Report } from '../../host/report.ts';

const DAY_MS = 86_400_000;
const RETENTION_DAYS = 30;
const CALL_TIMEOUT_MS = 5_000;
const POLL_MS = 100;
/**
 * How long new search attributes may take to become usable. Some servers need up to a minute to refresh
 * them.
 */
const USABLE_TIMEOUT_MS = 90_000;
/** IndexedValueType of Temporal's API. */
const KEYWORD = 2;
/** https://grpc.io/docs/guides/status-codes */
const GRPC = {
  NOT_FOUND: 5,
  PERMISSION_DENIED: 7,
  UNIMPLEMENTED: 12,
  UNAUTHENTICATED: 16,
} as const;

interface Target {
  connection: Connection;
  address: string;
  namespace: string;
  signal: AbortSignal;
  report: Report;
}

/**
 * Waits until the server answers for the namespace. Then adds missing search attributes and raises
 * the retention to 30 days if it is less.
 *
 * @param options.timeoutMs how long the server may take until its first answer
 * @throws StartupError that says what the user must do
 */
export async function prepareNamespace(
  settings: Pick<Settings, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE' | 'temporalCredentials'>,
  options: { timeoutMs: number; signal: AbortSignal; report: Report },
): Promise<void> {
  const connection = Connection.lazy(temporalConnectionOptions(settings));
  const target: Target = {
    connection,
    address: settings.TEMPORAL_ADDRESS,
    namespace: settings.TEMPORAL_NAMESPACE,
    signal: options.signal,
    report: options.report,
  };
  try {
    const retentionMs = await waitForNamespace(target, options.timeoutMs);
    if (retentionMs < RETENTION_DAYS * DAY_MS) await raiseRetention(target, retentionMs);
    await addSearchAttributes(target);
  } finally {
    await connection.close();
  }
}

/** Resolves to the namespace's retention in milliseconds. */
async function waitForNamespace(target: Target, timeoutMs: number): Promise<number> {
  const { connection, address, namespace, signal } = target;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      const described = await call(target, () =>
        connection.workflowService.describeNamespace({ namespace }),
      );
      return Number(described.config?.workflowExecutionRetentionTtl?.seconds ?? 0) * 1000;
    } catch (error) {
      signal.throwIfAborted();
      const code = codeOf(error);
      if (code === GRPC.PERMISSION_DENIED || code === GRPC.UNAUTHENTICATED) {
        throw new StartupError(
          `The Temporal server at ${address} refuses access to the namespace ${namespace}: ${messageOf(error)}`,
        );
      }
      if (Date.now() >= deadline) {
        throw new StartupError(
          code === GRPC.NOT_FOUND
            ? `The Temporal server at ${address} has no namespace ${namespace}; create it (temporal operator namespace create -n ${namespace}) or set TEMPORAL_NAMESPACE`
            : `No Temporal server answers at ${address}; start it, or set TEMPORAL_ADDRESS to another one`,
        );
      }
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

async function raiseRetention(target: Target, currentMs: number): Promise<void> {
  const { connection, namespace, report } = target;
  try {
    await call(target, () =>
      connection.workflowService.updateNamespace({
        namespace,
        config: { workflowExecutionRetentionTtl: msToTs(RETENTION_DAYS * DAY_MS) },
      }),
    );
  } catch (error) {
    // Do not fail. With a shorter retention, Temporal only deletes finished operations earlier.
    report(
      `the namespace ${namespace} deletes finished operations after ${currentMs / DAY_MS} days, and its retention could not be raised to ${RETENTION_DAYS} days: ${messageOf(error)}`,
    );
  }
}

async function addSearchAttributes(target: Target): Promise<void> {
  const { connection, namespace, signal } = target;
  const names = Object.values(SEARCH_ATTRIBUTES);
  // If this query works, no attribute is missing. Slipway then needs no permission to change the server.
  if ((await queryError(target, names)) === undefined) return;
  try {
    const { customAttributes } = await call(target, () =>
      connection.operatorService.listSearchAttributes({ namespace }),
    );
    const missing = names.filter((name) => customAttributes[name] === undefined);
    if (missing.length > 0) {
      const searchAttributes = Object.fromEntries(missing.map((name) => [name, KEYWORD]));
      await call(target, () =>
        connection.operatorService.addSearchAttributes({ namespace, searchAttributes }),
      );
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new StartupError(searchAttributesMessage(target, messageOf(error)));
  }
  const deadline = Date.now() + USABLE_TIMEOUT_MS;
  for (;;) {
    const fault = await queryError(target, names);
    if (fault === undefined) return;
    if (Date.now() >= deadline) throw new StartupError(searchAttributesMessage(target, fault));
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** @returns why a list cannot be filtered by these search attributes, or undefined */
async function queryError(target: Target, names: readonly string[]): Promise<string | undefined> {
  const { connection, namespace, signal } = target;
  const query = names.map((name) => `${name} = 'none'`).join(' AND ');
  try {
    await call(target, () =>
      connection.workflowService.listWorkflowExecutions({ namespace, query, pageSize: 1 }),
    );
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return messageOf(error);
  }
}

function searchAttributesMessage({ address, namespace }: Target, why: string): string {
  const flags = Object.values(SEARCH_ATTRIBUTES).map((name) => `--name ${name} --type Keyword`);
  return [
    `The search attributes of Slipway are missing in namespace ${namespace} of the Temporal server at ${address}, and Slipway could not add them: ${why}`,
    `Add them yourself: temporal operator search-attribute create -n ${namespace} ${flags.join(' ')}`,
  ].join('\n');
}

function call<Answer>({ connection, signal }: Target, ask: () => Promise<Answer>): Promise<Answer> {
  return connection.withAbortSignal(signal, () =>
    connection.withDeadline(Date.now() + CALL_TIMEOUT_MS, ask),
  );
}

function codeOf(error: unknown): number | undefined {
  return isGrpcServiceError(error) ? error.code : undefined;
}

function messageOf(error: unknown): string {
  if (isGrpcServiceError(error)) return error.details;
  return error instanceof Error ? error.message : String(error);
}
