/** What a deployment's module gives. */
import { deployments } from '../collections/deployments.ts';
import { EXIT, UsageError } from '../exit.ts';
import { printItem } from '../output/print.ts';
import { openSession } from '../session/session.ts';
import { command } from './shared/command.ts';
import { NAME, namesIn } from './shared/shared-flags.ts';

export const outputs = command({
  command: 'outputs <name> [key]',
  describe: 'Show what the module gives: all of it, or the bare value of one output',
  positionals: { ...NAME, key: { type: 'string', describe: 'One of its outputs' } },
  completes: namesIn(deployments.list),
  flags: {},
  examples: [
    ['deployments outputs web', 'all of them'],
    ['deployments outputs web endpoint', 'the value alone, for scripts'],
  ],
  async run({ name: deploymentId, key, ...args }, io) {
    const { dataOf, slipway, output } = openSession(io, args);
    const path = { deploymentId };
    const { outputs: values, withheldOutputs } = await dataOf(
      slipway.api.GET('/deployments/{deploymentId}/outputs', { params: { path } }),
    );
    if (key !== undefined) {
      const value = values[key];
      if (value === undefined)
        throw new UsageError(missing(key, Object.keys(values), withheldOutputs));
      io.stdout.write(`${value}\n`);
      return EXIT.succeeded;
    }
    const names = Object.keys(values).join('\n');
    printItem(
      io,
      output,
      values,
      () => names,
      () => values,
    );
    if (withheldOutputs.length > 0) {
      io.stderr.write(
        `Not shown, for they are sensitive or large: ${withheldOutputs.join(', ')}\n`,
      );
    }
    return EXIT.succeeded;
  },
});

function missing(name: string, known: readonly string[], withheld: readonly string[]): string {
  if (withheld.includes(name))
    return `the output "${name}" is not shown, for it is sensitive or large`;
  return `there is no output "${name}"; it has: ${known.join(', ') || 'none'}`;
}
