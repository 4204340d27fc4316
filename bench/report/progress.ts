/** The output of a running bench: one line for each step, with the time since the start of the part. */
export interface Progress {
  begin(name: string, subject: string): void;
  say(message: string): void;
  end(message: string): void;
}

const MARGIN = 7;

export function createProgress(output: { write(text: string): unknown }): Progress {
  const began = Date.now();
  let partBegan = began;
  return {
    begin(name, subject) {
      partBegan = Date.now();
      output.write(`\n${name}: ${subject}\n`);
    },
    say(message) {
      output.write(`${seconds(Date.now() - partBegan).padStart(MARGIN)}  ${message}\n`);
    },
    end(message) {
      output.write(`\n${message}, after ${seconds(Date.now() - began)}\n`);
    },
  };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(0)} s`;
}
