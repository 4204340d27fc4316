/** The settings of deployments. */
import * as z from 'zod';
import { GIT_PROTOCOLS } from '../../contract/resources/fields/git-source.ts';
import { list, milliseconds, release, releases, wholeNumber } from './types.ts';

const RUNNERS = ['auto', 'bubblewrap', 'process', 'none'] as const;
/** The registries of providers and modules, the hosts to which they refer, and AWS. */
const REACHABLE_HOSTS = [
  'registry.opentofu.org',
  'registry.terraform.io',
  'releases.hashicorp.com',
  'github.com',
  '*.githubusercontent.com',
  '*.amazonaws.com',
] as const;
/** A provider of any host, or with its host. */
const PROVIDER = /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?\/)?[a-z0-9_-]+\/[a-z0-9_-]+$/;

export const deploymentSettings = {
  /** The OpenTofu program to use instead of one on PATH or in the cache. */
  SLIPWAY_TOFU: z.string().default(''),
  /** The required release of OpenTofu. By default any release that is new enough. */
  SLIPWAY_TOFU_VERSION: release,
  /** The base URL for downloads of OpenTofu. */
  SLIPWAY_TOFU_RELEASES: releases('https://github.com/opentofu/opentofu/releases/download'),
  /** The Terraform program to use instead of one on PATH. */
  SLIPWAY_TERRAFORM: z.string().default(''),
  /** The required release of Terraform. */
  SLIPWAY_TERRAFORM_VERSION: release,
  /** The engine's providers that modules may use; `*` allows all. */
  SLIPWAY_DEPLOYMENT_PROVIDERS: z
    .string()
    .refine((text) => text === '*' || text.split(',').every((name) => PROVIDER.test(name)), {
      error: 'must be `*`, or like hashicorp/random,registry.example.com/acme/dns',
    })
    .default('hashicorp/random,hashicorp/null'),
  /** The state backends that modules may configure themselves. */
  SLIPWAY_DEPLOYMENT_BACKENDS: z
    .string()
    .regex(/^([a-z0-9_]+(,[a-z0-9_]+)*)?$/, { error: 'must be empty, or like s3,gcs' })
    .default(''),
  /** `true` lets modules run programs on the worker's machine. */
  SLIPWAY_DEPLOYMENT_LOCAL_EXEC: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false'),
  /**
   * Where engines run: `bubblewrap`, a sandbox for each run; `process`, as this user, which lets modules read
   * everything that the worker can read; `auto`, in bubblewrap where it works; `none`, nowhere: a worker serves
   * clusters and networks only, and an API refuses deployments.
   */
  SLIPWAY_RUNNER: z
    .enum(RUNNERS, { error: `must be one of ${RUNNERS.join(', ')}` })
    .default('auto'),
  /** The hosts that engines reach from a sandbox; `*.example.com` stands for all names below example.com. */
  SLIPWAY_DEPLOYMENT_HOSTS: list(
    /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/,
    'must be hosts with commas between them, such as registry.opentofu.org,*.amazonaws.com',
  ).prefault(REACHABLE_HOSTS.join(',')),
  /** The networks that are not public, and that engines may reach from a sandbox all the same. */
  SLIPWAY_DEPLOYMENT_NETWORKS: list(
    /^[0-9a-f.:]+\/\d{1,3}$/,
    'must be networks with commas between them, such as 10.1.0.0/16',
  ).prefault(''),
  /** The protocols of the git repositories that deployments may have as their source. */
  SLIPWAY_GIT_PROTOCOLS: z
    .string()
    .transform((text) => text.split(','))
    .pipe(
      z.array(
        z.enum(GIT_PROTOCOLS, {
          error: `must be some of ${GIT_PROTOCOLS.join(', ')}, with commas between them`,
        }),
      ),
    )
    .prefault('https,ssh'),
  /** The file with the keys of the hosts that git reaches over ssh, in the form of ssh's known_hosts. */
  SLIPWAY_GIT_KNOWN_HOSTS: z.string().default(''),
  /** A directory with providers, and the URL of a mirror that takes the place of the registries. */
  SLIPWAY_PROVIDER_MIRROR_DIR: z.string().default(''),
  SLIPWAY_PROVIDER_MIRROR_URL: z
    .union([z.literal(''), z.url({ protocol: /^https$/ }).regex(/\/$/)], {
      error: 'must be an https:// URL that ends with a slash',
    })
    .default(''),
  /** `withheld` names the outputs of modules in answers, without their values. */
  SLIPWAY_DEPLOYMENT_OUTPUTS: z
    .enum(['shown', 'withheld'], { error: 'must be shown or withheld' })
    .default('shown'),
  /** `allowed` lets members read the states of deployments, and the outputs that are withheld. */
  SLIPWAY_DEPLOYMENT_STATE_READ: z
    .enum(['refused', 'allowed'], { error: 'must be refused or allowed' })
    .default('refused'),
  /** The directories of this machine that every run in a sandbox may read and write. */
  SLIPWAY_DEPLOYMENT_DIRECTORIES: list(
    /^\/[^,]+$/,
    'must be absolute paths with commas between them, such as /var/lib/states',
  ).prefault(''),
  /** The limits of a run in a sandbox: memory of each process and size of each file in MiB, and processes. */
  SLIPWAY_DEPLOYMENT_MEMORY_MIB: wholeNumber(64).default(2_048),
  SLIPWAY_DEPLOYMENT_FILE_MIB: wholeNumber(1).default(256),
  /** The limit on an archive of a module's files. */
  SLIPWAY_ARCHIVE_MIB: wholeNumber(1).default(50),
  /** The limit on the log of one operation. */
  SLIPWAY_DEPLOYMENT_LOG_KIB: wholeNumber(256).default(4_096),
  /** How much a run writes in all, in a sandbox or not. */
  SLIPWAY_DEPLOYMENT_DISK_MIB: wholeNumber(1).default(2_048),
  SLIPWAY_DEPLOYMENT_PROCESSES: wholeNumber(16).default(512),
  /** How many engines a worker runs at once, and how many of them for one organization. */
  SLIPWAY_ENGINE_SLOTS: wholeNumber(1).default(4),
  SLIPWAY_ENGINE_SLOTS_PER_ORGANIZATION: wholeNumber(1).default(2),
  /**
   * The time limit for one run of an engine, and the time that a stopped engine then gets to end
   * gracefully.
   */
  SLIPWAY_DEPLOYMENT_TIMEOUT_MS: milliseconds.default(3_600_000),
  SLIPWAY_DEPLOYMENT_PLAN_TIMEOUT_MS: milliseconds.default(900_000),
  SLIPWAY_DEPLOYMENT_GRACE_MS: milliseconds.default(60_000),
  /** How long a plan waits for its confirmation. */
  SLIPWAY_CONFIRMATION_MS: milliseconds.default(604_800_000),
  /** The directory for states, plans and sources of deployments. Defaults to one in SLIPWAY_DATA_DIR. */
  SLIPWAY_BLOBS_DIR: z.string().min(1).optional(),
  /** The directory for files with secrets, one directory per organization. Defaults to one in SLIPWAY_DATA_DIR. */
  SLIPWAY_SECRETS_DIR: z.string().min(1).optional(),
};
