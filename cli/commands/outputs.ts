/** Shows the outputs of a deployment's module. */
import { deployments } from '../collections/deployments.ts';
import { EXIT, UsageError } from '../exit.ts';
import { printItem } from '../output/print.ts';
import { visibleLine } from '../output/visible.ts';
import { openSession } from '../session/session.ts';
import { command } from './shared/command.ts';
import { NAME, namesIn } from './shared/shared-flags.ts';

export const outputs = command({
  command: 'outputs <name> [key]',
  describe: 'Show all outputs of the module, or the bare value of one',
  positionals: { ...NAME, key: { type: 'string', describe: 'Name of an output' } },
  completes: namesIn(deployments.list),
  flags: {},
  examples: [
    ['deployments outputs web', 'all outputs'],
    ['deployments outputs web endpoint', 'only the value, for scripts'],
  ],
  async run({ name: deploymentId, key, ...args }, io) {
    const { dataOf, slipway, output } = await openSession(io, args);
    const path = { deploymentId };
    const { outputs: values, withheldOutputs } = await dataOf(
      slipway.api.GET('/deployments/{deploymentId}/outputs', { params: { path } }),
    );
    if (key !== undefined) {
      const value = values[key];
      if (value === undefined)
        throw new UsageError(missing(key, Object.keys(values), withheldOutputs));
      io.stdout.writeValue(`${value}\n`);
      return EXIT.succeeded;
    }
    await printItem(
      io,
      output,
      values,
      () => Object.keys(values),
      () => values,
    );
    if (withheldOutputs.length > 0) {
      io.stderr.writeLine(
        `Not shown because they are sensitive, too large or withheld by the service: ${withheldOutputs.join(', ')}`,
      );
    }
    return EXIT.succeeded;
  },
});

function missing(name: string, known: readonly string[], withheld: readonly string[]): string {
  if (withheld.includes(name))
    return `Output "${name}" is not shown because it is sensitive, too large or withheld by the service.`;
  return `Output "${name}" was not found. The outputs are: ${visibleLine(known.join(', ')) || 'none'}.`;
}
