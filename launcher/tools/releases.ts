/** The releases that may be downloaded, each with the SHA-256 digest of its archive. */
import { platformName } from './modules.ts';

/** The archive of one program for one platform. */
export interface Release {
  /** The program's name in messages, with its version. */
  what: string;
  version: string;
  /** The name of the file to extract from the archive. */
  program: string;
  archive: string;
  /** The digest of the archive; undefined if this project pins none, so that it must not be downloaded. */
  sha256: string | undefined;
}

/** The archives by version and platform. */
type Digests = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * docs/decisions/0060-pinned-tools.md says where these digests come from, and what a new version needs. A
 * version without digests is built instead.
 */
const TEMPORAL: Digests = {
  '1.5.1': {
    darwin_amd64: 'bbb73e2a31135abe50a1f1cdb35030c42961df618e8ce9c60ae89f201540c5d9',
    darwin_arm64: 'cca01b7ea35ad56e2a328d9ae596bf716bd22313ef63c7a761c88354457c2415',
    linux_amd64: 'ddc95e08b0b076efd4ea9733a3f488eb7d2be875f8834e616cd2a37358b4852d',
    linux_arm64: 'bd1b0db9f18b051026de8bf6cc1505f2510f14bbb7a8b9a4a91fff46c77454f5',
  },
};

const OPENTOFU: Digests = {
  '1.12.6': {
    darwin_amd64: '44bb1855f372f17f365fb94517906e78da5001da10f4c98de57a39bf982f3a92',
    darwin_arm64: 'f958ec5e511063be9feb180ca015a4cb7977566a9cf6a8550bba8c2a9b5aba74',
    linux_amd64: '50a6106fa4de523d09c87af85f3db1dd47535fc005727fdca6852146476b88ec',
    linux_arm64: '9bd0228a81bcd0c88f7045c74378f45a815779f19897191dff7d9efba9976b9e',
  },
};

export function temporalRelease(version: string, platform = platformName()): Release {
  return {
    what: `Temporal's server ${version}`,
    version,
    program: 'temporal',
    archive: `temporal_cli_${version}_${platform}.tar.gz`,
    sha256: TEMPORAL[version]?.[platform],
  };
}

export function openTofuRelease(version: string, platform = platformName()): Release {
  return {
    what: `OpenTofu ${version}`,
    version,
    program: 'tofu',
    archive: `tofu_${version}_${platform}.tar.gz`,
    sha256: OPENTOFU[version]?.[platform],
  };
}
