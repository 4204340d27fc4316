/** Runs the engine on a module as a person does in a shell: init, plan, apply. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Engine } from '../../../deployments/engine/engine.ts';
import { variablesOf, type Step } from './module.ts';
import { actionsOf, changesOf, planSchema, type HandPlan } from './hand-plan.ts';
import { filesIn, readState, type Outcome } from './outcome.ts';

const TIMEOUT_MS = 120_000;
const STATE = 'terraform.tfstate';
const VALUES = 'values.tfvars.json';
/** Stands for a state that this step's module cannot decrypt. */
const UNREADABLE = '{"outputs": {"unreadable": true}}';

export interface ByHand {
  apply(step: Step): Promise<Outcome>;
  destroy(step: Step): Promise<Outcome>;
  /** Returns the text of a state that this step's module has encrypted. */
  decrypt(step: Step, state: string): Promise<string>;
}

export interface HandSetup {
  engine: Engine;
  /** Is empty. Each step gets a folder in it. */
  root: string;
  /** The configuration file of the engine. */
  config: string;
  /** Where the files of the module remain. */
  directory: string;
  workingDirectory?: string | undefined;
}

const diagnosticSchema = z.object({
  diagnostic: z.object({
    severity: z.string(),
    summary: z.string(),
    detail: z.string().default(''),
  }),
});
const outputsSchema = z.record(
  z.string(),
  z.object({ sensitive: z.boolean(), value: z.unknown() }),
);

interface Ended {
  code: number;
  text: string;
}

/** The state is carried from step to step. */
export function byHand({
  engine,
  root,
  config,
  directory,
  workingDirectory = '',
}: HandSetup): ByHand {
  const home = path.join(root, 'home');
  mkdirSync(home, { recursive: true });
  let state: string | undefined;
  let number = 0;

  function run(folder: string, args: readonly string[]): Promise<Ended> {
    const env = {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: home,
      TF_CLI_CONFIG_FILE: config,
      TF_INPUT: '0',
      CHECKPOINT_DISABLE: '1',
    };
    const options = { cwd: folder, env, timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 };
    return new Promise((resolve, reject) => {
      execFile(engine.path, args, options, (error, stdout, stderr) => {
        if (error === null) resolve({ code: 0, text: stdout });
        else if (typeof error.code === 'number')
          resolve({ code: error.code, text: `${stdout}${stderr}` });
        else reject(new Error(`${args.join(' ')} did not end`, { cause: error }));
      });
    });
  }

  /** A folder with the files of the step and the state, and its values in a file that no command loads by itself. */
  function folderFor(step: Step, kept: string | undefined): string {
    const base = path.join(root, `step-${++number}`);
    const folder = path.join(base, workingDirectory);
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(step.files)) {
      mkdirSync(path.dirname(path.join(base, name)), { recursive: true });
      writeFileSync(path.join(base, name), text);
    }
    writeFileSync(path.join(folder, VALUES), valuesOf(step, directory));
    if (kept !== undefined) writeFileSync(path.join(folder, STATE), kept);
    return folder;
  }

  const values = `-var-file=${VALUES}`;
  /** OpenTofu needs the values also where they only decide on sources and encryption. */
  const early = engine.name === 'opentofu' ? [values] : [];
  const initialize = (folder: string) => run(folder, ['init', '-input=false', '-json', ...early]);

  async function carryOut(step: Step, destroys: boolean): Promise<Outcome> {
    const folder = folderFor(step, state);
    const kept = path.join(folder, STATE);

    async function outcomeOf(last: Ended, planned?: HandPlan): Promise<Outcome> {
      const end = last.code === 0 ? 'succeeded' : 'failed';
      const outputs = end === 'succeeded' && !destroys ? await outputsIn(folder, step) : {};
      if (existsSync(kept)) state = readFileSync(kept, 'utf8');
      return {
        end,
        errors: end === 'failed' ? errorsIn(last.text) : [],
        actions: planned === undefined ? {} : actionsOf(planned),
        changes: planned && changesOf(planned, step.secrets === undefined),
        ...outputs,
        state: state === undefined ? undefined : readState(await readable(step, state)),
        files: filesIn(directory),
      };
    }

    const initialized = await initialize(folder);
    if (initialized.code !== 0) return outcomeOf(initialized);
    const limits = destroys
      ? ['-destroy']
      : [
          ...(step.targets ?? []).map((address) => `-target=${address}`),
          ...(step.replace ?? []).map((address) => `-replace=${address}`),
        ];
    const plan = await run(folder, ['plan', '-json', values, ...limits, '-out=plan']);
    if (plan.code !== 0) return outcomeOf(plan);
    const show = await run(folder, ['show', '-json', ...early, 'plan']);
    const planned = planSchema.parse(JSON.parse(show.text));
    const forgets = destroys && engine.name === 'opentofu' ? ['-suppress-forget-errors'] : [];
    const applied = await run(folder, ['apply', '-json', values, ...forgets, 'plan']);
    return outcomeOf(applied, planned);
  }

  async function outputsIn(folder: string, { withheld = [] }: Step) {
    const { text } = await run(folder, ['output', '-json', ...early]);
    const all = Object.entries(outputsSchema.parse(JSON.parse(text)));
    const isWithheld = ([name, { sensitive }]: (typeof all)[number]) =>
      sensitive || withheld.includes(name);
    const visible = all.filter((output) => !isWithheld(output));
    return {
      outputs: Object.fromEntries(visible.map(([name, { value }]) => [name, value])),
      withheld: all
        .filter(isWithheld)
        .map(([name]) => name)
        .toSorted(),
    };
  }

  async function readable(step: Step, text: string): Promise<string> {
    if (!text.includes('"encrypted_data"')) return text;
    const folder = folderFor(step, text);
    await initialize(folder);
    const { code, text: plain } = await run(folder, ['state', 'pull', ...early]);
    return code === 0 ? plain : UNREADABLE;
  }

  return {
    apply: (step) => carryOut(step, false),
    destroy: (step) => carryOut(step, true),
    decrypt: readable,
  };
}

function valuesOf(step: Step, directory: string): string {
  return JSON.stringify({ ...variablesOf(step, directory), ...step.secrets });
}

/** Each error as its summary, a line break, and its detail. */
function errorsIn(text: string): string[] {
  const errors = text.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    const { data } = diagnosticSchema.safeParse(JSON.parse(line));
    if (data?.diagnostic.severity !== 'error') return [];
    return [`${data.diagnostic.summary}\n${data.diagnostic.detail}`];
  });
  return errors.length > 0 ? errors : [text.slice(-1_000)];
}
