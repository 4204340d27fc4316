/** The environment and the streams of a command. Tests replace them, so commands must not use globals. */
import type { ReadStream } from 'node:tty';
import { marked, type Format } from './output/visible.ts';
import type { Writer } from './output/writer.ts';

export interface Io {
  env: NodeJS.ProcessEnv;
  stdin: NodeJS.ReadStream | ReadStream;
  /** For the requested data. */
  stdout: Writer;
  /** For everything else: progress, prompts and errors. */
  stderr: Writer;
  /** This signal aborts at the first Ctrl-C. */
  interrupted: AbortSignal;
}

export type Style = (format: Format, text: string) => string;

/** Returns a function that adds colours if the writer's stream shows them (https://no-color.org, https://force-color.org). */
export function createStyle({ env }: Io, { isTTY }: Pick<Writer, 'isTTY'>): Style {
  const colored = env['NO_COLOR']
    ? false
    : isSet(env['FORCE_COLOR']) || (isTTY && env['TERM'] !== 'dumb');
  return colored ? marked : plainStyle;
}

export const plainStyle: Style = (_format, text) => text;

/** True if the terminal can overwrite lines that were already written. */
export function isLive({ env, stderr }: Io): boolean {
  return stderr.isTTY && !isSet(env['CI']) && env['TERM'] !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
