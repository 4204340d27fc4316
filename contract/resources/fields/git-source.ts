/** A module in a git repository. */
import * as z from 'zod';
import { workingDirectorySchema } from './source-paths.ts';

const MAX_URL_LENGTH = 500;
const MAX_REF_LENGTH = 200;
/** The protocols of git that a setting can allow. */
export const GIT_PROTOCOLS = ['https', 'ssh', 'http', 'file'] as const;
export type GitProtocol = (typeof GIT_PROTOCOLS)[number];

const URL_PATTERN = /^(?:https|ssh|http|file):\/\/[^\s?#]+$/;
/** What git allows in a name, of the characters that names commonly have. */
const REF_PATTERN = /^(?![-./])(?!.*(?:\.\.|\/\/|\/$|\.lock$))[A-Za-z0-9._/+@#=,()!%&-]{1,200}$/;
export const COMMIT_PATTERN = /^[0-9a-f]{40}$/;

const urlSchema = z
  .string()
  .max(MAX_URL_LENGTH, { error: `has more than ${MAX_URL_LENGTH} characters` })
  .regex(URL_PATTERN, {
    error:
      'must be the URL of a repository, such as https://github.com/acme/infra.git or ssh://git@github.com/acme/infra.git',
  })
  .refine((url) => !hasPassword(url), {
    error:
      'must not contain a password, and a user only for ssh; name a secret in `credentials` instead',
  });

function hasPassword(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return false;
  return url.password !== '' || (url.username !== '' && url.protocol !== 'ssh:');
}

const refSchema = z
  .string()
  .max(MAX_REF_LENGTH, { error: `has more than ${MAX_REF_LENGTH} characters` })
  .regex(REF_PATTERN, { error: 'must be the name of a branch or a tag, or a full commit id' });

export const gitSourceSchema = z.strictObject({
  url: urlSchema,
  /** A branch, a tag, a commit, or a full name such as refs/pull/7/head. The default branch if it is not given. */
  ref: refSchema.exactOptional(),
  /** The folder of the repository that becomes the root of the source. */
  path: workingDirectorySchema.exactOptional(),
});
export type GitSource = z.infer<typeof gitSourceSchema>;

/** null stands for the default branch, or the root of the repository. */
export const patchedGitSchema = z.strictObject({
  url: urlSchema.exactOptional(),
  ref: refSchema.nullable().exactOptional(),
  path: workingDirectorySchema.nullable().exactOptional(),
});

export const storedGitSchema = z.strictObject({
  url: z.string(),
  ref: z.string().optional(),
  path: z.string().optional(),
  /** The commit whose files the deployment has. Absent until an operation has resolved the ref. */
  commit: z.string().regex(COMMIT_PATTERN).optional(),
});
export type StoredGit = z.infer<typeof storedGitSchema>;

/** The protocol of a repository's URL. */
export function gitProtocolOf(url: string): GitProtocol | undefined {
  return GIT_PROTOCOLS.find((protocol) => url.startsWith(`${protocol}://`));
}
