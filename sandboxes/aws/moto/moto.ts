/** Runs moto, which holds the resources of the sandbox, as a child process that ends with this one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../../../config/process.ts';
import { tryPort } from '../../../host/free-port.ts';

const LOOPBACK = '127.0.0.1';
const READY_MS = 30_000;
const POLL_MS = 50;
const MAX_OUTPUT = 4_000;
/**
 * Exits when standard input is closed, so that moto also ends after a kill of the sandbox. Before moto
 * serves, the program caches what moto computes again for every call, and turns off the log of calls.
 * This halves the time of a call: moto lists its own folder, inspects its classes, compares all its
 * backends and opens a session of boto3. For each account, moto also looks for its access keys in every
 * partition of AWS, and reads AWS's own policies for each of them. The sandbox has one partition.
 */
const PROGRAM = `
import functools, logging, os, sys, threading
def until_eof():
    sys.stdin.read()
    os._exit(0)
threading.Thread(target=until_eof, daemon=True).start()
from moto import backends
from moto.core import base_backend, responses
from moto.eks import utils as eks
from moto.iam import models as iam
logging.getLogger('werkzeug').setLevel(logging.ERROR)
modules = list(backends.list_of_moto_modules())
backends.list_of_moto_modules = lambda: modules
responses.method_names_from_class = functools.cache(responses.method_names_from_class)
eks.Session = functools.cache(eks.Session)
iam.PARTITION_NAMES = ['aws']
create = base_backend.BackendDict.__getitem__
def of_account(self, account):
    known = dict.get(self, account)
    return create(self, account) if known is None else known
base_backend.BackendDict.__getitem__ = of_account
from moto.server import main
main(sys.argv[1:])
`;

export interface Moto {
  port: number;
  /** Rejects if moto ends unexpectedly. */
  ended: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Starts moto on a free port and waits until it answers.
 *
 * @throws StartupError with moto's output if it does not start
 */
export async function startMoto(programs: string, signal: AbortSignal): Promise<Moto> {
  const free = await tryPort(LOOPBACK, 0);
  if (!free.free) throw new StartupError(`No port is free for moto (${free.code})`);
  const { port } = free;
  const child = spawn(
    path.join(programs, 'python'),
    ['-c', PROGRAM, '--host', LOOPBACK, '--port', String(port)],
    {
      env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', PYTHONDONTWRITEBYTECODE: '1' },
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  );
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-MAX_OUTPUT);
  });
  const exit = once(child, 'exit');
  const ended = exit.then((): never => {
    throw new StartupError(`moto ended: ${output}`);
  });
  // Callers handle the rejection; without this line it would be unhandled until they do.
  ended.catch(() => {});
  const stop = async () => {
    child.stdin.end();
    await exit;
  };
  try {
    await Promise.race([untilReady(port, signal), ended]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, ended, stop };
}

/** The first call to a service takes a second or more, because moto then loads it. */
async function warmUp(port: number, signal: AbortSignal): Promise<void> {
  const send = async (service: string, method: string, requestPath: string, body?: string) => {
    const response = await fetch(`http://${LOOPBACK}:${port}${requestPath}`, {
      method,
      signal,
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/${service}/aws4_request, Signature=b`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      ...(body !== undefined && { body }),
    });
    await response.arrayBuffer();
  };
  await send('ec2', 'POST', '/', 'Action=DescribeVpcs&Version=2016-11-15');
  await send('iam', 'POST', '/', 'Action=ListRoles&Version=2010-05-08');
  await send('eks', 'GET', '/clusters');
}

async function untilReady(port: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    const answered = await fetch(`http://${LOOPBACK}:${port}/moto-api/data.json`, { signal }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.ok;
      },
      () => false,
    );
    if (answered) return warmUp(port, signal);
    await sleep(POLL_MS, undefined, { signal });
  }
  throw new StartupError(`moto was not ready within ${READY_MS} ms`);
}
