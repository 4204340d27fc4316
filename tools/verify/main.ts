/**
 * `npm run verify` runs every check of the source tree and prints its time. Exits with 1 if one failed.
 */
import { describeResult, runChecks } from './check.ts';
import { allChecks } from './checks.ts';

const start = performance.now();
const results = await runChecks(allChecks(process.cwd()), 2, (result) => {
  console.log(describeResult(result));
});
const failed = results.filter((result) => !result.ok).map((result) => result.name);
const seconds = ((performance.now() - start) / 1000).toFixed(1);
console.log(
  failed.length === 0
    ? `all ${results.length} checks passed in ${seconds} s`
    : `${failed.length} of ${results.length} checks failed in ${seconds} s: ${failed.join(', ')}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
