/** What is built from the Go module proxy: the engine, and the providers that its mirror holds. */
import path from 'node:path';
import { ENGINE_VERSION, MIRROR_HOSTS } from '../../deployments/engine/engine.ts';

/** A Go module of ours that names one tool, with the sums of all that it is built from. */
export interface ToolModule {
  /** The folder in `tools/engine/modules`. */
  name: string;
  /** In words. */
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
  /** The release that the pinned commit is. */
  version: string;
}

/** Enough for examples and tests on a machine without the providers' registry. */
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

/** This machine, as releases name it: `linux_amd64`. */
export function platformName(): string {
  const { platform, arch } = process;
  return `${platform}_${arch === 'x64' ? 'amd64' : arch}`;
}

/** The files of a provider in an unpacked mirror, one for each registry by whose name it is asked for. */
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
