import { logText } from '../../contract/operations/log-text.ts';
import { slipway } from '../api.ts';

/** Reads the whole log so far, and lets the browser store it as a text file. */
export async function downloadLog(id: string): Promise<void> {
  const parts: string[] = [];
  for await (const line of slipway.log(id)) parts.push(logText(line));
  const url = URL.createObjectURL(new Blob(parts, { type: 'text/plain' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: `${id}.log` });
  link.click();
  URL.revokeObjectURL(url);
}
