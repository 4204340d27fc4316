/** Runs every command of examples/README.md and of docs/coming-from.md, on one stack that has both clouds. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { startAwsStack, type AwsStack } from '../support/aws/stack.ts';
import { createShell, type Shell } from '../support/cli/shell.ts';
import { sectionsOf } from '../support/cli/readme-commands.ts';
import { writeTofu } from '../support/cli/tofu-program.ts';

const FOLDER = 'examples';
const page = readFileSync(path.join(FOLDER, 'README.md'), 'utf8');
const sections = [...sectionsOf(page), ...sectionsOf(readFileSync('docs/coming-from.md', 'utf8'))];

/** The output of each section, standard output and standard error together. */
const PRINTS: Record<string, readonly RegExp[]> = {
  '01: the first cluster': [
    /^✓ cluster first is active/m,
    /^status +active$/m,
    /^✓ cluster first is gone/m,
  ],
  '02: a network, and a cluster in it': [
    /^networkId +shared$/m,
    /in_use: .*tenant/,
    /^exit code 1$/m,
    /^✓ network shared is gone/m,
  ],
  '03: node groups': [/^ {2}\+ node_group\/batch$/m, /^✓ cluster shop is active/m],
  '04: an update': [
    /^ {2}~ control_plane\/main$/m,
    /^ {2}± node_group\/batch \(an attribute changes that is fixed at creation\)$/m,
    /^ {6}~ kubernetesVersion = "1\.33" -> "1\.34"$/m,
    /updated node_group\/batch/,
    /^✓ cluster shop is gone/m,
  ],
  '05: a fault, and a retry': [
    /^ {2}code +insufficient_instance_capacity \(provider\)$/m,
    /^ {2}survives +\d+: /m,
    /^exit code 1$/m,
    /^✓ cluster unlucky is active/m,
  ],
  '06: a deployment': [
    /^site +site-[0-9a-f]{8}$/m,
    /replaced random_id\/suffix/,
    /^site +site-[0-9a-f]{16}$/m,
    /deleted random_id\/suffix/,
  ],
  '07: an EKS cluster in the AWS sandbox': [
    /^✓ cluster eks is active/m,
    /command: "?aws"?$/m,
    /^✓ cluster eks is gone/m,
  ],
  '08: a client in TypeScript': [
    /^provisioning$/m,
    /^https:\/\/cp-\S+$/m,
    /^default: m5\.large, \d+ pods each$/m,
    /^cluster from-typescript is gone$/m,
  ],
  '09: a client in Python': [
    /^create: operation [0-9A-Z]{26}$/m,
    /^https:\/\/cp-\S+$/m,
    /^default: m5\.large, \d+ pods each$/m,
    /^cluster from-python is gone$/m,
  ],
  '10: a client in a shell': [
    /^create: operation [0-9A-Z]{26}$/m,
    /^ {2}provisioning: /m,
    /^\{.*"cidr":"10\.30\.0\.0\/16".*\}$/m,
    /^ {2}done: network from-curl is gone$/m,
  ],
  // The module is adopted without a change, and the engine finds none after it has left.
  'Bring a state along': [/^✓ deployment moved is active/m, /^site +site-[0-9a-f]{8}$/m],
  'Leave again': [/No changes\./, /Destroy complete! Resources: 2 destroyed\./],
};

let shell: Shell;
let aws: AwsStack;
beforeAll(async () => {
  // The examples name AWS where they need it. The default is the provider of `npm start`.
  aws = await startAwsStack({
    env: { SLIPWAY_PROVIDERS: 'simulated,aws', SLIPWAY_DEPLOYMENT_STATE_READ: 'allowed' },
  });
  shell = createShell({ SLIPWAY_SERVER: aws.stack.api.url });
  await writeTofu(shell.configHome);
}, 180_000);

test('the page names every file, and every section has a test', () => {
  const files = readdirSync(FOLDER).filter((name) => /^\d/.test(name));
  expect(files.filter((name) => !page.includes(name))).toEqual([]);
  expect(sections.map(({ title }) => title)).toEqual(Object.keys(PRINTS));
});

// A section takes up to a minute beside another test file.
test.each(sections)(
  '$title',
  async ({ title, commands }) => {
    const { code, output } = await shell.run(commands);
    expect(code, `${title}\n${output}`).toBe(0);
    for (const pattern of PRINTS[title] ?? []) expect(output).toMatch(pattern);
  },
  150_000,
);

test('nothing remains', async () => {
  await aws.stack.expectCleanCloud();
  expect(await aws.thingsOf('clusters/eks')).toEqual([]);
});
