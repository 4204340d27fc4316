/** Bare git repositories in a directory, made with the git of this machine. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface GitRepositories {
  /** The directory of a repository. */
  directory(name: string): string;
  /**
   * Commits files to a branch, which they replace as a whole, and returns the commit. A value with `link` is a symbolic
   * link.
   */
  commit(name: string, files: Record<string, GitFile>, branch?: string): string;
  /** Runs git in a repository and returns its output. */
  git(name: string, ...args: string[]): string;
}

export type GitFile = string | Buffer | { link: string } | { script: string };

export const GIT_IDENTITY = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

export function gitRepositories(root: string): GitRepositories {
  const directory = (name: string) => path.join(root, `${name}.git`);
  const run = (args: string[], cwd: string) =>
    execFileSync('git', args, {
      cwd,
      env: { ...process.env, ...GIT_IDENTITY },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
      .toString()
      .trim();
  return {
    directory,
    git: (name, ...args) => run(args, directory(name)),
    commit(name, files, branch = 'main') {
      const bare = directory(name);
      mkdirSync(bare, { recursive: true });
      run(['init', '--quiet', '--bare', '--initial-branch=main', '.'], bare);
      const work = mkdtempSync(path.join(root, 'work-'));
      try {
        run(['init', '--quiet', `--initial-branch=${branch}`, '.'], work);
        for (const [file, content] of Object.entries(files)) write(path.join(work, file), content);
        run(['add', '--all', '--force', '.'], work);
        run(['commit', '--quiet', '--allow-empty', '-m', 'a change'], work);
        run(['push', '--quiet', '--force', bare, `HEAD:refs/heads/${branch}`], work);
        return run(['rev-parse', 'HEAD'], work);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    },
  };
}

function write(file: string, content: GitFile): void {
  mkdirSync(path.dirname(file), { recursive: true });
  if (typeof content === 'string' || Buffer.isBuffer(content)) writeFileSync(file, content);
  else if ('link' in content) symlinkSync(content.link, file);
  else {
    writeFileSync(file, content.script);
    chmodSync(file, 0o755);
  }
}
