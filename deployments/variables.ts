/**
 * The values of variables, in files that every command of the engine loads by itself: a `-var-file` would reach
 * only some of them. The engine loads such files in the order of their names, and the last value counts. No file
 * of a module can have a name that begins with `~`, so these come last.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { DeploymentJob } from './job.ts';
import { declaredVariables } from './lint/variables.ts';
import type { RunDirectory } from './runner/run-directory.ts';
import { writeRunFile } from './runner/run-files.ts';
import type { SourceFiles } from './storage/source.ts';

/** Values in JSON, where `${` is text. */
const VALUES_FILE = '~slipway.auto.tfvars.json';
/** Values of secrets that are expressions, such as `{ user = "web" }`. */
const EXPRESSIONS_FILE = '~slipway.auto.tfvars';

interface VariableSources {
  files: SourceFiles;
  workingDirectory?: string;
  variables: DeploymentJob['variables'];
  /** The value of each secret by the variable that gets it. */
  secrets: Readonly<Record<string, string>>;
}

/** Writes the values that a run uses. Replaces those that an earlier run has used. */
export async function writeVariables(
  { root, module }: Pick<RunDirectory, 'root' | 'module'>,
  options: VariableSources,
): Promise<void> {
  const { values, expressions } = variableFiles(options);
  await writeRunFile(root, path.join(module, VALUES_FILE), values);
  const expressionsFile = path.join(module, EXPRESSIONS_FILE);
  if (expressions === '') await rm(expressionsFile, { recursive: true, force: true });
  else await writeRunFile(root, expressionsFile, expressions);
}

/** Returns the contents of the two files. */
export function variableFiles({ files, workingDirectory, variables, secrets }: VariableSources): {
  values: string;
  expressions: string;
} {
  const declared = declaredVariables(files, workingDirectory);
  const values = new Map(
    Object.entries(variables).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const expressions: string[] = [];
  for (const [name, text] of Object.entries(secrets)) {
    values.delete(name);
    if (declared.get(name)?.isStructured !== true) values.set(name, JSON.stringify(text));
    // The text itself, because parsing it would round its numbers.
    else if (isJson(text)) values.set(name, text);
    else expressions.push(`${name} = ${text}\n`);
  }
  const members = [...values].map(([name, json]) => `${JSON.stringify(name)}:${json}`);
  return { values: `{${members.join(',')}}`, expressions: expressions.join('') };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
