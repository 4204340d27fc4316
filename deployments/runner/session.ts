/** A session: runs the engine's commands in the run directory of one operation. */
import type { GitProtocol } from '../../contract/resources/fields/git-source.ts';
import type { DiagnosticList } from '../../contract/diagnostics/diagnostics.ts';
import type { AllowedBackends } from '../backend.ts';
import type { AllowedProviders } from '../engine/config.ts';
import { engineError, type ErrorContext } from '../engine/diagnostics.ts';
import type { Engine, EnginePlaces } from '../engine/engine.ts';
import { EngineError } from '../engine/error.ts';
import {
  parseLine,
  parseValidation,
  withMaskedAddress,
  type Diagnostic,
  type EngineMessage,
} from '../engine/messages.ts';
import type { MaskAddress, Redact } from '../engine/redaction.ts';
import { sshTargets, type HostCredentials } from '../hosts/host-credentials.ts';
import { shownDiagnostics } from '../engine/shown-diagnostics.ts';
import type { DeploymentJob } from '../job.ts';
import { startRunLog } from '../log/run-log.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import type { SecretReader } from '../storage/secrets.ts';
import type { CredentialsReader, EngineEnvironment } from './environment.ts';
import { sandboxOf, type Isolation } from './sandbox/isolation.ts';
import type { IssuedCredentials } from '../engine/secrets/issued-credentials.ts';
import type { EngineExit } from './process/protocol.ts';
import type { RunDirectory } from './run-directory.ts';
import { runEngine } from './process/run-engine.ts';
import type { Runners } from './process/runners.ts';
import { incompleteRun, stateNotStored, withoutSecrets } from './session-errors.ts';

/** The settings of a worker. */
export interface SessionSettings {
  blobs: BlobStore;
  /** The directory of `blobs`. Runners open it themselves. */
  blobsRoot: string;
  runsRoot: string;
  engines: Record<DeploymentJob['engine'], EnginePlaces>;
  mirror: string;
  /** A directory with providers of the operator, and the URL of a mirror that takes the place of the registries. */
  mirrorDirectory?: string;
  mirrorUrl?: string;
  isolation: Isolation;
  allowedProviders: AllowedProviders;
  allowedBackends: AllowedBackends;
  /** The protocols of the git repositories that sources may name. */
  gitProtocols: readonly GitProtocol[];
  /** The file with the keys of ssh hosts. */
  knownHosts?: string;
  readSecret: SecretReader;
  credentials?: CredentialsReader;
  issued: IssuedCredentials;
  /** The variables of the worker's environment that the engine gets: proxies and certificates. */
  inheritedEnv: Record<string, string>;
  /** The time limit of an apply. */
  timeoutMs: number;
  /** The time limit of each other command. */
  planTimeoutMs: number;
  graceMs: number;
  maxOutputBytes: number;
  /** The limit on the log of one operation. */
  maxLogBytes: number;
  /** The limit on an archive of a module's files. */
  maxArchiveBytes: number;
  /** The limit on what the run directory of an operation holds. */
  maxDiskBytes: number;
  runners: Runners;
}

interface Command {
  args: string[];
  /** True if the command reads or writes the state. A command that does neither gets no network. */
  state: boolean;
  signal: AbortSignal;
  /** What the command is for, in the log. By default it is the command. */
  phase?: string;
  /** False for a resource whose values the log must not show. By default it shows all. */
  isShown?(address: string): boolean;
  onMessage?(message: EngineMessage): void;
}

interface Finished {
  exit: EngineExit;
  diagnostics: Diagnostic[];
  /** The lines of the output that are not messages, for example the output of `show`. */
  text: string;
}

export interface Session {
  directory: RunDirectory;
  engine: Engine;
  redact: Redact;
  maskAddress: MaskAddress;
  /** The value of each secret by the variable that gets it. */
  secrets: Readonly<Record<string, string>>;
  credentials: HostCredentials;
  /** Sets where the state is. If true, it is in the module's own backend, and runs do not serve it. */
  useOwnBackend(isOwn: boolean): void;
  /** Runs a command, which may fail. Throws only if the engine did not end by itself. */
  run(command: Command): Promise<Finished>;
  /** What the commands of this session have said. */
  diagnostics(): DiagnosticList;
  /** Returns the error of a failed command. */
  errorOf(finished: Finished, context?: Partial<ErrorContext>): EngineError;
}

/** A session in the run directory of a job. Does not prepare the directory; see openSession. */
export function createSession(
  settings: SessionSettings,
  job: DeploymentJob,
  setup: EngineEnvironment & { directory: RunDirectory; engine: Engine },
): Session {
  const { directory, engine, env, maskAddress, redact, secrets, secretForms } = setup;
  const { credentials, missingSecrets } = setup;
  const { organizationId, uid, operationId, memberId, retryOf, workingDirectory } = job;
  const context = { redact, maskAddress, workingDirectory };
  const said: Diagnostic[] = [];
  const certificates = [env['SSL_CERT_FILE'], env['SSL_CERT_DIR']].filter(
    (file) => file !== undefined,
  );
  const { mirror, mirrorDirectory } = settings;
  const readable = [engine.path, mirror, mirrorDirectory, ...certificates];
  const sandbox = sandboxOf(
    settings.isolation,
    directory,
    readable.filter((file) => file !== undefined),
    sshTargets(credentials),
  );
  let hasOwnBackend = false;
  return {
    directory,
    engine,
    redact,
    maskAddress,
    secrets,
    credentials,

    useOwnBackend(isOwn) {
      hasOwnBackend = isOwn;
    },

    async run({ args, state, signal, phase, isShown = () => true, onMessage }) {
      const diagnostics: Diagnostic[] = [];
      const text: string[] = [];
      const [command = ''] = args;
      const isApply = command === 'apply';
      const log = startRunLog(settings, job, {
        ...context,
        engine,
        command,
        phase: phase ?? command,
        secretForms,
        isShown,
      });
      const exit = await runEngine({
        job: {
          engine: engine.path,
          args: [`-chdir=${directory.module}`, ...args],
          root: directory.root,
          directory: directory.module,
          offline: !state,
          env,
          timeoutMs: isApply ? settings.timeoutMs : settings.planTimeoutMs,
          graceMs: settings.graceMs,
          maxOutputBytes: settings.maxOutputBytes,
          maxDiskBytes: settings.maxDiskBytes,
          ...(sandbox && { sandbox }),
          ...(state &&
            !hasOwnBackend && {
              state: {
                blobs: settings.blobsRoot,
                organizationId,
                uid,
                operationId,
                ...(memberId !== undefined && { memberId }),
                ...(retryOf !== undefined && { retryOf }),
                changes: isApply,
              },
            }),
        },
        signal,
        runners: settings.runners,
        onLine(line) {
          log.line(line);
          const message = parseLine(line);
          if (message === undefined) text.push(line);
          else if (message.kind === 'diagnostic') diagnostics.push(message.diagnostic);
          else onMessage?.(withMaskedAddress(message, maskAddress));
        },
      }).catch(async (error: unknown) => {
        await log.close();
        throw error;
      });
      if (command === 'validate' && exit.reason === 'ended') {
        for (const diagnostic of parseValidation(text.join('\n'))) {
          diagnostics.push(diagnostic);
          log.diagnostic(diagnostic);
        }
      }
      said.push(...diagnostics);
      await log.end(exit);
      const { stateFault } = exit;
      if (stateFault && !signal.aborted) throw stateNotStored(stateFault);
      if (exit.reason !== 'ended') throw incompleteRun(exit, { redact, signal, isApply });
      return { exit, diagnostics, text: text.join('\n') };
    },

    diagnostics: () => shownDiagnostics(said, context),

    errorOf({ diagnostics, exit }, more = {}) {
      const { details, address } = engineError(diagnostics, {
        ...context,
        otherwise: 'engine_failed',
        detail: exit.detail,
        ...more,
      });
      const error = new EngineError({ ...details, diagnostics: this.diagnostics() }, address);
      return withoutSecrets(error, missingSecrets);
    },
  };
}
