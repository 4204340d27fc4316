/** The maximum size of files and folders. Small files with one idea each are found by their names. */
import path from 'node:path';

export interface StructureRule {
  maxLines: number;
  /** The maximum number of source files directly in one folder. */
  maxFiles: number;
  /** Folders whose files may have any length, with the reason. */
  lengthExempt: Readonly<Record<string, string>>;
  /** Files that may be longer, with the reason. */
  longFiles: Readonly<Record<string, string>>;
  /** Folders that may be fuller, with the reason. */
  fullFolders: Readonly<Record<string, string>>;
}

const structureRule: StructureRule = {
  maxLines: 250,
  maxFiles: 14,
  lengthExempt: {
    test: 'a test file is a list of cases, and the cases of one subject belong together',
  },
  longFiles: {
    'client/openapi.ts': 'generated from the OpenAPI document',
    'tools/verify/dependency-rule.ts': 'a table with one row for each folder',
  },
  fullFolders: {},
};

/**
 * Returns one sentence for each file that is too long, each folder that is too full, and each exemption
 * that is no longer needed.
 *
 * @param sources the text of each file by its path from the root, for example `api/main.ts`
 */
export function structureFaults(
  sources: ReadonlyMap<string, string>,
  rule: StructureRule = structureRule,
): string[] {
  return [...lengthFaults(sources, rule), ...folderFaults(sources, rule)];
}

function lengthFaults(sources: ReadonlyMap<string, string>, rule: StructureRule): string[] {
  const exempt = Object.keys(rule.lengthExempt);
  const long = new Map(
    [...sources]
      .filter(([file]) => !exempt.some((folder) => file.startsWith(`${folder}/`)))
      .map(([file, text]): [string, number] => [file, linesOf(text)])
      .filter(([, lines]) => lines > rule.maxLines),
  );
  return [
    ...[...long]
      .filter(([file]) => !(file in rule.longFiles))
      .map(
        ([file, lines]) =>
          `${file}: ${lines} lines, at most ${rule.maxLines} are allowed; move a part of it to another file`,
      ),
    ...Object.keys(rule.longFiles)
      .filter((file) => !long.has(file))
      .map((file) => `${file}: has at most ${rule.maxLines} lines; remove its exemption`),
  ];
}

function folderFaults(sources: ReadonlyMap<string, string>, rule: StructureRule): string[] {
  const counts = new Map<string, number>();
  for (const file of sources.keys()) {
    const folder = path.posix.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const full = new Map([...counts].filter(([, files]) => files > rule.maxFiles));
  return [
    ...[...full]
      .filter(([folder]) => !(folder in rule.fullFolders))
      .map(
        ([folder, files]) =>
          `${folder}: ${files} source files, at most ${rule.maxFiles} are allowed; move some of them to a folder of their own`,
      ),
    ...Object.keys(rule.fullFolders)
      .filter((folder) => !full.has(folder))
      .map(
        (folder) => `${folder}: has at most ${rule.maxFiles} source files; remove its exemption`,
      ),
  ];
}

function linesOf(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
