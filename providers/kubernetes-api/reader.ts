/** Reads objects of a cluster from its Kubernetes API, over HTTPS and with the cluster's own authority. */
import { Agent, request } from 'undici';
import * as z from 'zod';

const CONNECT_TIMEOUT_MS = 5_000;
const READ_TIMEOUT_MS = 10_000;
const PAGE_SIZE = 500;
/** A limit above the pages of any real list, so that a faulty answer cannot cause an endless loop. */
const MAX_PAGES = 200;

/** How a Kubernetes API is reached. The credential is a secret. */
export interface KubernetesAccess {
  endpoint: string;
  /** The certificate of the cluster's authority, in base64 as in a kubeconfig. */
  certificateAuthority: string;
  credential: { token: string } | { certificate: string; key: string };
}

/**
 * Why a read failed. `unreachable`: there was no answer. `denied`: the API server does not accept the
 * credential, or its user may not read. `failed`: any other answer.
 */
export class KubernetesReadError extends Error {
  override readonly name = 'KubernetesReadError';
  readonly kind: 'unreachable' | 'denied' | 'failed';

  constructor(kind: KubernetesReadError['kind'], message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

export interface KubernetesReader {
  /**
   * Returns all objects of a list, for example `/api/v1/nodes`, as far as the schema describes them.
   *
   * @throws KubernetesReadError, or the signal's reason on an abort
   */
  list<Schema extends z.ZodType>(
    path: string,
    item: Schema,
    signal: AbortSignal,
  ): Promise<z.output<Schema>[]>;
  close(): Promise<void>;
}

export function createKubernetesReader(access: KubernetesAccess): KubernetesReader {
  const { endpoint, certificateAuthority, credential } = access;
  const agent = new Agent({
    connect: {
      ca: Buffer.from(certificateAuthority, 'base64').toString(),
      ...('key' in credential && { cert: credential.certificate, key: credential.key }),
      timeout: CONNECT_TIMEOUT_MS,
    },
    headersTimeout: READ_TIMEOUT_MS,
    bodyTimeout: READ_TIMEOUT_MS,
  });
  const headers = {
    accept: 'application/json',
    ...('token' in credential && { authorization: `Bearer ${credential.token}` }),
  };

  async function read(url: URL, signal: AbortSignal): Promise<unknown> {
    try {
      const response = await request(url, { dispatcher: agent, headers, signal });
      const text = await response.body.text();
      const { statusCode } = response;
      if (statusCode === 200) return JSON.parse(text);
      const kind = statusCode === 401 || statusCode === 403 ? 'denied' : 'failed';
      throw new KubernetesReadError(kind, `${endpoint} answers with status ${statusCode}`);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof KubernetesReadError) throw error;
      throw new KubernetesReadError(
        'unreachable',
        `${endpoint} cannot be reached (${codeOf(error)})`,
        error,
      );
    }
  }

  return {
    async list(path, item, signal) {
      const page = z.object({
        metadata: z.object({ continue: z.string().optional() }),
        items: z.array(item),
      });
      const items: z.output<typeof item>[] = [];
      const url = new URL(`${endpoint.replace(/\/$/, '')}${path}`);
      url.searchParams.set('limit', String(PAGE_SIZE));
      for (let count = 0; count < MAX_PAGES; count++) {
        const parsed = page.safeParse(await read(url, signal));
        if (!parsed.success) break;
        items.push(...parsed.data.items);
        const { continue: next = '' } = parsed.data.metadata;
        if (next === '') return items;
        url.searchParams.set('continue', next);
      }
      throw new KubernetesReadError('failed', `${endpoint} returned an unusable list of ${path}`);
    },
    close: () => agent.close(),
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
