/** An HTTP client of the API. */
import { Agent, request } from 'node:http';
import type * as z from 'zod';
import { operationSchema, type Operation } from '../../contract/operations/operation.ts';
import type { Child } from '../service/child.ts';

const TIMEOUT_MS = 70_000;
const WAIT_SECONDS = 60;
const agent = new Agent({ keepAlive: true });

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Sends one request, with an object or a text as JSON. Rejects if there is no answer. */
export async function send(
  method: string,
  url: string,
  options: { body?: object | string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const body = typeof options.body === 'object' ? JSON.stringify(options.body) : options.body;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method,
        agent,
        timeout: TIMEOUT_MS,
        headers: {
          ...(body !== undefined && {
            'content-type': 'application/json',
            'content-length': String(Buffer.byteLength(body)),
          }),
          ...options.headers,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.once('error', reject);
        incoming.once('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
        });
      },
    );
    outgoing.once('timeout', () => outgoing.destroy(new Error(`${method} ${url}: no answer`)));
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/** Gets JSON. Throws unless the status is 200 and the body matches the schema. */
export async function read<Schema extends z.ZodType>(
  url: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  return schema.parse(JSON.parse(expectStatus(await send('GET', url), 200).text));
}

/** Returns the answer. Throws an error with its body if it has another status. */
export function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status === status) return answer;
  throw new Error(`status ${answer.status} instead of ${status}: ${answer.text.slice(0, 500)}`);
}

/** Submits an operation. Throws unless the API accepts it. */
export async function submit(api: Child, path: string, body: object): Promise<Operation> {
  const answer = await send('POST', `${api.address}${path}`, { body });
  return operationSchema.parse(JSON.parse(expectStatus(answer, 202).text));
}

export async function readOperation(api: Child, id: string): Promise<Operation> {
  return read(`${api.address}/operations/${id}`, operationSchema);
}

/** Waits for the end of an operation. Throws unless it succeeds. */
export async function succeeded(api: Child, id: string): Promise<Operation> {
  const url = `${api.address}/operations/${id}?wait=${WAIT_SECONDS}`;
  for (;;) {
    const operation = await read(url, operationSchema);
    if (operation.status === 'succeeded') return operation;
    if (operation.status === 'failed' || operation.status === 'canceled') {
      throw new Error(`${operation.operation} ${operation.status}: ${operation.error?.message}`);
    }
  }
}
