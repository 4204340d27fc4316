/** Input and output of a command that runs in the test's process. */
import { PassThrough, Readable } from 'node:stream';
import type { Io } from '../../../cli/io.ts';

export interface RecordedIo {
  io: Io;
  stdout(): string;
  stderr(): string;
}

/** @param env may name a server. There is no configuration file. */
export function createIo({
  input = '',
  env = {},
}: { input?: string; env?: NodeJS.ProcessEnv } = {}): RecordedIo {
  const written = { stdout: '', stderr: '' };
  const recorder = (name: keyof typeof written) => {
    const stream = new PassThrough();
    stream.on('data', (piece: Buffer) => (written[name] += piece.toString()));
    return stream as unknown as NodeJS.WriteStream;
  };
  return {
    io: {
      env: { XDG_CONFIG_HOME: '/nowhere', XDG_CONFIG_DIRS: '/nowhere', ...env },
      stdin: Readable.from([input]) as unknown as NodeJS.ReadStream,
      stdout: recorder('stdout'),
      stderr: recorder('stderr'),
      interrupted: new AbortController().signal,
    },
    stdout: () => written.stdout,
    stderr: () => written.stderr,
  };
}
