/** Uploads the directory that `--dir` names, and says what is left out. */
import { uploadArchive } from '../../client/uploads/archive.ts';
import { oneLine } from '../output/visible.ts';
import type { Session } from '../session/session.ts';
import { findModule, type FoundModule } from './find-module.ts';
import type { Reason } from './ignore-rules.ts';
import { packModule } from './pack-module.ts';

const MAX_NAMES = 5;
const WHY: Readonly<Record<Reason, string>> = {
  ignored: 'by .gitignore, .terraformignore or by default',
  engine: 'because these are files and plugins of the engine',
  state: 'because Slipway keeps the state of a deployment itself',
};

/**
 * Returns the digest of the archive with the files of the directory. Writes what is left out to standard error.
 *
 * @throws UsageError when the directory is not a module that can be uploaded
 */
export async function uploadModule(
  { io, slipway, dataOf }: Pick<Session, 'io' | 'slipway' | 'dataOf'>,
  directory: string,
): Promise<string> {
  const { files, leftOut } = findModule(directory);
  for (const line of leftOutLines(leftOut)) io.stderr.writeLine(line);
  const { sha256, content } = await packModule(directory, files);
  await dataOf(uploadArchive(slipway.api, sha256, content));
  return sha256;
}

function leftOutLines(leftOut: FoundModule['leftOut']): string[] {
  return [...leftOut].map(([reason, names]) => {
    const first = names.slice(0, MAX_NAMES).map(oneLine).join(', ');
    const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
    return `Left out ${names.length}, ${WHY[reason]}: ${first}${more}.`;
  });
}
