/**
 * What a registry of providers and a network mirror answer about one provider. Their descriptions need a token. The
 * archive, its checksums and their signature need none, because engines send none for them.
 */
import { createHash } from 'node:crypto';
import { createMessage, generateKey, sign } from 'openpgp';
import { providerArchive } from './provider-archive.ts';

export interface ServedProvider {
  /** The version, for example `3.9.0`. */
  version: string;
  /** The answers of a registry at `/providers/` and of a mirror at `/mirror/`, by path. */
  descriptions: Record<string, object>;
  /** By name. They are at `/files/`. */
  files: Record<string, Buffer>;
}

/**
 * @param prepared the provider of the tests that is served, for example `hashicorp/random`
 * @param name its name in the registry, for example `acme/random`
 */
export async function servedProvider(prepared: string, name: string): Promise<ServedProvider> {
  const { version, platform, content } = providerArchive(prepared);
  const [os = '', arch = ''] = platform.split('_');
  const shasum = createHash('sha256').update(content).digest('hex');
  const checksums = `${shasum}  archive.zip\n`;
  const { signature, publicKey } = await signed(checksums);
  const registry = `/providers/${name}`;
  const mirror = `/mirror/registry.opentofu.org/${prepared}`;
  return {
    version,
    descriptions: {
      [`${registry}/versions`]: {
        versions: [{ version, protocols: ['5.0'], platforms: [{ os, arch }] }],
      },
      [`${registry}/${version}/download/${os}/${arch}`]: {
        protocols: ['5.0'],
        os,
        arch,
        filename: 'archive.zip',
        download_url: '/files/archive.zip',
        shasum,
        shasums_url: '/files/checksums',
        shasums_signature_url: '/files/checksums.sig',
        signing_keys: { gpg_public_keys: [{ key_id: '', ascii_armor: publicKey }] },
      },
      [`${mirror}/index.json`]: { versions: { [version]: {} } },
      [`${mirror}/${version}.json`]: { archives: { [platform]: { url: '/files/archive.zip' } } },
    },
    files: {
      'archive.zip': content,
      checksums: Buffer.from(checksums),
      'checksums.sig': signature,
    },
  };
}

/** Engines refuse a provider of a private registry that is not signed. */
async function signed(text: string): Promise<{ signature: Buffer; publicKey: string }> {
  const { privateKey, publicKey } = await generateKey({
    type: 'ecc',
    curve: 'ed25519Legacy',
    userIDs: [{ name: 'a', email: 'a@example.com' }],
    format: 'object',
  });
  const signature = await sign({
    message: await createMessage({ binary: Buffer.from(text) }),
    signingKeys: privateKey,
    detached: true,
    format: 'binary',
  });
  return { signature: Buffer.from(signature), publicKey: publicKey.armor() };
}
