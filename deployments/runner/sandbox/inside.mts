/**
 * The first program inside a sandbox. Connects two ports of the sandbox's own loopback interface to sockets
 * that lead out of it, then runs the engine:
 *
 *   node inside.mjs '{"forwards":[{"port":4001,"socket":"/slipway/state"}]}' ENGINE ARGUMENTS…
 *
 * With `--connect HOST PORT` it connects standard input and output with a host instead: ssh knows no HTTP proxies.
 *
 * A line on standard input, or its end, stops the engine gracefully. A signal could not: only the process
 * outside of the sandbox would get it. This file is mounted alone, so it imports nothing but Node's modules.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';

interface Forward {
  port: number;
  /** The path of a Unix socket. */
  socket: string;
}

const KILLED = 137;

if (process.argv[2] === '--connect') await connectThroughProxy(process.argv.slice(3));

const [text = '{"forwards":[]}', engine = '', ...args] = process.argv.slice(2);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no schema library exists in the sandbox
const { forwards } = JSON.parse(text) as { forwards: Forward[] };

for (const { port, socket } of forwards) {
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const target = connect({ path: socket, allowHalfOpen: true });
    client.pipe(target).pipe(client);
    client.on('error', () => target.destroy());
    target.on('error', () => client.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

const child = spawn(engine, args, { stdio: ['ignore', 'inherit', 'inherit'] });
const interrupt = () => void child.kill('SIGINT');
process.stdin.on('data', interrupt).on('end', interrupt).on('error', interrupt);
child.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(KILLED);
});
child.once('close', (code) => process.exit(code ?? KILLED));

async function connectThroughProxy([host = '', port = '']: readonly string[]): Promise<never> {
  const asking = request(process.env['https_proxy'] ?? '', {
    method: 'CONNECT',
    path: `${host}:${port}`,
  });
  asking.once('error', () => process.exit(1));
  asking.once('connect', (answer, socket) => {
    if (answer.statusCode !== 200) {
      process.stderr.write(`the proxy refused the connection to ${host}:${port}\n`);
      process.exit(1);
    }
    process.stdin.pipe(socket).pipe(process.stdout);
    socket.once('close', () => process.exit(0));
  });
  asking.end();
  return new Promise(() => {});
}
