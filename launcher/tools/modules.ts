/** The tools that are built from the Go module proxy. */
import path from 'node:path';
import { ENGINE_VERSION, MIRROR_HOSTS } from '../../deployments/engine/engine.ts';
import type { InstalledProgram } from '../../host/installed-program.ts';
import { KINE_RELEASE, KWOK_RELEASE } from '../../host/kubernetes-parts.ts';

/** The package of a module with a main.go of its own. */
const OWN_MAIN = '.';

/** A Go module in this repository that requires one tool and pins all of its dependencies. */
export interface ToolModule {
  /** The folder in `launcher/tools/modules`. */
  name: string;
  /** Further folders, whose files the build adds. Those of the module's own folder replace files of the same name. */
  adds?: readonly string[];
  /** The tool's name in messages. */
  what: string;
  package: string;
  ldflags: string;
}

export const ENGINE_MODULE: ToolModule = {
  name: 'tofu',
  what: `OpenTofu ${ENGINE_VERSION}`,
  package: 'github.com/opentofu/opentofu/cmd/tofu',
  ldflags: '-s -w -X github.com/opentofu/opentofu/version.dev=no',
};

/** The release of the Temporal CLI, which contains the server, to download or build. */
export const TEMPORAL_CLI_VERSION = '1.5.1';

export const TEMPORAL_MODULE: ToolModule = {
  name: 'temporal',
  what: `Temporal's server ${TEMPORAL_CLI_VERSION}`,
  package: 'github.com/temporalio/cli/cmd/temporal',
  ldflags: '-s -w',
};

/**
 * The programs of a control plane, and kubectl, in one file. A release names its version at the build.
 *
 * @param name the folder with the go.mod of the release
 */
export function kubernetesModule(release: string, name = 'kubernetes'): ToolModule {
  const [major, minor] = release.split('.');
  return {
    name,
    adds: ['common', 'kubernetes'],
    what: `Kubernetes ${release}`,
    package: OWN_MAIN,
    ldflags: ['-s -w', `gitVersion=v${release}`, `gitMajor=${major}`, `gitMinor=${minor}`].join(
      ' -X k8s.io/component-base/version.',
    ),
  };
}

export const KINE_MODULE: ToolModule = {
  name: 'kine',
  adds: ['common'],
  what: `kine ${KINE_RELEASE}`,
  package: OWN_MAIN,
  ldflags: '-s -w',
};

export const KWOK_MODULE: ToolModule = {
  name: 'kwok',
  adds: ['common'],
  what: `kwok ${KWOK_RELEASE}`,
  package: OWN_MAIN,
  ldflags: '-s -w',
};

/** Helm, with which tests install charts. Its modules of Kubernetes are those of the programs, built once for both. */
export const HELM_MODULE: ToolModule = {
  name: 'helm',
  what: 'Helm 3.19.5',
  package: 'helm.sh/helm/v3/cmd/helm',
  ldflags: '-s -w',
};

export interface ProviderModule extends ToolModule {
  /** The release of the pinned commit. */
  version: string;
}

/** The providers of the examples and tests, for machines that cannot reach the registry. */
export const PROVIDER_MODULES: readonly ProviderModule[] = [
  provider('random', '3.9.0'),
  provider('local', '2.9.0'),
  provider('null', '2.1.2'),
];

function provider(name: string, version: string): ProviderModule {
  return {
    name,
    what: `the provider hashicorp/${name} ${version}`,
    package: `github.com/terraform-providers/terraform-provider-${name}`,
    ldflags: '-s -w',
    version,
  };
}

/** This machine's platform as releases name it, for example `linux_amd64`. */
export function platformName(): string {
  const { platform, arch } = process;
  return `${platform}_${arch === 'x64' ? 'amd64' : arch}`;
}

/**
 * A provider's files in an unpacked mirror, one for each host name under which modules request it. Their
 * records are outside of the mirror, because the engine's own checksum of a provider covers every file in
 * its folder.
 */
export function mirrorPrograms(
  mirror: string,
  { name, version }: ProviderModule,
): InstalledProgram[] {
  return MIRROR_HOSTS.map((host) => {
    const folder = path.join(host, 'hashicorp', name, version, platformName());
    return {
      file: path.join(mirror, folder, `terraform-provider-${name}_v${version}`),
      record: path.join(`${mirror}-digests`, `${folder}.sha256`),
    };
  });
}
