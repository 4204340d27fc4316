/** The programs of a control plane, and how they are started in the folder of the cluster. */
import path from 'node:path';
import { releaseFor, type KubernetesParts } from '../../../host/kubernetes-parts.ts';
import type { ProgramDefinition } from './program.ts';

/** The addresses of services. The API server has the first one. */
const SERVICE_RANGE = '172.20.0.0/16';
export const API_SERVICE_ADDRESS = '172.20.0.1';
/** Kwok runs the nodes with this annotation. */
export const RUN_BY_KWOK = { 'kwok.x-k8s.io/node': 'fake' } as const;

/** Kwok reports a node every 10 minutes, and up to 10 s later. It writes no leases. */
const KWOK_HEARTBEAT_SECONDS = 610;
const NODE_GRACE_SECONDS = 6 * KWOK_HEARTBEAT_SECONDS;
/** Collects garbage earlier than usual: memory is scarcer than CPU here. */
const SMALL = { GOGC: '50' };
const DATABASE =
  'sqlite://state.db?_journal=WAL&cache=shared&_busy_timeout=30000&_txlock=immediate';
/** The socket has a relative path, because the length of a socket's path is limited. */
export const STORE_SOCKET = 'kine.sock';

export interface ControlPlaneOptions {
  parts: KubernetesParts;
  port: number;
  /** The version that the API server offers, for example `1.33`. */
  version: string;
  /** The issuer of the tokens of service accounts. */
  issuer: string;
  /** True if the API server must never be ready, as a requested fault. */
  isStuck: boolean;
}

/** The store of the API server. */
export function store({ parts }: Pick<ControlPlaneOptions, 'parts'>): ProgramDefinition {
  const args = ['--listen-address', `unix://${STORE_SOCKET}`, '--endpoint', DATABASE];
  return { file: parts.kine, args, env: SMALL };
}

export function apiServer(options: ControlPlaneOptions): ProgramDefinition {
  const { parts, port, version, issuer, isStuck } = options;
  return {
    file: path.join(releaseFor(parts, version).programs, 'kube-apiserver'),
    env: SMALL,
    args: [
      `--etcd-servers=unix://${isStuck ? 'missing.sock' : STORE_SOCKET}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${port}`,
      // The endpoints of the service `kubernetes` may not be a loopback address.
      '--endpoint-reconciler-type=none',
      '--tls-cert-file=server.crt',
      '--tls-private-key-file=server.key',
      '--client-ca-file=ca.crt',
      `--service-account-issuer=${issuer}`,
      '--service-account-key-file=service-accounts.pub',
      '--service-account-signing-key-file=service-accounts.key',
      `--service-cluster-ip-range=${SERVICE_RANGE}`,
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      '--profiling=false',
      `--emulated-version=${version}`,
    ],
  };
}

/** The programs that need the API server: controllers, scheduler, and the nodes. */
export function clients({ parts, version }: ControlPlaneOptions): ProgramDefinition[] {
  const { programs } = releaseFor(parts, version);
  const quiet = [
    '--secure-port=0',
    '--leader-elect=false',
    '--profiling=false',
    `--emulated-version=${version}`,
  ];
  return [
    {
      file: path.join(programs, 'kube-controller-manager'),
      env: SMALL,
      args: [
        '--kubeconfig=controller-manager.kubeconfig',
        '--root-ca-file=ca.crt',
        '--service-account-private-key-file=service-accounts.key',
        '--use-service-account-credentials',
        // Pods of a node that was not ready for a while never become ready again, because kwok sets that only once.
        // Nodes do not fail here, but their heartbeats come late.
        `--node-monitor-grace-period=${NODE_GRACE_SECONDS}s`,
        ...quiet,
      ],
    },
    {
      file: path.join(programs, 'kube-scheduler'),
      env: SMALL,
      args: ['--kubeconfig=scheduler.kubeconfig', ...quiet],
    },
    {
      file: parts.kwok,
      env: SMALL,
      args: [
        '--kubeconfig=admin.kubeconfig',
        '--manage-all-nodes=false',
        ...Object.entries(RUN_BY_KWOK).map(
          ([key, value]) => `--manage-nodes-with-annotation-selector=${key}=${value}`,
        ),
        // Without the address, it serves nothing.
        '--server-address=',
      ],
    },
  ];
}
