import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StartupError } from '../../../config/process.ts';

const DIGEST_CHARACTERS = 16;

export interface DirectoryLock {
  /** The path of the socket. */
  socket: string;
  release(): Promise<void>;
}

/**
 * Locks a data directory, so that two simulators never write the same journal. The lock is a socket on
 * which this process listens. Unlike a file with a process id, it is free as soon as its holder has
 * died for any reason.
 *
 * @param directory an existing directory
 * @throws StartupError if another simulator holds the lock
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const digest = createHash('sha256').update(realpathSync(directory)).digest('hex');
  // Not in the directory itself, as the path of a socket is limited to about 100 characters.
  const socket = path.join(
    tmpdir(),
    `slipway-simulator-${digest.slice(0, DIGEST_CHARACTERS)}.sock`,
  );
  let server = await tryListen(socket);
  if (server === undefined && !(await isAnswered(socket))) {
    rmSync(socket, { force: true });
    server = await tryListen(socket);
  }
  if (server === undefined) {
    throw new StartupError(
      `Another simulator uses ${directory}; stop it, or set SLIPWAY_DATA_DIR to another directory`,
    );
  }
  const held = server;
  return {
    socket,
    release: () =>
      new Promise((resolve) => {
        held.close(() => resolve());
      }),
  };
}

function tryListen(socket: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(socket, () => resolve(server.unref()));
  });
}

function isAnswered(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
}
