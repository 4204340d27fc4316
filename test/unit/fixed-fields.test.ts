import { expect, test } from 'vitest';
import {
  createDeploymentRequestSchema,
  FIXED_DEPLOYMENT_FIELDS,
  updateDeploymentRequestSchema,
} from '../../contract/resources/deployment.ts';
import { withoutFixed } from '../../operations/kinds/fixed-fields.ts';

const split = (patch: object, current: { name: string; connectionId: string | undefined }) =>
  withoutFixed(patch, current, FIXED_DEPLOYMENT_FIELDS, 'deployment');
const DEMO = { name: 'demo', connectionId: 'prod' };

test('a patch may repeat what is fixed', () => {
  const patch = { name: 'demo', connectionId: 'prod', confirm: 'manual' };
  expect(split(patch, DEMO)).toEqual({ changes: { confirm: 'manual' }, faults: [] });
  const none = { name: 'demo', connectionId: null };
  expect(split(none, { ...DEMO, connectionId: undefined })).toEqual({ changes: {}, faults: [] });
});

test('every other value of a fixed field is a fault', () => {
  const pointers = (patch: object) => split(patch, DEMO).faults.map(({ pointer }) => pointer);
  expect(pointers({ name: 'other', connectionId: null })).toEqual(['/name', '/connectionId']);
  expect(pointers({ connectionId: 'other' })).toEqual(['/connectionId']);
});

test('what names a fixed field of a deployment in a create is accepted by its update', () => {
  const { name, connectionId } = createDeploymentRequestSchema.parse({
    name: 'demo',
    connectionId: 'prod',
    source: { files: { 'main.tf': '' } },
  });
  expect(updateDeploymentRequestSchema.parse({ name, connectionId })).toEqual(DEMO);
});
