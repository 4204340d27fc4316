/** The files of a control plane: its certificates, and the kubeconfigs of its own programs. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { tryPort } from '../../../host/free-port.ts';
import {
  createAuthority,
  createSigningKeys,
  issueClient,
  issueServer,
  type KeyPair,
  type Subject,
} from './certificates.ts';
import { API_SERVICE_ADDRESS } from './programs.ts';

const TEN_YEARS_MS = 10 * 365 * 24 * 3_600_000;
/** Written last, so that an interrupted creation is repeated. */
const FINISHED = 'control-plane.json';
const LOOPBACK = '127.0.0.1';
const SERVICE = 'kubernetes.default.svc.cluster.local'.split('.');
/** The names under which clients and pods know the API server. */
const SERVER_NAMES = [
  'localhost',
  ...[1, 2, 3, 5].map((parts) => SERVICE.slice(0, parts).join('.')),
];

const USERS: Readonly<Record<string, Subject>> = {
  admin: { name: 'simulator', group: 'system:masters' },
  'controller-manager': { name: 'system:kube-controller-manager' },
  scheduler: { name: 'system:kube-scheduler' },
};

const finishedSchema = z.object({ port: z.int() });

/** What clients need to reach the API server. */
export interface ControlPlaneFiles {
  folder: string;
  port: number;
  authority: KeyPair;
}

/**
 * Creates the files of a control plane, or reads those that exist.
 *
 * @param now milliseconds since the epoch
 */
export async function openFiles(
  folder: string,
  name: string,
  now: number,
): Promise<ControlPlaneFiles> {
  const finished = path.join(folder, FINISHED);
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  if (!existsSync(finished)) await createFiles(folder, name, now);
  const { port } = finishedSchema.parse(JSON.parse(readFileSync(finished, 'utf8')));
  return { folder, port, authority: { certificate: read('ca.crt'), key: read('ca.key') } };
}

async function createFiles(folder: string, name: string, now: number): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const write = (file: string, text: string) =>
    writeFileSync(path.join(folder, file), text, { mode: 0o600 });
  const writePair = (file: string, { certificate, key }: KeyPair) => {
    write(`${file}.crt`, certificate);
    write(`${file}.key`, key);
  };
  const validity = { now, forMs: TEN_YEARS_MS };
  const free = await tryPort(LOOPBACK, 0);
  if (!free.free) throw new Error(`no port is free on ${LOOPBACK} (${free.code})`);
  const authority = await createAuthority(name, validity);
  const place = { names: SERVER_NAMES, addresses: [LOOPBACK, API_SERVICE_ADDRESS] };
  writePair('ca', authority);
  writePair('server', await issueServer(authority, place, validity));
  const { publicKey, key } = await createSigningKeys();
  write('service-accounts.pub', publicKey);
  write('service-accounts.key', key);
  for (const [user, subject] of Object.entries(USERS)) {
    const pair = await issueClient(authority, subject, validity);
    write(`${user}.kubeconfig`, kubeconfig(free.port, authority, pair));
  }
  write(`${FINISHED}.new`, JSON.stringify({ port: free.port }));
  renameSync(path.join(folder, `${FINISHED}.new`), path.join(folder, FINISHED));
}

function kubeconfig(port: number, authority: KeyPair, { certificate, key }: KeyPair): string {
  const name = 'cluster';
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        cluster: {
          server: `https://${LOOPBACK}:${port}`,
          'certificate-authority-data': base64(authority.certificate),
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [
      {
        name,
        user: { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) },
      },
    ],
  });
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
