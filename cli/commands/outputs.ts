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
    ['deployments outputs web endpoint', 'only the value, for scripts; sensitive ones if allowed'],
  ],
  async run({ name: deploymentId, key, ...args }, io) {
    const { dataOf, slipway, output } = await openSession(io, args);
    const path = { deploymentId };
    const { outputs: values, withheldOutputs } = await dataOf(
      slipway.api.GET('/deployments/{deploymentId}/outputs', { params: { path } }),
    );
    if (key !== undefined) {
      let value = values[key];
      if (value === undefined && withheldOutputs.includes(key)) {
        // The service says why it does not hand out the value.
        value = await dataOf(
          slipway.api.GET('/deployments/{deploymentId}/outputs/{outputName}', {
            params: { path: { deploymentId, outputName: key } },
            headers: { Accept: 'text/plain' },
            parseAs: 'text',
          }),
        );
      }
      if (value === undefined) throw new UsageError(missing(key, Object.keys(values)));
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

function missing(name: string, known: readonly string[]): string {
  return `Output "${name}" was not found. The outputs are: ${visibleLine(known.join(', ')) || 'none'}.`;
}
