import { homedir } from 'node:os';

/** Some containers run as a user without a home directory, who also has no files of configuration. */
export function homeDirectory({ HOME }: NodeJS.ProcessEnv): string {
  if (HOME) return HOME;
  try {
    return homedir();
  } catch {
    return '/';
  }
}
