/** Runs kubectl against one control plane. It knows how to drain nodes and to apply objects. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import type { KubernetesParts } from '../../../host/kubernetes-parts.ts';

const DEFAULT_TIMEOUT_MS = 20_000;
const MAX_OUTPUT = 64 * 1024 * 1024;

export interface KubectlOptions {
  /** Standard input, for example the objects to apply. */
  input?: string;
  timeoutMs?: number;
}

/**
 * Runs one command, and returns its standard output.
 *
 * @throws Error whose message is what kubectl wrote on standard error
 */
export type Kubectl = (args: readonly string[], options?: KubectlOptions) => Promise<string>;

export function createKubectl(
  { programs }: Pick<KubernetesParts, 'programs'>,
  folder: string,
  signal: AbortSignal,
): Kubectl {
  const own = ['--kubeconfig', 'admin.kubeconfig', '--cache-dir', 'kubectl-cache'];
  return (args, { input = '', timeoutMs = DEFAULT_TIMEOUT_MS } = {}) =>
    new Promise((resolve, reject) => {
      const child = execFile(
        path.join(programs, 'kubectl'),
        [...own, ...args],
        { cwd: folder, signal, timeout: timeoutMs, maxBuffer: MAX_OUTPUT },
        (error, stdout, stderr) => {
          if (error === null) resolve(stdout);
          else reject(new Error(stderr.trim() || error.message, { cause: error }));
        },
      );
      child.stdin?.on('error', () => {});
      child.stdin?.end(input);
    });
}
