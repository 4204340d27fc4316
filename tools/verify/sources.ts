import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Names of what is installed, made or hidden, and thus no source. */
const NO_SOURCE = /^(node_modules|dist|\..*)$/;

/** The text of every TypeScript file below `root`, by its path from there, with `/` between folders. */
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
