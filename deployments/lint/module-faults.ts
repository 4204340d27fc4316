/** Everything that is wrong with a module before an engine has seen it. API and workers check the same. */
import type { RequestFault } from '../../contract/problems/problem-codes.ts';
import type { SourceFiles } from '../storage/source.ts';
import { lintModule } from './lint.ts';
import type { LintSettings } from './rules.ts';
import { declaredVariables } from './variables.ts';

const MAX_NAMED_VARIABLES = 10;

interface Module {
  files: SourceFiles;
  workingDirectory?: string | undefined;
}

/** By the name of the variable. */
interface Values {
  variables: object;
  secrets: object;
}

/**
 * Returns what the files contain and the settings do not allow, and each value for a variable that the module does
 * not declare. The engine would ignore such a value.
 */
export function moduleFaults(
  { files, workingDirectory }: Module,
  rules: LintSettings,
  values: Values,
): RequestFault[] {
  const inFiles = lintModule(files, rules).map(({ file, message }) => ({
    pointer: `/source/files/${file.replaceAll('/', '~1')}`,
    detail: message,
  }));
  return [...inFiles, ...undeclared({ files, workingDirectory }, values)];
}

function undeclared(
  { files, workingDirectory }: Module,
  { variables, secrets }: Values,
): RequestFault[] {
  const given = Object.entries({ variables, secrets });
  if (given.every(([, values]) => Object.keys(values).length === 0)) return [];
  const declared = declaredVariables(files, workingDirectory);
  const names = [...declared.keys()].toSorted();
  const more =
    names.length > MAX_NAMED_VARIABLES ? ` and ${names.length - MAX_NAMED_VARIABLES} more` : '';
  const known =
    names.length === 0 ? 'none' : `${names.slice(0, MAX_NAMED_VARIABLES).join(', ')}${more}`;
  return given.flatMap(([field, values]) =>
    Object.keys(values)
      .filter((name) => !declared.has(name))
      .map((name) => ({
        pointer: `/${field}/${name}`,
        detail: `is not a variable of the module, which declares ${known}`,
      })),
  );
}
