/** Explains faults of the machine, such as a full disk, in a sentence and the next step. */
import path from 'node:path';

/** The directories of Slipway, by the setting that chooses each. */
export type Directories = Readonly<Record<string, string>>;

interface Explanation {
  /** @param place the file or directory */
  what: (place: string) => string;
  next: string;
  /** True if another directory helps. */
  elsewhere?: true;
}

type SystemError = NodeJS.ErrnoException & { address?: string };

const PERMISSIONS = 'Change its permissions or its owner';

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ENOSPC: {
    what: (place) => `The disk of ${place} is full`,
    next: 'Free some space, then start again',
  },
  EDQUOT: {
    what: (place) => `The disk quota for ${place} is used up`,
    next: 'Free some space, then start again',
  },
  EFBIG: {
    what: (place) => `A limit on the size of files stops ${place}`,
    next: 'Raise it with ulimit -f, then start again',
  },
  EROFS: {
    what: (place) => `The file system of ${place} is read-only`,
    next: 'Mount it with write access',
    elsewhere: true,
  },
  EACCES: {
    what: (place) => `This user has no access to ${place}`,
    next: PERMISSIONS,
    elsewhere: true,
  },
  EPERM: {
    what: (place) => `This user is not allowed to change ${place}`,
    next: PERMISSIONS,
    elsewhere: true,
  },
  ENOTDIR: {
    what: (place) => `${place}, or a directory above it, is a file`,
    next: 'Remove that file',
    elsewhere: true,
  },
  EEXIST: {
    what: (place) => `There is a file at ${place}, where a directory should be`,
    next: 'Remove it',
    elsewhere: true,
  },
  EISDIR: {
    what: (place) => `There is a directory at ${place}, where a file should be`,
    next: 'Remove it',
    elsewhere: true,
  },
  ENOENT: { what: (place) => `${place} does not exist`, next: 'Create it', elsewhere: true },
  ELOOP: {
    what: (place) => `The symbolic links at ${place} lead in a circle`,
    next: 'Remove them',
    elsewhere: true,
  },
  ENAMETOOLONG: {
    what: (place) => `The path ${place} is too long`,
    next: 'Use a shorter one',
    elsewhere: true,
  },
  EIO: {
    what: (place) => `The disk of ${place} reports an error`,
    next: 'Look at the log of the system',
    elsewhere: true,
  },
  EMFILE: {
    what: () => 'Too many files are open',
    next: 'Raise the limit with ulimit -n, then start again',
  },
  ENFILE: {
    what: () => 'Too many files are open on this machine',
    next: 'End other programs, then start again',
  },
  ENOMEM: {
    what: () => 'There is too little memory',
    next: 'End other programs, then start again',
  },
  EAGAIN: {
    what: () => 'There are too many processes',
    next: 'Raise the limit with ulimit -u, then start again',
  },
};

/**
 * Returns what is wrong with the machine and what to do, without a period at the end; undefined if the error is
 * not one of the system.
 */
export function environmentFault(
  error: unknown,
  directories: Directories = {},
): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall, path: opened, address }: SystemError = error;
  // A socket in the file system has an address.
  const file = opened ?? (address?.startsWith(path.sep) === true ? address : undefined);
  if (code === undefined || syscall === undefined) {
    return environmentFault(error.cause, directories);
  }
  const found = EXPLANATIONS[code];
  // A failed write does not say to which file.
  const place = file === undefined ? unknownPlace(directories) : path.resolve(file);
  if (found === undefined) {
    return `The system refuses ${syscall} at ${place} (${code}). Run man errno to learn why`;
  }
  const { what, next, elsewhere } = found;
  const setting = elsewhere && file !== undefined ? settingOf(path.resolve(file), directories) : '';
  return `${what(place)} (${code}). ${next}${setting && `, or set ${setting} to another directory`}`;
}

function unknownPlace({ SLIPWAY_DATA_DIR: data }: Directories): string {
  return data === undefined
    ? 'this machine'
    : `${path.resolve(data)} or another directory of Slipway`;
}

/** The innermost directory that contains the file decides. Returns an empty text if there is none. */
function settingOf(file: string, directories: Directories): string {
  const [setting = ''] = Object.entries(directories)
    .map(([name, directory]) => [name, path.resolve(directory)] as const)
    .filter(([, directory]) => isBelow(file, directory) || isBelow(directory, file))
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([name]) => name);
  return setting;
}

function isBelow(file: string, directory: string): boolean {
  return `${file}${path.sep}`.startsWith(
    directory === path.sep ? directory : `${directory}${path.sep}`,
  );
}
