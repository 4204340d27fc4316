/** The log of one run of the engine: its beginning, its lines, and its end. */
import type { DiagnosticContext } from '../engine/shown-diagnostics.ts';
import type { Engine } from '../engine/engine.ts';
import type { Diagnostic } from '../engine/messages.ts';
import type { DeploymentJob } from '../job.ts';
import type { EngineExit } from '../runner/process/protocol.ts';
import { MAX_DETAIL_LENGTH } from '../runner/process/protocol.ts';
import { createLineReader, diagnosticEntry, timeOf } from './engine-lines.ts';
import type { LogEntry } from './log-chunks.ts';
import type { LogWriter } from './log-writer.ts';
import { openLog, type LogSettings } from './operation-logs.ts';

export interface RunLog {
  /** Takes a line of the engine's standard output. */
  line(line: string): void;
  /** Takes a diagnostic that is not in a line of its own. */
  diagnostic(diagnostic: Diagnostic): void;
  /** Writes how the run has ended, and stores everything. */
  end(exit: EngineExit): Promise<void>;
  /** Stores everything after a run that has failed in the worker. */
  close(): Promise<void>;
}

/** What these commands write are messages. What others write is data, with the secrets of the deployment in it. */
const TALKING: ReadonlySet<string> = new Set(['init', 'plan', 'apply', 'refresh', 'import']);
const NAMES: Record<Engine['name'], string> = { opentofu: 'OpenTofu', terraform: 'Terraform' };

/** Begins the log of a run. The log of a preview goes nowhere. */
export function startRunLog(
  settings: LogSettings,
  job: DeploymentJob,
  run: DiagnosticContext & {
    engine: Pick<Engine, 'name' | 'version'>;
    command: string;
    phase: string;
    secretForms: readonly string[];
    isShown(address: string): boolean;
  },
): RunLog {
  const { phase, command, engine, redact } = run;
  const now = () => Date.now();
  const startedAt = now();
  const writer: LogWriter = job.preview ? NOWHERE : openLog(settings, job);
  const read = createLineReader({ ...run, now });
  const isTalking = TALKING.has(command);
  const say = (level: LogEntry['level'], message: string) =>
    writer.push({ at: timeOf(now()), phase, level, message });

  if (isTalking || command === 'validate') {
    say('info', `${NAMES[engine.name]} ${engine.version} runs ${command}`);
  }
  return {
    line(line) {
      const entry = isTalking ? read(line) : undefined;
      if (entry !== undefined) writer.push(entry);
    },
    diagnostic(diagnostic) {
      writer.push(diagnosticEntry(diagnostic, timeOf(now()), run));
    },
    async end({ reason, code, detail }) {
      for (const line of errorLines(redact(detail), detail.length)) say('warn', line);
      const seconds = ((now() - startedAt) / 1_000).toFixed(1);
      if (reason !== 'ended') {
        say('error', `${command} was stopped after ${seconds} s (${reason})`);
      } else if (isTalking || command === 'validate' || code !== 0) {
        const isFailed = code === 1;
        say(isFailed ? 'error' : 'info', `${command} ended with code ${code} after ${seconds} s`);
      }
      await writer.close();
    },
    close: () => writer.close(),
  };
}

const NOWHERE: LogWriter = { push() {}, async close() {} };

/** The lines of the engine's standard error. Where its beginning is cut off, the first line may be a piece of a secret. */
function errorLines(text: string, length: number): string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const whole = length < MAX_DETAIL_LENGTH ? lines : lines.slice(1);
  return whole.filter((line) => line !== '');
}
