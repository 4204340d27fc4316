/** The modules of the campaign, and what is done with each. */
import type { EngineName } from '../../../contract/vocabulary.ts';
import type { SourceFiles } from '../../../deployments/storage/source.ts';

/** One version of a module. It is applied, and the next step changes it. */
export interface Step {
  /** All files of this version. */
  files: SourceFiles;
  variables?: Record<string, unknown>;
  /** The value of the secret for each variable. */
  secrets?: Record<string, string>;
  /** The outputs that Slipway withholds because they depend on a secret. By hand they are shown. */
  withheld?: readonly string[];
  targets?: string[];
  /** Addresses to replace although nothing about them has changed. */
  replace?: string[];
  /** The apply fails with an error whose summary or detail matches. */
  fails?: RegExp;
  /** A destroy of this version fails with such an error. It is tried before the next step. */
  destroyFails?: RegExp;
}

/** A module is applied step by step, and destroyed as its last step left it. */
export interface CampaignModule {
  /** Is the name of the deployment, too. */
  name: string;
  /** Both engines, unless only one of them has what the module uses. */
  engines?: readonly EngineName[];
  /** The module uses the provider of the campaign, which Go builds. */
  needsProvider?: true;
  /** Every command derives a key, which takes long. Only the whole campaign runs the module. */
  isSlow?: true;
  /** The folder of the files in which the engine runs. */
  workingDirectory?: string;
  steps: readonly [Step, ...Step[]];
}

/** The variable with a directory in which a module's files remain. A module that declares it gets a value. */
const DIRECTORY = 'directory';

/** A step whose module has only one file. */
export function main(text: string, more: Omit<Step, 'files'> = {}): Step {
  return { files: { 'main.tf': text }, ...more };
}

export function enginesOf({
  engines = ['opentofu', 'terraform'],
}: CampaignModule): readonly EngineName[] {
  return engines;
}

/** The values of a step's variables. `directory` is where the files of a module remain. */
export function variablesOf(
  { files, variables = {} }: Step,
  directory: string,
): Record<string, unknown> {
  const isDeclared = Object.values(files).some((text) => text.includes(`variable "${DIRECTORY}"`));
  return isDeclared ? { ...variables, [DIRECTORY]: directory } : variables;
}
