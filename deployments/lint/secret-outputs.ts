/**
 * Finds the outputs of a module that depend on secrets, from the module's text. The engine marks what depends
 * on a variable only if the module declares the variable as sensitive. As for the engine, a resource ends the
 * dependency: what a cloud answers is not made from the secret. Modules that are fetched from elsewhere count
 * as if all of their outputs depended on all of their inputs.
 */
import path from 'node:path';
import type { SourceFiles } from '../storage/source.ts';
import type { Block } from './block.ts';
import { hclBlocks } from './hcl-blocks.ts';
import { jsonBlocks } from './json-blocks.ts';

const MODULE_FILE = /\.(?:tf|tofu)(\.json)?$/;
const ROOT = '.';
const NAME = String.raw`[\p{ID_Start}_][\p{ID_Continue}-]*`;
/** `var.a`, `local.a`, `module.a`, `module.a.b`, `module.a[0].b` or `module.a[*].b`. Bounded, to stay fast. */
const REFERENCE = new RegExp(
  String.raw`\b(var|local|module)\s{0,9}\.\s{0,9}(${NAME})(?:(?:\[[^\]\n]{0,99}\]|\.\*)?\.(${NAME}))?`,
  'gu',
);
const INDEX = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;
/** The arguments of a module's call that are no variables of the module. */
const META_ARGUMENTS: ReadonlySet<string> = new Set([
  'source',
  'version',
  'providers',
  'depends_on',
]);

export interface SecretDependants {
  /** The names of the root's outputs. */
  outputs: ReadonlySet<string>;
  /** True for the address of a resource whose configuration depends on a secret. */
  hasResource(address: string): boolean;
}

const NONE: SecretDependants = { outputs: new Set(), hasResource: () => false };

/**
 * Returns the names of the root's outputs whose values depend on these variables. For more see
 * dependantsOfSecrets.
 */
export function outputsOfSecrets(
  files: SourceFiles,
  variables: readonly string[],
  workingDirectory?: string,
): ReadonlySet<string> {
  return dependantsOfSecrets(files, variables, workingDirectory).outputs;
}

/**
 * Returns the outputs and resources that depend on these variables. A variable whose declaration says whether it
 * is sensitive is left to the engine. The root is the module in the working directory.
 */
export function dependantsOfSecrets(
  files: SourceFiles,
  variables: readonly string[],
  workingDirectory = ROOT,
): SecretDependants {
  if (variables.length === 0) return NONE;
  const modules = modulesIn(files);
  const root = modules.get(workingDirectory) ?? [];
  const secret = variables.filter((name) => !root.some((block) => isDecided(block, name)));
  const dependants = dependantsIn(modules);
  const reached = new Set(secret.map((name) => nodeOf(workingDirectory, 'var', name)));
  for (const node of reached) {
    for (const dependant of dependants.get(node) ?? []) reached.add(dependant);
  }
  const outputs = root.filter(({ type }) => type === 'output').flatMap(({ labels }) => labels);
  return {
    outputs: new Set(
      outputs.filter((name) => reached.has(nodeOf(workingDirectory, 'output', name))),
    ),
    hasResource: (address) => hasResource([...modules.keys()], reached, address),
  };
}

/** Resources of the same name in several modules count as one, so too many rather than too few are found. */
function hasResource(
  directories: readonly string[],
  reached: ReadonlySet<string>,
  address: string,
): boolean {
  const plain = address.replaceAll(INDEX, '');
  const [, calls = '', resource = ''] = /^((?:module\.[^.]+\.)*)(.*)$/.exec(plain) ?? [];
  const called = [...calls.matchAll(/module\.([^.]+)\./g)].map(([, name = '']) => name);
  return directories.some(
    (directory) =>
      reached.has(nodeOf(directory, 'resource', resource)) ||
      called.some((name) => reached.has(nodeOf(directory, 'fetched', name))),
  );
}

function isDecided({ type, labels, attributes }: Block, name: string): boolean {
  return type === 'variable' && labels[0] === name && attributes.has('sensitive');
}

type NodeKind = 'var' | 'local' | 'output' | 'call' | 'outputs' | 'resource' | 'fetched';

function nodeOf(directory: string, kind: NodeKind, name = ''): string {
  return `${directory}:${kind}.${name}`;
}

/** The blocks of each directory. */
function modulesIn(files: SourceFiles): Map<string, Block[]> {
  const modules = new Map<string, Block[]>();
  for (const [file, text] of Object.entries(files)) {
    const [isModuleFile, json] = MODULE_FILE.exec(file) ?? [];
    if (isModuleFile === undefined) continue;
    const directory = path.posix.dirname(path.posix.normalize(file));
    const blocks = json === undefined ? hclBlocks(text) : (jsonBlocks(text) ?? []);
    modules.set(directory, [...(modules.get(directory) ?? []), ...blocks]);
  }
  return modules;
}

/**
 * The nodes that depend on each node. All calls of a directory share its nodes, so that the graph is not
 * larger than the files.
 */
function dependantsIn(modules: ReadonlyMap<string, readonly Block[]>): Map<string, string[]> {
  const dependants = new Map<string, string[]>();
  const connect = (from: string, to: string) => {
    const known = dependants.get(from);
    if (known === undefined) dependants.set(from, [to]);
    else known.push(to);
  };
  for (const [directory, blocks] of modules) {
    const targets = new Map(
      blocks
        .filter(({ type }) => type === 'module')
        .map((call) => [call.labels[0] ?? '', targetOf(directory, call, modules)]),
    );
    const connectAll = (expression: string, to: string) => {
      for (const [, kind, name = '', output] of expression.matchAll(REFERENCE)) {
        if (kind === 'var' || kind === 'local') connect(nodeOf(directory, kind, name), to);
        else connect(moduleNode(directory, { name, target: targets.get(name), output }), to);
      }
    };
    for (const block of blocks) {
      const [name = ''] = block.labels;
      switch (block.type) {
        case 'locals':
          for (const [local, expression] of block.attributes) {
            connectAll(expression, nodeOf(directory, 'local', local));
          }
          break;
        case 'output':
          connectAll(block.attributes.get('value') ?? '', nodeOf(directory, 'output', name));
          connect(nodeOf(directory, 'output', name), nodeOf(directory, 'outputs'));
          break;
        case 'module':
          connectCall({ directory, call: block, target: targets.get(name) }, connect, connectAll);
          break;
        case 'resource':
        case 'data': {
          const address = [...(block.type === 'data' ? ['data'] : []), ...block.labels].join('.');
          for (const expression of expressionsIn(block)) {
            connectAll(expression, nodeOf(directory, 'resource', address));
          }
          break;
        }
        default:
      }
    }
  }
  return dependants;
}

/** The expressions of a block and of the blocks in it. */
function expressionsIn({ attributes, blocks }: Block): string[] {
  return [...attributes.values(), ...blocks.flatMap(expressionsIn)];
}

/** The node that a reference to a called module reads: one of its outputs, all of them, or the call. */
function moduleNode(
  directory: string,
  used: { name: string; target: string | undefined; output: string | undefined },
): string {
  if (used.target === undefined) return nodeOf(directory, 'call', used.name);
  return used.output === undefined
    ? nodeOf(used.target, 'outputs')
    : nodeOf(used.target, 'output', used.output);
}

function connectCall(
  { directory, call, target }: { directory: string; call: Block; target: string | undefined },
  connect: (from: string, to: string) => void,
  connectAll: (expression: string, to: string) => void,
): void {
  const node = nodeOf(directory, 'call', call.labels[0]);
  if (target === undefined) connect(node, nodeOf(directory, 'fetched', call.labels[0]));
  for (const [argument, expression] of call.attributes) {
    if (META_ARGUMENTS.has(argument)) continue;
    // What a call is repeated for reaches its arguments as `each` or `count`.
    const isRepetition = argument === 'for_each' || argument === 'count';
    if (target === undefined || isRepetition) {
      connectAll(expression, node);
    } else {
      connectAll(expression, nodeOf(target, 'var', argument));
      connect(node, nodeOf(target, 'var', argument));
    }
  }
}

/** The directory that a call names; undefined if it is not among the files. */
function targetOf(
  directory: string,
  { attributes }: Block,
  modules: ReadonlyMap<string, unknown>,
): string | undefined {
  const [, source] = /^"(\.[^"$%\\]*)"/.exec(attributes.get('source') ?? '') ?? [];
  if (source === undefined) return undefined;
  const target = path.posix.join(directory, source).replace(/(.)\/$/, '$1');
  return modules.has(target) ? target : undefined;
}
