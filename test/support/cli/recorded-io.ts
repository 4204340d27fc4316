/** Input and output of a command that runs in the test's process. */
import { Readable, Writable } from 'node:stream';
import type { Io } from '../../../cli/io.ts';
import { Writer } from '../../../cli/output/writer.ts';

export interface RecordedIo {
  io: Io;
  stdout(): string;
  stderr(): string;
}

/**
 * @param env may name a server. Unless it names a folder, there is no configuration file.
 * @param interrupted aborts as at Ctrl-C
 * @param terminal whether both outputs are a terminal of 80 columns and 24 rows
 */
export function createIo({
  input = '',
  env = {},
  interrupted = new AbortController().signal,
  terminal = false,
}: {
  input?: string;
  env?: NodeJS.ProcessEnv;
  interrupted?: AbortSignal;
  terminal?: boolean;
} = {}): RecordedIo {
  const written = { stdout: '', stderr: '' };
  const recorder = (name: keyof typeof written) => {
    const stream = new Writable({
      decodeStrings: false,
      write(piece: string, _encoding, done) {
        written[name] += piece;
        done();
      },
    });
    if (terminal) Object.assign(stream, { isTTY: true, columns: 80, rows: 24 });
    return new Writer(stream as unknown as NodeJS.WriteStream);
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
