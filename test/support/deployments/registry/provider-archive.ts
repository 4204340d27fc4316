/** A provider that the tests have prepared, as the zip archive that registries and network mirrors offer. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { readSettings } from '../../../../config/settings.ts';
import { providerMirror } from '../../../../deployments/engine/engine.ts';

export interface ProviderArchive {
  version: string;
  /** For example `linux_amd64`. */
  platform: string;
  content: Buffer;
}

/** Packs a provider such as `hashicorp/random`. */
export function providerArchive(name: string): ProviderArchive {
  const mirror = providerMirror(readSettings(process.env).SLIPWAY_CACHE_DIR);
  const versions = path.join(mirror, 'registry.opentofu.org', name);
  const [version = ''] = readdirSync(versions);
  const [platform = ''] = readdirSync(path.join(versions, version));
  const [program = ''] = readdirSync(path.join(versions, version, platform));
  const file = readFileSync(path.join(versions, version, platform, program));
  return { version, platform, content: zipOf(program, file) };
}

/** A zip archive with one executable file, which is not compressed. */
function zipOf(name: string, content: Buffer): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), content]);
  const rest = Buffer.alloc(14);
  // The mode of the file in Unix: an executable one.
  rest.writeUInt32LE((0o100755 << 16) >>> 0, 6);
  const madeBy = Buffer.from([20, 3]);
  const central = Buffer.concat([
    Buffer.from('PK\u0001\u0002'),
    madeBy,
    common,
    rest,
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\u0005\u0006'), end]);
}
