/** What the commands share that make the parts of Slipway ready, such as `npm run kubernetes`. */
import { StartupError } from '../../config/process.ts';
import { readSettings, SettingsError, type Settings } from '../../config/settings.ts';

/** As a shell reports a program that Ctrl-C has ended. */
const EXIT_STOPPED = 130;

export interface ObtainContext {
  settings: Settings;
  report: (message: string) => void;
  signal: AbortSignal;
}

/** Runs `obtain` and prints the line that it returns. A failure that the user can fix is printed without a stack. */
export async function runObtainCommand(
  obtain: (context: ObtainContext) => Promise<string>,
): Promise<void> {
  const stopped = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stopped.abort());
  try {
    const settings = readSettings(process.env);
    const report = (message: string) => console.log(message);
    console.log(await obtain({ settings, report, signal: stopped.signal }));
  } catch (error) {
    if (stopped.signal.aborted) {
      console.error('Stopped. What is ready stays ready: run the command again for the rest.');
      process.exitCode = EXIT_STOPPED;
      return;
    }
    if (!(error instanceof StartupError || error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
