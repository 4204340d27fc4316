/**
 * The first program inside a sandbox. Connects two ports of the sandbox's own loopback interface to sockets
 * that lead out of it, then runs the engine:
 *
 *   node inside.mjs '{"forwards":[{"port":4001,"socket":"/slipway/state"}]}' ENGINE ARGUMENTS…
 *
 * A line on standard input, or its end, stops the engine gracefully. A signal could not: only the process
 * outside of the sandbox would get it. This file is mounted alone, so it imports nothing but Node's modules.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

interface Forward {
  port: number;
  /** The path of a Unix socket. */
  socket: string;
}

const KILLED = 137;

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
