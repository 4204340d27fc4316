/** The only way to standard output and standard error. */
import type { WriteStream } from 'node:tty';
import { visible, visibleLine } from './visible.ts';

type Stream = NodeJS.WriteStream | WriteStream;

/**
 * Writes text to a stream, and makes the control characters in it visible. Commands get no stream but only
 * this class, so no command can send text of the service to the terminal as it is.
 */
export class Writer {
  readonly #stream: Stream;
  /** The error of the first write that failed. Later ones only follow from it. */
  #error: NodeJS.ErrnoException | undefined;

  constructor(stream: Stream) {
    this.#stream = stream;
    stream.on('error', (error: Error) => this.#fail(error));
  }

  get isTTY(): boolean {
    return this.#stream.isTTY;
  }

  /** The size of the terminal in characters; undefined if there is none. */
  get columns(): number | undefined {
    return this.#stream.columns;
  }

  get rows(): number | undefined {
    return this.#stream.rows;
  }

  /** Writes text. Newlines and tabs are kept. */
  write(text: string): void {
    this.#send(visible(text));
  }

  /** Writes one line. A newline in the text is shown as `\n`, so that it cannot pretend to be another line. */
  writeLine(line = ''): void {
    this.#send(`${visibleLine(line)}\n`);
  }

  /** Writes a value of the service for a file or another program, which get it unchanged. */
  writeValue(text: string): void {
    this.#send(this.isTTY ? visible(text) : text);
  }

  /**
   * Resolves when everything is written, with the reason if it could not be. It is no failure when the reader
   * of a pipe, for example `head`, has closed it: it has what it wanted.
   */
  async flush(): Promise<Error | undefined> {
    await new Promise<void>((resolve) => {
      this.#send('', resolve);
    });
    return this.#error?.code === 'EPIPE' ? undefined : this.#error;
  }

  /**
   * Lets a library draw, which moves the cursor by itself. Everything it draws must have gone through
   * `visible`.
   */
  drawWith<Drawing>(create: (stream: Stream) => Drawing): Drawing {
    return create(this.#stream);
  }

  #send(text: string, then?: () => void): void {
    this.#stream.write(text, (error) => {
      if (error) this.#fail(error);
      then?.();
    });
  }

  #fail(error: Error): void {
    this.#error ??= error;
  }
}
