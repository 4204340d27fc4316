/** `node download-process.js {version} {directory}` downloads `temporal-v{version}` into the directory. */
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [version, downloadDir] = process.argv.slice(2);
if (version === undefined || downloadDir === undefined) {
  throw new Error('usage: download-process.js {version} {directory}');
}
try {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', version: `v${version}`, downloadDir } },
  });
  await environment.teardown();
} catch (error) {
  const reasons = (error instanceof Error ? error.message : String(error)).split(': ');
  process.stderr.write(`${reasons.at(-1) ?? ''}\n`);
  process.exitCode = 1;
}
