/** Modules for deployments through the API, and helpers that read these deployments. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, inject } from 'vitest';
import type { Deployment } from '../../../contract/resources/deployment.ts';
import { deploymentSchema } from '../../../contract/resources/deployment.ts';
import type { Operation } from '../../../contract/operations/operation.ts';
import { parseExactly } from '../stack/follow.ts';
import { expectStatus } from '../http/http.ts';
import type { Env, Stack } from '../stack/stack.ts';

/**
 * A directory in which the modules of tests can write files that remain, for example journals. It is removed
 * at the end of the run.
 */
export const SHARED = mkdtempSync(path.join(inject('scratchDirectory') ?? tmpdir(), 'shared-'));

/** The modules of tests run local programs, which count what the engine makes. */
export const DEPLOYMENT_SETTINGS: Env = {
  SLIPWAY_DEPLOYMENT_LOCAL_EXEC: 'true',
  SLIPWAY_DEPLOYMENT_DIRECTORIES: SHARED,
  SLIPWAY_DEPLOYMENT_GRACE_MS: '5000',
};

/** A module of 30 resources, one of which depends on a variable. */
export const THIRTY = `
  variable "release" {
    type    = string
    default = "1"
  }
  resource "terraform_data" "many" {
    count = 28
    input = count.index
  }
  resource "terraform_data" "release" {
    input = var.release
  }
  resource "random_id" "id" {
    byte_length = 4
  }
  output "release" {
    value = terraform_data.release.output
  }
`;

/**
 * A chain of resources that each append a line to a file when they are made, and another when they go,
 * with a pause after each.
 */
export function chain(file: string, links: number, pause = 0.3): string {
  const parts = Array.from(
    { length: links },
    (_, i) => `
      resource "terraform_data" "r${i}" {
        ${i > 0 ? `depends_on = [terraform_data.pause${i - 1}]` : ''}
        provisioner "local-exec" { command = "echo made r${i} >> ${file}" }
        provisioner "local-exec" {
          when    = destroy
          command = "echo gone r${i} >> ${file}"
        }
      }
      resource "terraform_data" "pause${i}" {
        depends_on = [terraform_data.r${i}]
        provisioner "local-exec" { command = "sleep ${pause}" }
      }
    `,
  );
  return parts.join('\n');
}

export async function readDeployment(stack: Stack, id: string): Promise<Deployment> {
  const answer = await stack.api.get(`/deployments/${id}`);
  expectStatus(answer, 200);
  return parseExactly(deploymentSchema, answer.body);
}

/** Waits until the operation has reached a stage. Fails if it ends before. */
export async function reaches(stack: Stack, id: string, stage: string): Promise<Operation> {
  const { operation } = await stack.follow(id, {
    until: ({ progress }) => progress.stage === stage,
  });
  expect({ stage: operation.progress.stage, error: operation.error }).toEqual({ stage });
  return operation;
}
