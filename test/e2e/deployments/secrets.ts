/** Checks that planted secrets exist only where the engine itself needs them. The stack logs everything. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { openEvents } from '../../support/http/event-source.ts';
import type { Stack } from '../../support/stack/stack.ts';

const VARIABLE = 'planted-variable-5f0c1e';
const ENVIRONMENT = 'planted-environment-91ab7d';
/** Not a secret. It proves that the search finds what exists. */
const MARKER = 'planted-marker-c0ffee';
const SECRETS = [VARIABLE, ENVIRONMENT];

/**
 * A module that derives a value from the secret, shows it in every possible place, and fails with it in
 * its error.
 */
const MODULE = `
  variable "password" {
    type = string
  }
  variable "marker" {
    type = string
  }
  resource "terraform_data" "holder" {
    input = "\${var.marker} \${var.password}"
  }
  resource "terraform_data" "speaker" {
    input = terraform_data.holder.output
    provisioner "local-exec" {
      command = "sleep 1; echo $SECRET_TOKEN \${terraform_data.holder.output}; env"
    }
  }
  resource "terraform_data" "failure" {
    depends_on = [terraform_data.speaker]
    lifecycle {
      postcondition {
        condition     = self.id == "none"
        error_message = "Cannot log in with \${var.password} in \${var.marker}."
      }
    }
  }
  output "shown" {
    value = terraform_data.holder.output
  }
`;

/** The secrets that a text contains, plain or in the encodings of a payload. */
function secretsIn(text: string | Buffer): string[] {
  return SECRETS.filter((secret) =>
    (['utf8', 'base64', 'hex'] as const).some((form) =>
      text.includes(Buffer.from(secret).toString(form).replace(/=+$/, '')),
    ),
  );
}

/** All texts in a history, including its payloads. */
function textsIn(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(textsIn).join('\n');
}

/** The command lines of all processes, where the operating system shows them. */
function argumentsOfAll(): string {
  if (!existsSync('/proc/self/cmdline')) return '';
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    })
    .filter((line) => !line.startsWith('/bin/sh'))
    .join('\n');
}

export function secrets(stack: Stack): void {
  test('planted secrets never leak', async () => {
    const directory = path.join(stack.dataDirectory, 'secrets', stack.organizationId);
    mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, 'one'), `${VARIABLE}\n`);
    writeFileSync(path.join(directory, 'two'), ENVIRONMENT);

    const { id } = await stack.submit('/deployments', {
      name: 'secretive',
      source: { files: { 'main.tf': MODULE } },
      variables: { marker: MARKER },
      secrets: { password: 'one' },
      environment: { SECRET_TOKEN: 'two' },
    });
    const stream = await openEvents(stack.api.url, id);
    // Checked at every poll, and thus in each stage.
    const { operation: failed } = await stack.follow(id, {
      until() {
        expect(secretsIn(argumentsOfAll())).toEqual([]);
        return false;
      },
    });
    expect(failed.error?.message).toContain(`Cannot log in with [redacted] in ${MARKER}.`);

    for (const at of [
      `/operations/${id}`,
      `/operations/${id}/events`,
      '/operations',
      '/deployments',
      '/deployments/secretive',
      '/deployments/secretive/outputs',
    ]) {
      const { body } = await stack.api.get(at, { headers: { accept: 'application/json' } });
      expect([at, secretsIn(JSON.stringify(body))]).toEqual([at, []]);
    }
    const log = await stack.api.get(`/operations/${id}/log`, { headers: { accept: 'text/plain' } });
    expect(log.body).toContain('apply ended with code 1');
    expect(secretsIn(String(log.body))).toEqual([]);
    await stream.ended;
    expect(stream.events.map(({ type }) => type)).toContain('operation.completed');
    expect(secretsIn(JSON.stringify(stream.events))).toEqual([]);
    const client = await stack.temporalClient();
    for (const workflowId of [id, `${stack.organizationId}/deployments/secretive`]) {
      const handle = client.workflow.getHandle(workflowId);
      const { memo } = await handle.describe();
      const seen = JSON.stringify(memo) + textsIn(await handle.fetchHistory());
      expect(seen).toContain(MARKER);
      expect([workflowId, secretsIn(seen)]).toEqual([workflowId, []]);
    }
    for (const part of stack.parts()) {
      expect([part.name, secretsIn(part.output())]).toEqual([part.name, []]);
    }
    const database = () =>
      readdirSync(stack.dataDirectory)
        .filter((name) => name.startsWith('temporal.db'))
        .map((name) => readFileSync(path.join(stack.dataDirectory, name)));
    await eventually(() => database().some((content) => content.includes(MARKER)));
    expect(database().flatMap(secretsIn)).toEqual([]);

    const gone = await stack.remove('/deployments/secretive');
    await stack.succeeded(gone.id);
    expect(database().flatMap(secretsIn)).toEqual([]);
  });
}
