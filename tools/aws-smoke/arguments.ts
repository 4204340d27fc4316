import { parseArgs } from 'node:util';
import { awsDefinition } from '../../contract/providers/aws.ts';

export const USAGE = `Usage: npm run aws:smoke -- --region REGION [options]

Makes a network and a small EKS cluster in the AWS account of your credentials, upgrades it, scales it,
deletes both, and checks that nothing remains. Takes about 50 minutes, and costs less than half a US dollar. Shows an estimate and
asks before it makes anything.

Options:
  --region REGION         the region, for example eu-central-1
  --instance-type TYPE    the type of the one or two nodes (t3.medium)
  --yes                   do not ask
  --server URL            use the Slipway at this URL, instead of starting one for this run
  --help                  show this

Credentials come from where AWS's SDK looks: AWS_PROFILE, AWS_ACCESS_KEY_ID, or the role of the machine.
docs/aws-permissions.json lists the permissions that they need.

Ctrl-C cancels the step that runs, and then deletes what was made. A second Ctrl-C ends at once.
`;

export interface SmokeArguments {
  region: (typeof awsDefinition.regions)[number];
  instanceType: string;
  yes: boolean;
  server: string | undefined;
}

export type Command =
  | ({ kind: 'run' } & SmokeArguments)
  | { kind: 'help' }
  | { kind: 'unusable'; message: string };

const INSTANCE_TYPE = /^[a-z0-9-]+\.[a-z0-9-]+$/;

/** Parses the arguments after `npm run aws:smoke --`. */
export function parseCommand(args: readonly string[]): Command {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        region: { type: 'string' },
        'instance-type': { type: 'string', default: 't3.medium' },
        yes: { type: 'boolean', default: false },
        server: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const { yes, server, 'instance-type': instanceType } = values;
    if (values.region === undefined) return unusable('--region is missing');
    const region = awsDefinition.regions.find((name) => name === values.region);
    if (region === undefined) {
      return unusable(`--region must be one of ${awsDefinition.regions.join(', ')}`);
    }
    if (!INSTANCE_TYPE.test(instanceType)) {
      return unusable('--instance-type must be a type of EC2, such as t3.medium');
    }
    if (server !== undefined && !URL.canParse(server)) {
      return unusable('--server must be a URL, such as http://127.0.0.1:3000');
    }
    return { kind: 'run', region, instanceType, yes, server };
  } catch (error) {
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    return unusable(message);
  }
}

function unusable(message: string): Command {
  return { kind: 'unusable', message };
}
