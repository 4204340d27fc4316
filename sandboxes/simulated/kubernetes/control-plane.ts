/** One control plane: its files, its programs, and the credentials for its users. */
import { existsSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesParts } from '../../../host/kubernetes-parts.ts';
import { issueClient } from './certificates.ts';
import { base64, openFiles } from './files.ts';
import { createKubectl, type Kubectl } from './kubectl.ts';
import { keepRunning, type ProgramDefinition, type RunningProgram } from './program.ts';
import { apiServer, clients, store, STORE_SOCKET } from './programs.ts';

const POLL_MS = 100;
const REQUEST_TIMEOUT_MS = 2_000;
const CREDENTIAL_MS = 15 * 60_000;

/** What decides how the programs are started. A change of it starts them again. */
export interface ControlPlaneSpec {
  version: string;
  issuer: string;
  isStuck: boolean;
}

export interface ControlPlane {
  kubectl: Kubectl;
  /** The outputs of the resource: how clients reach the API server. */
  outputs: Record<string, string>;
  /**
   * Resolves when the API server is ready with this spec. Rejects when the control plane is stopped.
   *
   * @param waitFor receives what it waits for, again and again
   */
  ready(spec: ControlPlaneSpec, waitFor: (what: string) => void): Promise<void>;
  /** Returns an `ExecCredential`, with which kubectl authenticates an administrator for some minutes. */
  credential(): Promise<object>;
  /** Stops the programs. Their state stays on disk. */
  stop(): Promise<void>;
}

export async function openControlPlane(options: {
  parts: KubernetesParts;
  folder: string;
  name: string;
  /** Milliseconds since the epoch. */
  clock: () => number;
  report: (message: string) => void;
}): Promise<ControlPlane> {
  const { parts, folder, clock, report } = options;
  const { port, authority } = await openFiles(folder, options.name, clock());
  const stopped = new AbortController();
  const kubectl = createKubectl(parts, folder, stopped.signal);
  let programs: RunningProgram[] = [];
  let running: string | undefined;
  let lastCrash = '';
  const reportCrash = (message: string) => {
    lastCrash = `; ${message}`;
    report(message);
  };

  const start = (definition: ProgramDefinition) => {
    stopped.signal.throwIfAborted();
    programs.push(keepRunning(definition, { cwd: folder, report: reportCrash }));
  };
  const pause = () => sleep(POLL_MS, undefined, { signal: stopped.signal });
  const untilReady = async (waitFor: (what: string) => void) => {
    for (;;) {
      const fault = await readinessFault(port, authority.certificate);
      if (fault === undefined) return;
      waitFor(`its API server is not ready: ${fault}${lastCrash}`);
      await pause();
    }
  };
  const stopPrograms = async () => {
    const ending = programs;
    programs = [];
    running = undefined;
    await Promise.all(ending.map((program) => program.stop()));
  };

  async function startPrograms(
    spec: ControlPlaneSpec,
    waitFor: (what: string) => void,
  ): Promise<void> {
    const all = { parts, port, ...spec };
    // A killed store leaves its socket behind.
    rmSync(path.join(folder, STORE_SOCKET), { force: true });
    start(store(all));
    while (!existsSync(path.join(folder, STORE_SOCKET))) await pause();
    start(apiServer(all));
    await untilReady(waitFor);
    for (const client of clients(all)) start(client);
  }

  return {
    kubectl,
    outputs: {
      endpoint: `https://127.0.0.1:${port}`,
      certificateAuthority: base64(authority.certificate),
    },
    async ready(spec, waitFor) {
      const wanted = JSON.stringify(spec);
      if (running !== wanted) {
        await stopPrograms();
        running = wanted;
        lastCrash = '';
        await startPrograms(spec, waitFor);
      }
      await untilReady(waitFor);
    },
    async credential() {
      const now = clock();
      const user = { name: 'admin', group: 'system:masters' };
      const pair = await issueClient(authority, user, { now, forMs: CREDENTIAL_MS });
      return {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        kind: 'ExecCredential',
        status: {
          expirationTimestamp: new Date(now + CREDENTIAL_MS).toISOString(),
          clientCertificateData: pair.certificate,
          clientKeyData: pair.key,
        },
      };
    },
    async stop() {
      stopped.abort();
      await stopPrograms();
    },
  };
}

/** Asks the API server itself. Resolves to undefined if it is ready, and otherwise to the reason. */
function readinessFault(port: number, ca: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = request(
      { host: '127.0.0.1', port, path: '/readyz', ca, timeout: REQUEST_TIMEOUT_MS, agent: false },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () => {
          const failed = body.split('\n').filter((line) => line.startsWith('[-]'));
          const isReady = response.statusCode === 200;
          resolve(isReady ? undefined : failed.join(', ') || `status ${response.statusCode}`);
        });
        response.on('error', (error) => resolve(error.message));
      },
    );
    asked.on('timeout', () => asked.destroy(new Error('it does not answer')));
    asked.on('error', (error) => resolve(error.message));
    asked.end();
  });
}
