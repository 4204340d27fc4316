/** Input and output of a command that runs in the test's process. */
import { Readable, Writable } from 'node:stream';
import type { Io } from '../../../cli/io.ts';

export interface RecordedIo {
  io: Io;
  stdout(): string;
  stderr(): string;
}

/**
 * @param env may name a server. Unless it names a folder, there is no configuration file.
 * @param interrupted aborts as at Ctrl-C
 */
export function createIo({
  input = '',
  env = {},
  interrupted = new AbortController().signal,
}: { input?: string; env?: NodeJS.ProcessEnv; interrupted?: AbortSignal } = {}): RecordedIo {
  const written = { stdout: '', stderr: '' };
  const recorder = (name: keyof typeof written) => {
    const stream = new Writable({
      decodeStrings: false,
      write(piece: string, _encoding, done) {
        written[name] += piece;
        done();
      },
    });
    return stream as unknown as NodeJS.WriteStream;
  };
  return {
    io: {
      env: { XDG_CONFIG_HOME: '/nowhere', XDG_CONFIG_DIRS: '/nowhere', ...env },
      stdin: Readable.from([input]) as unknown as NodeJS.ReadStream,
      stdout: recorder('stdout'),
      stderr: recorder('stderr'),
      interrupted,
    },
    stdout: () => written.stdout,
    stderr: () => written.stderr,
  };
}
