/**
 * The rules for blocks of a module. They name what would run a program on the worker's machine, or read what is
 * not the module's own, before the engine has seen the module. They are not the border: a module that is fetched
 * from elsewhere is not checked, and a provider is a program itself. The sandbox is the border.
 */
import type { Block } from './block.ts';

export interface LintSettings {
  /** Allows programs on the worker's machine. */
  allowLocalExec: boolean;
  /** The types of backends in which modules may keep or read states. */
  allowedBackends: readonly string[];
}

interface Place {
  block: Block;
  /** The type of the block around it; empty at the top of a file. */
  parent: string;
  /** True in a file whose blocks replace those of other files. */
  isOverride: boolean;
}

interface Rule {
  applies(place: Place, settings: LintSettings): boolean;
  message: string;
}

const ALLOW_PROGRAMS = 'or have programs allowed (SLIPWAY_DEPLOYMENT_LOCAL_EXEC)';

const RULES: readonly Rule[] = [
  {
    applies: ({ block, parent }, { allowLocalExec }) =>
      parent === 'encryption' &&
      ['key_provider', 'method'].includes(block.type) &&
      block.labels[0] === 'external' &&
      !allowLocalExec,
    message: `An encryption block of the type external runs a program. Use another type, ${ALLOW_PROGRAMS}.`,
  },
  {
    applies: ({ block, parent }, { allowLocalExec }) =>
      block.type === 'provisioner' && parent === 'removed' && !allowLocalExec,
    message: `A provisioner in a removed block runs a program. Remove the provisioner, ${ALLOW_PROGRAMS}.`,
  },
  {
    applies: ({ block, parent }, { allowLocalExec }) =>
      block.type === 'provisioner' &&
      parent !== 'removed' &&
      block.labels[0] === 'local-exec' &&
      !allowLocalExec,
    message: `A local-exec provisioner runs a program. Remove the provisioner, ${ALLOW_PROGRAMS}.`,
  },
  {
    applies: ({ block, parent, isOverride }) =>
      parent === 'terraform' && ['backend', 'cloud'].includes(block.type) && isOverride,
    message:
      'An override file must not change where the state is kept. Move the block into another file.',
  },
  {
    applies: ({ block }, { allowedBackends }) =>
      block.type === 'data' &&
      block.labels[0] === 'terraform_remote_state' &&
      !allowedBackends.includes(plainString(block.attributes.get('backend')) ?? ''),
    message:
      'A remote state is read only from backends that are allowed, and their type must be a plain string. Pass the values as variables, or have the type allowed (SLIPWAY_DEPLOYMENT_BACKENDS).',
  },
];

/** Returns the text of an expression that is a plain string, perhaps with a comment after it. */
function plainString(expression = ''): string | undefined {
  return /^"([a-z0-9_]*)"\s*(?:(?:#|\/\/).*)?$/.exec(expression)?.[1];
}

/** Returns the faults of the blocks and of all blocks in them. */
export function faultsIn(
  blocks: readonly Block[],
  settings: LintSettings,
  isOverride: boolean,
): { offset: number; message: string }[] {
  const faults: { offset: number; message: string }[] = [];
  const places: Place[] = blocks.map((block) => ({ block, parent: '', isOverride }));
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { block } = place;
    for (const { applies, message } of RULES) {
      if (applies(place, settings)) faults.push({ offset: block.offset, message });
    }
    for (const child of block.blocks) {
      places.push({ block: child, parent: block.type, isOverride });
    }
  }
  return faults.toSorted((a, b) => a.offset - b.offset);
}
