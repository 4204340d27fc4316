/** The tools that are built from the Go module proxy: the engine and the providers of its mirror. */
import path from 'node:path';
import { ENGINE_VERSION, MIRROR_HOSTS } from '../../deployments/engine/engine.ts';

/** A Go module in this repository that requires one tool and pins all of its dependencies. */
export interface ToolModule {
  /** The folder in `launcher/engine/modules`. */
  name: string;
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

/** A provider's files in an unpacked mirror, one for each host name under which modules request it. */
export function mirrorFiles(mirror: string, { name, version }: ProviderModule): string[] {
  const target = platformName();
  return MIRROR_HOSTS.map((host) =>
    path.join(
      mirror,
      host,
      'hashicorp',
      name,
      version,
      target,
      `terraform-provider-${name}_v${version}`,
    ),
  );
}
