/** The environment and the streams of a command. Tests replace them, so commands must not use globals. */
import { styleText } from 'node:util';
import type { ReadStream, WriteStream } from 'node:tty';

export interface Io {
  env: NodeJS.ProcessEnv;
  stdin: NodeJS.ReadStream | ReadStream;
  /** The stream for the requested data. */
  stdout: NodeJS.WriteStream | WriteStream;
  /** The stream for everything else: progress, prompts and errors. */
  stderr: NodeJS.WriteStream | WriteStream;
  /** This signal aborts at the first Ctrl-C. */
  interrupted: AbortSignal;
}

export type Format = Parameters<typeof styleText>[0];
export type Style = (format: Format, text: string) => string;

/** Returns a function that adds colours if the stream shows them (https://no-color.org, https://force-color.org). */
export function createStyle({ env }: Io, stream: { isTTY?: boolean }): Style {
  const colored = env['NO_COLOR']
    ? false
    : isSet(env['FORCE_COLOR']) || (stream.isTTY === true && env['TERM'] !== 'dumb');
  return colored
    ? (format, text) => styleText(format, text, { validateStream: false })
    : plainStyle;
}

export const plainStyle: Style = (_format, text) => text;

/** True if the terminal can overwrite lines that were already written. */
export function isLive({ env, stderr }: Io): boolean {
  return stderr.isTTY && !isSet(env['CI']) && env['TERM'] !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
