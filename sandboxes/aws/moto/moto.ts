/** moto, which keeps what the sandbox's AWS holds: a child process that ends with this one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../../../config/process.ts';
import { tryPort } from '../../../host/free-port.ts';

const LOOPBACK = '127.0.0.1';
const READY_MS = 30_000;
const POLL_MS = 50;
const KEPT_OUTPUT = 4_000;
/** Ends when its standard input does, so that a killed sandbox leaves no moto behind. */
const PROGRAM = `
import os, sys, threading
def until_eof():
    sys.stdin.read()
    os._exit(0)
threading.Thread(target=until_eof, daemon=True).start()
from moto.server import main
main(sys.argv[1:])
`;

export interface Moto {
  port: number;
  /** Rejects when it ends by itself. */
  ended: Promise<never>;
  stop(): Promise<void>;
}

/** @throws StartupError with what it said when it did not come up */
export async function startMoto(programs: string, signal: AbortSignal): Promise<Moto> {
  const free = await tryPort(LOOPBACK, 0);
  if (!free.free) throw new StartupError('There is no free port for moto');
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
    output = (output + text).slice(-KEPT_OUTPUT);
  });
  const exit = once(child, 'exit');
  const ended = exit.then((): never => {
    throw new StartupError(`moto ended: ${output}`);
  });
  // Whoever waits for it hears of it; before and after that it is no news.
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

/** moto loads a service with the first call to it, which takes a second or more. */
async function warmUp(port: number, signal: AbortSignal): Promise<void> {
  const ask = async (service: string, method: string, place: string, body?: string) => {
    const answer = await fetch(`http://${LOOPBACK}:${port}${place}`, {
      method,
      signal,
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/${service}/aws4_request, Signature=b`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      ...(body !== undefined && { body }),
    });
    await answer.arrayBuffer();
  };
  await ask('ec2', 'POST', '/', 'Action=DescribeVpcs&Version=2016-11-15');
  await ask('iam', 'POST', '/', 'Action=ListRoles&Version=2010-05-08');
  await ask('eks', 'GET', '/clusters');
}

async function untilReady(port: number, signal: AbortSignal): Promise<void> {
  const giveUpAt = Date.now() + READY_MS;
  while (Date.now() < giveUpAt) {
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
