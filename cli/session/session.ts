/** What a command works with: the service, and the form of its answers. */
import { createSlipway, type Slipway } from '../../client/client.ts';
import { orThrow } from '../../client/problem-error.ts';
import { readProfile } from './config-file.ts';
import { UsageError } from '../exit.ts';
import type { Io } from '../io.ts';
import type { OutputFormat } from '../output/output-format.ts';

export const DEFAULT_SERVER = 'http://localhost:3000';
/** Somebody waits at the terminal: about a second and a half, and then the truth. */
const ATTEMPTS = 3;

/** The flags that every command has. */
export interface GlobalArgs {
  server?: string | undefined;
  profile?: string | undefined;
  output?: OutputFormat | undefined;
}

export interface Session {
  io: Io;
  server: string;
  output: OutputFormat;
  slipway: Slipway;
  /** Whether the last request met no server. */
  connection: { lost: boolean };
  /** The good answer of a call. Rejects with InterruptedError at a Ctrl-C. */
  dataOf<Data>(call: Promise<ApiResponse<Data>>): Promise<NonNullable<Data>>;
  /** The same for a call whose good answer has no body. */
  expectSuccess(call: Promise<ApiResponse<unknown>>): Promise<void>;
  /** A command to type next, with the flags that lead to the same server. */
  hint(command: string): string;
}

/** What a call of the typed client resolves to. */
export interface ApiResponse<Data> {
  data?: Data | undefined;
  error?: unknown;
  response: Response;
}

/** A Ctrl-C while an answer was awaited. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** @param validateOnly has what would change something answer with its plan instead */
export function openSession(io: Io, args: GlobalArgs, validateOnly = false): Session {
  const name = args.profile ?? (io.env['SLIPWAY_PROFILE'] || undefined);
  const profile = readProfile(io.env, name);
  const server =
    args.server ?? (io.env['SLIPWAY_SERVER'] || undefined) ?? profile.server ?? DEFAULT_SERVER;
  if (!isHttpUrl(server)) {
    throw new UsageError(`the server must be a URL such as ${DEFAULT_SERVER}, not "${server}"`);
  }
  const connection = { lost: false };
  const fetch = async (request: Request): Promise<Response> => {
    try {
      const response = await globalThis.fetch(validateOnly ? withValidateOnly(request) : request);
      connection.lost = false;
      return response;
    } catch (error) {
      connection.lost = true;
      throw error;
    }
  };
  return {
    io,
    server,
    output: args.output ?? profile.output ?? 'table',
    slipway: createSlipway({ baseUrl: server, fetch, attempts: ATTEMPTS }),
    connection,
    async expectSuccess(call) {
      const answer = await untilInterrupted(io, call);
      if (!answer.response.ok) orThrow(answer);
    },
    dataOf: async (call) => orThrow(await untilInterrupted(io, call)),
    hint(command) {
      const flags = [
        ...(args.profile === undefined ? [] : ['--profile', args.profile]),
        ...(args.server === undefined ? [] : ['--server', args.server]),
      ];
      return ['slipway', command, ...flags].join(' ');
    },
  };
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function withValidateOnly(request: Request): Request {
  if (request.method === 'GET') return request;
  const url = new URL(request.url);
  url.searchParams.set('validateOnly', 'true');
  return new Request(url, request);
}

function untilInterrupted<Value>({ interrupted }: Io, call: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new InterruptedError());
    if (interrupted.aborted) stop();
    interrupted.addEventListener('abort', stop, { once: true });
    call.then(resolve, reject).finally(() => interrupted.removeEventListener('abort', stop));
  });
}
