/** Runs the AWS sandbox in the test's process, with an inventory that does not use the provider. */
import path from 'node:path';
import * as z from 'zod';
import { listen } from '../../../config/listen.ts';
import { readSettings } from '../../../config/settings.ts';
import { OWN_ACCOUNT } from '../../../sandboxes/aws/services/accounts.ts';
import type { Rules } from '../../../sandboxes/aws/eks/rules.ts';
import type { SandboxFault } from '../../../sandboxes/aws/proxy/faults.ts';
import { startMoto } from '../../../sandboxes/aws/moto/moto.ts';
import { motoEnvironment } from '../../../sandboxes/aws/moto/python.ts';
import { createSandbox, type RecordedCall } from '../../../sandboxes/aws/sandbox.ts';
import { createInventory, type Inventory } from './inventory.ts';
import { ADMINISTRATOR, documentedPermissions } from './policies/permissions.ts';

/** On this day, EKS supports 1.32 to 1.35 as usual, so that the tests do not age with its versions. */
const TODAY = Date.parse('2026-03-01');
const ROOT = path.resolve(import.meta.dirname, '../../..');
const callsSchema = z.object({
  items: z.array(
    z.object({
      at: z.number(),
      service: z.string(),
      action: z.string(),
      accessKey: z.string(),
      status: z.number(),
      fault: z.string().optional(),
      resource: z.string().optional(),
      node: z.string().optional(),
      resourceId: z.string().optional(),
    }),
  ),
});

const refusedSchema = z.object({ items: z.array(z.string()) });

const leftSchema = z.object({
  faults: z.array(
    z.object({ kind: z.string(), action: z.string().optional(), node: z.string().optional() }),
  ),
});

export type FaultWish = Partial<SandboxFault> & Pick<SandboxFault, 'kind'>;

export interface AwsSandbox extends Inventory {
  url: string;
  /** moto's Python interpreter, which has boto3, too. */
  python: string;
  /** Replaces all faults by these. */
  faults(request: {
    faults?: FaultWish[];
    throttleRate?: number;
    expiredKeys?: string[];
    denied?: string[];
  }): Promise<void>;
  /** These, too. */
  addFaults(faults: FaultWish[]): Promise<void>;
  /** The faults that no call has hit yet. */
  faultsLeft(): Promise<string[]>;
  /** All calls so far, without the first `from` of them. */
  calls(from?: number): Promise<RecordedCall[]>;
  /** What AWS would refuse in the requests since the last time. Forgets it. */
  refused(): Promise<string[]>;
  /** Throws with what AWS would have refused since the last time. */
  expectNoneRefused(): Promise<void>;
  /** Replaces the rules of EKS by these, for example the day by which versions age. */
  rules(request: Partial<Rules>): Promise<void>;
  /** Sets the trust policy of a role. Without one, it trusts the first external id that it sees. */
  trust(roleArn: string, trustPolicy: object | undefined): Promise<void>;
  stop(): Promise<void>;
}

/** The credentials of Slipway in tests. They have the policy of docs/aws-permissions.json. */
export const SANDBOX_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'sandbox',
  AWS_SECRET_ACCESS_KEY: 'sandbox',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
} as const;

const ACCOUNT = {
  id: OWN_ACCOUNT,
  credentials: { accessKeyId: ADMINISTRATOR, secretAccessKey: ADMINISTRATOR },
};

export async function startAwsSandbox(options: { speed: number }): Promise<AwsSandbox> {
  Object.assign(process.env, SANDBOX_CREDENTIALS);
  const { signal } = new AbortController();
  const programs = await motoEnvironment({
    root: ROOT,
    searchPath: process.env['PATH'] ?? '',
    cacheDir: readSettings(process.env).SLIPWAY_CACHE_DIR,
    report: (message) => process.stderr.write(`${message}\n`),
    signal,
  });
  const moto = await startMoto(programs, signal);
  const sandbox = createSandbox({
    motoPort: moto.port,
    folder: programs,
    speed: options.speed,
    now: Date.now,
    random: Math.random,
    today: () => TODAY,
    permissions: documentedPermissions(),
  });
  const listening = await listen(sandbox, { host: '127.0.0.1', port: 0 });
  return {
    url: listening.url,
    python: path.join(programs, 'python'),
    ...controlSandbox(listening.url),
    ...createInventory(listening.url, ACCOUNT),
    async stop() {
      await listening.close();
      await moto.stop();
    },
  };
}

/** Calls the sandbox's control endpoints. */
function controlSandbox(
  url: string,
): Pick<
  AwsSandbox,
  | 'faults'
  | 'addFaults'
  | 'faultsLeft'
  | 'calls'
  | 'refused'
  | 'expectNoneRefused'
  | 'rules'
  | 'trust'
> {
  async function sendControl(method: string, request: object, what = 'faults'): Promise<void> {
    const body = JSON.stringify(request);
    const answer = await fetch(`${url}/sandbox/${what}`, { method, body });
    if (!answer.ok) throw new Error(`the sandbox took no ${what}: ${await answer.text()}`);
  }
  async function refused(): Promise<string[]> {
    const answer = await fetch(`${url}/sandbox/refused`, { method: 'DELETE' });
    return refusedSchema.parse(await answer.json()).items;
  }
  return {
    faults: (request) => sendControl('PUT', request),
    addFaults: (faults) => sendControl('POST', { faults }),
    rules: (request) => sendControl('PUT', request, 'rules'),
    trust: (roleArn, trustPolicy) => sendControl('PUT', { roleArn, trustPolicy }, 'roles'),
    refused,
    async expectNoneRefused() {
      const items = await refused();
      if (items.length > 0) throw new Error(`AWS would refuse requests: ${items.join('; ')}`);
    },
    async faultsLeft() {
      const answer = await fetch(`${url}/sandbox/faults`);
      const { faults } = leftSchema.parse(await answer.json());
      return faults.map(({ kind, action = '', node = '' }) => `${kind} ${action}${node}`);
    },
    async calls(from = 0) {
      const answer = await fetch(`${url}/sandbox/calls?from=${from}`);
      return callsSchema.parse(await answer.json()).items as RecordedCall[];
    },
  };
}
