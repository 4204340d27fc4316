/** Temporal servers for stacks. */
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { prepareNamespace } from '../../../launcher/temporal/namespace.ts';
import { createPart, type Part } from './part.ts';

const PREPARE_MS = 30_000;
const RETENTION_MS = 30 * 86_400_000;

/** A namespace of a Temporal server. */
export interface TemporalPlace {
  /** `host:port` */
  address: string;
  namespace: string;
}

let opened = 0;

export function createTemporalPart(dataDirectory: string, env: Record<string, string>): Part {
  return createPart({
    name: 'temporal',
    main: 'launcher/temporal/main.js',
    // Several stacks share the cores, and with one thread the server computes a tenth less for the same work.
    env: { GOMAXPROCS: '1', GOGC: '400', ...env, SLIPWAY_DATA_DIR: dataDirectory },
    keep: ([port = '', uiPort = '']) => ({ TEMPORAL_PORT: port, TEMPORAL_UI_PORT: uiPort }),
    pidFile: path.join(dataDirectory, 'temporal.pid'),
  });
}

/** Creates a namespace that no other stack uses. */
export async function createNamespace(address: string): Promise<TemporalPlace> {
  const namespace = `stack-${process.pid}-${++opened}`;
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(RETENTION_MS),
    });
  } finally {
    await connection.close();
  }
  await prepareNamespace(
    { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, temporalCredentials: {} },
    { timeoutMs: PREPARE_MS, signal: AbortSignal.timeout(PREPARE_MS), report: () => {} },
  );
  return { address, namespace };
}
