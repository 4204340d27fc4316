/** Runs OpenTofu directly, for work that both Slipway and OpenTofu can do. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findEngine, providerMirror } from '../../deployments/engine/engine.ts';
import { engineConfig } from '../../deployments/engine/config.ts';
import { startProgram, type Program } from './child.ts';
import type { GraphNode } from './graph.ts';

export interface Engine {
  /** Creates a directory with the module, and runs `init` in it. Resolves to its path. */
  prepare(name: string, main: string): Promise<string>;
  start(directory: string, args: readonly string[]): Program;
  /** Throws an error with the output unless the exit code is 0. */
  run(directory: string, args: readonly string[]): Promise<void>;
}

/** Throws if OpenTofu is not found; `npm run engine` prepares it. */
export async function openEngine(within: string, cacheDirectory: string): Promise<Engine> {
  const found = await findEngine('opentofu', {
    given: process.env['SLIPWAY_TOFU'] ?? '',
    searchPath: process.env['PATH'] ?? '',
    cacheDir: cacheDirectory,
  });
  if ('reasons' in found) {
    throw new Error(
      `OpenTofu was not found (\`npm run engine\` prepares it): ${found.reasons.join('; ')}`,
    );
  }
  const mirror = await engineConfig({ mirror: providerMirror(cacheDirectory) }, ['*']);
  const start: Engine['start'] = (directory, args) =>
    startProgram(found.path, args, {
      cwd: directory,
      env: {
        PATH: '/usr/bin:/bin',
        HOME: directory,
        TF_CLI_CONFIG_FILE: path.join(directory, 'engine.rc'),
      },
    });
  const run: Engine['run'] = async (directory, args) => {
    const program = start(directory, args);
    if ((await program.ended) !== 0) {
      throw new Error(`tofu ${args.join(' ')}: ${program.output().slice(-800)}`);
    }
  };
  return {
    async prepare(name, main) {
      const directory = path.join(within, name);
      await mkdir(directory, { recursive: true });
      await writeFile(path.join(directory, 'engine.rc'), mirror);
      await writeFile(path.join(directory, 'main.tf'), main);
      await run(directory, ['init', '-input=false']);
      return directory;
    },
    start,
    run,
  };
}

/**
 * Returns a module with the same graph and latencies. Each resource writes a line to `log` when it is
 * created.
 */
export function moduleOf(graph: ReadonlyMap<string, GraphNode>, log: string): string {
  const names = new Map([...graph.keys()].map((urn, index) => [urn, `r${index}`]));
  const resources = [...graph].map(([urn, { ms, dependsOn }]) => {
    const needs = dependsOn.flatMap((other) => names.get(other) ?? []);
    const list = needs.map((name) => `terraform_data.${name}`).join(', ');
    return `resource "terraform_data" "${names.get(urn) ?? ''}" {
  depends_on = [${list}]
  provisioner "local-exec" {
    command = "echo ${names.get(urn) ?? ''} >> ${log}; sleep ${(ms / 1000).toFixed(3)}"
  }
}`;
  });
  return `${resources.join('\n')}\n`;
}

/** Returns the number of lines of a log beyond one line for each of `things` steps or resources. */
export function repeatsIn(log: string, things: number): number {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
  return Math.max(0, lines.length - things);
}
