/** The surroundings of a command, so that none of it reaches for a global. */
import { styleText } from 'node:util';
import type { ReadStream, WriteStream } from 'node:tty';

export interface Io {
  env: NodeJS.ProcessEnv;
  stdin: NodeJS.ReadStream | ReadStream;
  /** For what was asked for. */
  stdout: NodeJS.WriteStream | WriteStream;
  /** For what is said about it: progress, questions, failures. */
  stderr: NodeJS.WriteStream | WriteStream;
  /** Aborts at the first Ctrl-C. */
  interrupted: AbortSignal;
}

export type Format = Parameters<typeof styleText>[0];
export type Style = (format: Format, text: string) => string;

/** Colours where they will be seen (https://no-color.org, https://force-color.org). */
export function createStyle({ env }: Io, stream: { isTTY?: boolean }): Style {
  const colored = env['NO_COLOR']
    ? false
    : isSet(env['FORCE_COLOR']) || (stream.isTTY === true && env['TERM'] !== 'dumb');
  return colored
    ? (format, text) => styleText(format, text, { validateStream: false })
    : plainStyle;
}

export const plainStyle: Style = (_format, text) => text;

/** Whether lines that were written can be written over. */
export function isLive({ env, stderr }: Io): boolean {
  return stderr.isTTY && !isSet(env['CI']) && env['TERM'] !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
