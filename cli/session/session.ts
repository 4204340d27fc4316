/** The server and the output format that a command uses. */
import { createSlipway, type Slipway } from '../../client/client.ts';
import { createProxiedFetch } from '../../client/node/proxied-fetch.ts';
import { ProxySettingsError } from '../../client/node/proxy-settings.ts';
import { orThrow } from '../../client/problem-error.ts';
import type { Fetch } from '../../client/retrying-fetch.ts';
import { untilAborted } from '../../client/streams/signals.ts';
import { readProfile } from './config-file.ts';
import { UsageError } from '../exit.ts';
import type { Io } from '../io.ts';
import type { OutputFormat } from '../output/output-format.ts';

export const DEFAULT_SERVER = 'http://localhost:3000';
/**
 * The number of attempts. There are few, because a user is waiting: with the pauses between them they take
 * about 1.5 seconds.
 */
const ATTEMPTS = 3;

/** The values of the flags that every command has. */
export interface GlobalArgs {
  server?: string | undefined;
  profile?: string | undefined;
  output?: OutputFormat | undefined;
}

export interface Session {
  io: Io;
  server: string;
  output: Exclude<OutputFormat, 'wide'>;
  /** True if tables show all columns in full length. */
  wide: boolean;
  slipway: Slipway;
  /** `lost` is true when the last request could not reach the server. */
  connection: { lost: boolean };
  /** Returns the body of a successful response. Throws ProblemError, and InterruptedError at Ctrl-C. */
  dataOf<Data>(call: Promise<ApiResponse<Data>>): Promise<NonNullable<Data>>;
  /** Like `dataOf`, for responses without a body. */
  expectSuccess(call: Promise<ApiResponse<unknown>>): Promise<void>;
  /** Returns a command line with the flags that select the same server. */
  hint(command: string): string;
}

/** The result of a call of the typed client. */
export interface ApiResponse<Data> {
  data?: Data | undefined;
  error?: unknown;
  response: Response;
}

/** Ctrl-C was pressed while the CLI was waiting for a response. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/**
 * Opens a session from flags, environment variables and the profile, in this order of priority.
 *
 * @param validateOnly adds `validateOnly` to requests that change something, so that they only return a plan
 * @throws UsageError when the profile, the URL of the server or a proxy of the environment is not valid
 */
export async function openSession(
  io: Io,
  args: GlobalArgs,
  validateOnly = false,
): Promise<Session> {
  const name = args.profile ?? (io.env['SLIPWAY_PROFILE'] || undefined);
  const profile = await readProfile(io.env, name);
  const server =
    args.server ?? (io.env['SLIPWAY_SERVER'] || undefined) ?? profile.server ?? DEFAULT_SERVER;
  rejectBadUrl(server);
  const format = args.output ?? profile.output ?? 'table';
  const connection = { lost: false };
  const send = proxiedFetch(io.env);
  const fetch = async (request: Request): Promise<Response> => {
    try {
      const response = await send(validateOnly ? withValidateOnly(request) : request);
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
    output: format === 'wide' ? 'table' : format,
    wide: format === 'wide',
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

function proxiedFetch(env: NodeJS.ProcessEnv): Fetch {
  try {
    return createProxiedFetch(env);
  } catch (error) {
    throw error instanceof ProxySettingsError ? new UsageError(error.message) : error;
  }
}

/** The messages show no URL that could contain a secret. */
function rejectBadUrl(server: string): void {
  const mayBeSecret = /[@?#]/.test(server);
  const { protocol, username, password, search, hash } = URL.canParse(server)
    ? new URL(server)
    : NO_URL;
  if (!/^https?:$/.test(protocol)) {
    const found = mayBeSecret ? '' : `, not "${server}"`;
    throw new UsageError(`The server must be a URL such as ${DEFAULT_SERVER}${found}.`);
  }
  if (username + password + search + hash !== '') {
    throw new UsageError(
      'The URL of the server must have no user, password, query or fragment. Slipway does not ask for them, and messages and shell histories would keep them. Remove them.',
    );
  }
}

const NO_URL = { protocol: '', username: '', password: '', search: '', hash: '' };

function withValidateOnly(request: Request): Request {
  // PUT uploads an archive, which a plan needs too, and which changes no resource.
  if (request.method === 'GET' || request.method === 'PUT') return request;
  const url = new URL(request.url);
  url.searchParams.set('validateOnly', 'true');
  return new Request(url, request);
}

async function untilInterrupted<Value>({ interrupted }: Io, call: Promise<Value>): Promise<Value> {
  try {
    return await untilAborted(interrupted, call);
  } catch (error) {
    throw interrupted.aborted ? new InterruptedError() : error;
  }
}
