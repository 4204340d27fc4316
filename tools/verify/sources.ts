import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The names of folders and files that are installed, generated or hidden, and therefore not sources. */
const NO_SOURCE = /^(node_modules|dist|\..*)$/;

/**
 * Returns the text of every TypeScript file below `root`, by its path from `root` with `/` as
 * separator.
 */
export async function readSources(root: string): Promise<Map<string, string>> {
  const sources = new Map<string, string>();
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
      const name = path.posix.join(folder, entry.name);
      if (NO_SOURCE.test(entry.name)) continue;
      if (entry.isDirectory()) await visit(name);
      else if (/\.tsx?$/.test(name))
        sources.set(name, await readFile(path.join(root, name), 'utf8'));
    }
  };
  await visit('');
  return sources;
}
