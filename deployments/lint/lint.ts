/** Checks the files of a module before an engine sees them. */
import type { SourceFiles } from '../storage/source.ts';
import { hclBlocks } from './hcl-blocks.ts';
import { jsonBlocks } from './json-blocks.ts';
import { faultsIn, type LintSettings } from './rules.ts';

export interface LintFault {
  file: string;
  message: string;
}

const MODULE_FILE = /\.(?:tf|tofu)(\.json)?$/;
const OVERRIDE_FILE = /(?:^|\/|_)override\.(?:tf|tofu)(?:\.json)?$/;
const MAX_FAULTS = 20;

/** Files that an engine or its shell could take for something other than a part of the module. */
const REFUSED_FILES: readonly { name: RegExp; message: string }[] = [
  {
    name: /(?:^|\/)terraform-provisioner-[^/]*$/,
    message: 'An engine could run this file as a provisioner. Give it another name.',
  },
  {
    name: /(?:^|\/)(?:terraform|tofu)(?:\.rc|rc)$|\.tfrc$/,
    message: 'Slipway configures the engine itself. Remove the file.',
  },
];

/** Returns what is not allowed in the files, at most 20 faults. Each message begins with the line. */
export function lintModule(files: SourceFiles, settings: LintSettings): LintFault[] {
  return Object.entries(files)
    .flatMap(([file, text]) =>
      messagesFor(file, text, settings).map((message) => ({ file, message })),
    )
    .slice(0, MAX_FAULTS);
}

function messagesFor(file: string, text: string, settings: LintSettings): string[] {
  const refused = REFUSED_FILES.filter(({ name }) => name.test(file)).map(({ message }) => message);
  const [isModuleFile, json] = MODULE_FILE.exec(file) ?? [];
  if (isModuleFile === undefined) return refused;
  const blocks = json === undefined ? hclBlocks(text) : jsonBlocks(text);
  if (blocks === undefined) return [...refused, 'The file is not JSON.'];
  const faults = faultsIn(blocks, settings, OVERRIDE_FILE.test(file)).slice(0, MAX_FAULTS);
  return [
    ...refused,
    ...faults.map(({ offset, message }) => `Line ${lineAt(text, offset)}: ${message}`),
  ];
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
