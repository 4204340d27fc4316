/** Runs a program in a pseudo-terminal. An emulator keeps its screen, with the colours. */
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

export interface TerminalOptions {
  /** The program and its arguments. */
  command: readonly [string, ...string[]];
  env: NodeJS.ProcessEnv;
  columns?: number;
  rows?: number;
}

export interface OpenTerminal {
  /** Returns the lines of the screen and of its history, without empty lines at the end. */
  lines(): string[];
  /** Returns the whole output, with control characters. */
  raw(): string;
  /** Sends text to the program. `\x03` is Ctrl-C. */
  type(text: string): void;
  resize(columns: number, rows: number): void;
  /** Resolves to the exit code, after the screen shows the whole output. */
  ended: Promise<number>;
  kill(): void;
  buffer: xterm.IBuffer;
}

export function openTerminal({
  command: [program, ...args],
  env,
  columns = 100,
  rows = 30,
}: TerminalOptions): OpenTerminal {
  const screen = new xterm.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
    scrollback: 1000,
  });
  const child = pty.spawn(program, args, {
    cols: columns,
    rows,
    env: { ...env, TERM: 'xterm-256color' },
  });
  let raw = '';
  child.onData((text) => {
    raw += text;
    screen.write(text);
  });
  const ended = new Promise<number>((resolve) => {
    child.onExit(({ exitCode }) => screen.write('', () => resolve(exitCode)));
  });
  return {
    lines() {
      const { active } = screen.buffer;
      const lines = Array.from(
        { length: active.length },
        (_, y) => active.getLine(y)?.translateToString(true) ?? '',
      );
      const last = lines.findLastIndex((line) => line !== '');
      return lines.slice(0, last + 1);
    },
    raw: () => raw,
    type: (text) => child.write(text),
    resize(width, height) {
      child.resize(width, height);
      screen.resize(width, height);
    },
    ended,
    kill: () => child.kill('SIGKILL'),
    get buffer() {
      return screen.buffer.active;
    },
  };
}
