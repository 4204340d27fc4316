/** Checks that the credentials of a connection's role exist only in the worker that assumed it. */
import { expect, test } from 'vitest';
import { DEPLOYMENT_SETTINGS } from '../support/deployments/deployment.ts';
import { eventually } from '../support/eventually.ts';
import { filesWith } from '../support/files-with.ts';
import { startStack } from '../support/stack/stack.ts';

/** The prefix of every token of the simulated cloud. */
const TOKEN = 'simulated-token-';
/** Not a secret. It proves that the search finds what exists. */
const MARKER = 'display-name-c0ffee';
const CONNECTION = {
  name: 'account',
  accountId: '123456789012',
  roleArn: 'arn:aws:iam::123456789012:role/brief',
  displayName: MARKER,
};
/** A module that has the token and shows it in every possible place. */
const MODULE = `
  resource "terraform_data" "speaker" {
    provisioner "local-exec" {
      command = "test -n \\"$SIMULATED_CLOUD_TOKEN\\" && echo $SIMULATED_CLOUD_TOKEN && env"
    }
  }
`;

const stack = await startStack({
  temporal: 'own',
  env: { ...DEPLOYMENT_SETTINGS, LOG_LEVEL: 'trace' },
});

async function sessions(): Promise<number> {
  const { body } = await stack.simulator.get('/inspect/calls');
  const { items } = body as { items: { path: string }[] };
  return items.filter(({ path: called }) => called === '/sessions').length;
}

test('credentials that expire during an operation are renewed, and never leak', async () => {
  const { roleArn } = CONNECTION;
  await stack.simulator.put('/inspect/roles', { roleArn, sessionSeconds: 0.3 });
  const through = { connectionId: CONNECTION.name };
  const made = [await stack.submit('/connections', CONNECTION)];
  await stack.succeeded(made[0]?.id ?? '');
  const before = await sessions();
  made.push(
    await stack.submit('/clusters', { name: 'long', addons: [], karpenter: false, ...through }),
  );
  made.push(
    await stack.submit('/deployments', {
      name: 'module',
      source: { files: { 'main.tf': MODULE } },
      ...through,
    }),
  );
  for (const { id } of made) await stack.succeeded(id);
  expect(await sessions()).toBeGreaterThan(before + 2);

  const seen = made.flatMap(({ id }) => [`/operations/${id}`, `/operations/${id}/events`]);
  for (const at of [...seen, '/connections/account', '/clusters/long', '/deployments/module']) {
    const { body } = await stack.api.get(at, { headers: { accept: 'application/json' } });
    expect([at, JSON.stringify(body).includes(TOKEN)]).toEqual([at, false]);
  }
  for (const part of stack.parts()) {
    expect([part.name, part.output().includes(TOKEN)]).toEqual([part.name, false]);
  }
  await eventually(() =>
    filesWith(stack.dataDirectory, MARKER).some((file) => file.includes('temporal.db')),
  );
  expect(filesWith(stack.dataDirectory, TOKEN)).toEqual([]);

  expect((await stack.api.delete('/connections/account')).body).toMatchObject({
    code: 'in_use',
    attachments: ['clusters/long', 'deployments/module'],
  });
  for (const at of ['/clusters/long', '/deployments/module']) {
    await stack.succeeded((await stack.remove(at)).id);
  }
  expect((await stack.api.delete('/connections/account')).status).toBe(204);
  await stack.expectCleanCloud();
});
