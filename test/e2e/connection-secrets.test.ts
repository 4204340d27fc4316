/** Checks that the credentials of a connection's role exist only in the worker that assumed it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { DEPLOYMENT_SETTINGS, SHARED } from '../support/deployments/deployment.ts';
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

/** A module that shows the hashes of the tokens that its plan and its apply have. */
const WITNESS = `
  terraform {
    required_providers {
      null = { source = "hashicorp/null" }
    }
  }
  locals {
    token = regex("SIMULATED_CLOUD_TOKEN=([^\\\\x00]*)", file("/proc/self/environ"))[0]
  }
  # Read by the plan, and not again by the apply.
  data "null_data_source" "plan" {
    inputs = { seen = sha256(local.token), copied = local.token }
  }
  resource "terraform_data" "apply" {
    provisioner "local-exec" {
      command = "printf %s \\"$SIMULATED_CLOUD_TOKEN\\" | sha256sum > ${SHARED}/apply"
    }
  }
  output "plan" {
    value = data.null_data_source.plan.outputs.seen
  }
  # The run that shows the outputs has another token.
  output "copied" {
    value = "copied \${data.null_data_source.plan.outputs.copied}"
  }
`;

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

test('plans and previews get the credentials of the plan role, and an apply those of the role', async () => {
  const roleArn = 'arn:aws:iam::123456789012:role/apply';
  const planRoleArn = 'arn:aws:iam::123456789012:role/plan';
  const roles = { name: 'split', accountId: '123456789012', roleArn, planRoleArn };
  const verified = await stack.succeeded((await stack.submit('/connections', roles)).id);
  expect(verified.result?.outputs).toMatchObject({
    principal: roleArn,
    planPrincipal: planRoleArn,
  });
  const taken = await stack.api.post('/connections', { ...CONNECTION, roleArn: planRoleArn });
  expect(taken.body).toMatchObject({ code: 'role_taken' });

  const module = {
    name: 'witness',
    source: { files: { 'main.tf': WITNESS } },
    connectionId: 'split',
  };
  const preview = await stack.preview('POST', '/deployments', module);
  expect(await rolesOf(preview.id)).toEqual([planRoleArn]);
  const { id } = await stack.submit('/deployments', module);
  const { result } = await stack.succeeded(id);
  expect(await rolesOf(id)).toEqual([roleArn, planRoleArn]);
  expect(await roleWith(result?.outputs?.['plan'])).toBe(planRoleArn);
  expect(result?.outputs).not.toHaveProperty('copied');
  expect((await stack.api.get('/deployments/witness')).body).toMatchObject({
    withheldOutputs: ['copied'],
  });
  expect(await roleWith(readFileSync(path.join(SHARED, 'apply'), 'utf8').slice(0, 64))).toBe(
    roleArn,
  );

  const network = { name: 'seen', connectionId: 'split', natGateways: 'none' };
  const made = await stack.submit('/networks', network);
  await stack.succeeded(made.id);
  expect(await rolesOf(made.id)).toEqual([roleArn]);
  const deletion = await stack.preview('DELETE', '/networks/seen');
  expect(await rolesOf(deletion.id)).toEqual([planRoleArn]);

  for (const at of ['/networks/seen', '/deployments/witness']) {
    await stack.succeeded((await stack.remove(at)).id);
  }
  expect((await stack.api.delete('/connections/split')).status).toBe(204);
  // Both roles are free again.
  for (const free of [roleArn, planRoleArn]) {
    await stack.simulator.put('/inspect/roles', { roleArn: free });
    const body = { ...CONNECTION, name: 'later', roleArn: free };
    await stack.succeeded((await stack.submit('/connections', body)).id);
    expect((await stack.api.delete('/connections/later')).status).toBe(204);
  }
});

interface Session {
  roleArn: string;
  name: string;
  tokenHash: string;
}

async function readSessions(): Promise<Session[]> {
  return ((await stack.simulator.get('/inspect/sessions')).body as { items: Session[] }).items;
}

/** The roles that an operation, or a preview of one, has assumed. */
async function rolesOf(operationId: string): Promise<string[]> {
  const own = (await readSessions()).filter(({ name }) => name.endsWith(operationId));
  return [...new Set(own.map(({ roleArn }) => roleArn))].toSorted();
}

async function roleWith(tokenHash: string | undefined): Promise<string | undefined> {
  return (await readSessions()).find((session) => session.tokenHash === tokenHash)?.roleArn;
}
