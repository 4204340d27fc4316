/** `npm run bench` runs the parts one after the other, and writes their figures after each part. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXIT_CANNOT_START } from '../config/process.ts';
import { readSettings } from '../config/settings.ts';
import { parseCommand, usage } from './arguments.ts';
import { stopAll } from './service/child.ts';
import { isMet, type Figure } from './figures/figure.ts';
import { thisMachine, versionsIn } from './report/machine.ts';
import type { Part, PartContext } from './part.ts';
import { PARTS } from './parts/index.ts';
import { createProgress } from './report/progress.ts';
import { readResults, writeResults, type PartResult } from './report/results.ts';
import { amount, resultsTable, withTable } from './report/table.ts';

const root = process.cwd();
const RESULTS = path.join(root, 'bench', 'results.json');
const PAGE = path.join(root, 'docs', 'performance.md');
const EXIT_INTERRUPTED = 130;
const FULL_LIMIT_SECONDS = 45 * 60;

const progress = createProgress(process.stdout);

const command = parseCommand(process.argv.slice(2), Object.keys(PARTS));
if (command.kind === 'help') {
  process.stdout.write(usage(PARTS));
} else if (command.kind === 'unusable') {
  process.stderr.write(`${command.message}\n\n${usage(PARTS)}`);
  process.exitCode = EXIT_CANNOT_START;
} else {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void stopAll().then(() => process.exit(EXIT_INTERRUPTED)));
  }
  // A promise of a part that was stopped early must not end the following parts.
  process.on('unhandledRejection', (error) => progress.say(`unhandled error: ${reasonOf(error)}`));
  process.exitCode = (await runParts(command)) ? 0 : 1;
  process.exit();
}

/** Returns true if every part was measured. */
async function runParts(options: {
  parts: string[];
  full: boolean;
  quick: boolean;
}): Promise<boolean> {
  let complete = true;
  for (const [index, name] of options.parts.entries()) {
    const part = PARTS[name];
    if (part === undefined) continue;
    progress.begin(`${index + 1}/${options.parts.length} ${name}`, part.subject);
    const result = await runPart(part, contextOf(options), options.full);
    for (const figure of result.figures) progress.say(sentenceOf(figure));
    if (result.failed !== undefined) {
      complete = false;
      progress.say(`not measured: ${result.failed}`);
    }
    if (!options.quick) keep(name, result);
  }
  progress.end(options.quick ? 'a quick run: nothing was written' : `wrote ${RESULTS} and ${PAGE}`);
  return complete;
}

/** Runs one part. A part that fails or takes too long has no figures, and the next part still runs. */
async function runPart(part: Part, context: PartContext, full: boolean): Promise<PartResult> {
  const began = Date.now();
  const limitSeconds = full ? FULL_LIMIT_SECONDS : part.limitSeconds;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`it took longer than ${limitSeconds} s`)),
      limitSeconds * 1000,
    );
  });
  let outcome: { figures: Figure[]; failed?: string };
  try {
    outcome = { figures: await Promise.race([part.run(context), late]) };
  } catch (error) {
    outcome = { figures: [], failed: reasonOf(error) };
  } finally {
    clearTimeout(timer);
    await stopAll();
  }
  return {
    date: new Date().toISOString(),
    machine: thisMachine(),
    versions: versionsIn(root),
    seconds: Math.round((Date.now() - began) / 1000),
    ...outcome,
  };
}

function contextOf({ full, quick }: { full: boolean; quick: boolean }): PartContext {
  return {
    report: (message) => progress.say(message),
    full,
    rounds: (usual) => (quick ? 1 : usual),
    seconds: (usual) => (quick ? Math.min(usual, 2) : usual),
    cacheDirectory: path.resolve(readSettings(process.env).SLIPWAY_CACHE_DIR),
  };
}

/** Writes the result of one part. Called after each part, so that a later failure loses nothing. */
function keep(name: string, result: PartResult): void {
  const before = readResults(RESULTS);
  // Earlier figures are worth more than a note that the part failed today.
  if (result.failed !== undefined && before.parts[name]?.failed === undefined) {
    if (before.parts[name] !== undefined) return;
  }
  const parts = { ...before.parts, [name]: result };
  const results = writeResults(RESULTS, { parts }, Object.keys(PARTS));
  writeFileSync(PAGE, withTable(readFileSync(PAGE, 'utf8'), resultsTable(results)));
}

function sentenceOf(figure: Figure): string {
  const { what, unit, series, from } = figure;
  const met = isMet(figure);
  const sides = from.map((side) => `${side.name} ${amount(side.series.median, side.unit)}`);
  const made = sides.length > 1 ? ` (${sides.join(', ')})` : '';
  const goal = met === undefined ? '' : met ? ', goal met' : ', goal NOT met';
  return `${what}: ${amount(series.median, unit)}${made}${goal}`;
}

/** Returns a short text of the error, without the directories of the machine. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const named = text.replaceAll(/(?<![\w.:/])(?:file:\/\/)?(?:\/[\w.@+-]+)+\/([\w.@+-]+)/g, '$1');
  return named.split('\n').slice(0, 6).join(' ').slice(0, 600);
}
