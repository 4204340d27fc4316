/** Forms are made from the OpenAPI document, and the requests that they send. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../../api/openapi/document.ts';
import { fieldsOf, type Field, type Schemas } from '../../../web/model/form/fields.ts';
import { mergePatch } from '../../../web/model/form/merge-patch.ts';
import { changeable, cliCommand, curlCommand, fieldsFor } from '../../../web/model/form/request.ts';
import { RESOURCE_TYPES } from '../../../contract/vocabulary.ts';

const schemas: Schemas = JSON.parse(JSON.stringify(openApiDocument('').components.schemas));

function formOf(name: string): Field[] {
  return fieldsOf(schemas[name] ?? {}, schemas);
}

function named(fields: readonly Field[], name: string): Field | undefined {
  return fields.find((field) => field.name === name);
}

describe('the fields of a form', () => {
  test.each(RESOURCE_TYPES)('a new %s has a name, which comes first and is required', (type) => {
    const [first] = formOf(`Create${type.charAt(0).toUpperCase()}${type.slice(1)}Request`);
    expect(first).toMatchObject({ name: 'name', kind: 'text', isRequired: true });
  });

  test('have the kinds of their schemas', () => {
    const fields = formOf('CreateClusterRequest');
    expect(named(fields, 'onFailure')).toMatchObject({
      kind: 'choice',
      choices: ['rollback', 'retain'],
      fallback: 'rollback',
    });
    expect(named(fields, 'karpenter')).toMatchObject({ kind: 'boolean', fallback: false });
    expect(named(fields, 'addons')).toMatchObject({ kind: 'texts' });
    expect(named(fields, 'tags')).toMatchObject({ kind: 'map', values: 'line' });
    const groups = named(fields, 'nodeGroups');
    expect(groups).toMatchObject({ kind: 'list' });
    expect(groups?.kind === 'list' && named(groups.fields, 'diskGiB')).toMatchObject({
      kind: 'number',
      min: 8,
      max: 16_384,
      label: 'Disk GiB',
    });
    const source = named(formOf('CreateDeploymentRequest'), 'source');
    expect(source?.kind === 'group' && named(source.fields, 'files')).toMatchObject({
      kind: 'map',
      values: 'file',
    });
  });

  test('leave null out of the choices of a patch', () => {
    const fields = formOf('UpdateClusterRequest');
    expect(named(fields, 'upgradePolicy')).toMatchObject({
      kind: 'choice',
      choices: ['standard', 'extended'],
    });
    expect(named(fields, 'karpenter')).toMatchObject({ kind: 'boolean' });
    expect(named(fields, 'nodeGroups')).toMatchObject({ kind: 'list' });
  });

  test('are those of the chosen provider, also inside of others', () => {
    const fields = formOf('CreateClusterRequest');
    const names = (provider: string) => fieldsFor(fields, provider).map(({ name }) => name);
    expect(names('simulated')).toContain('simulation');
    expect(names('simulated')).not.toContain('aws');
    expect(names('aws')).toEqual(expect.arrayContaining(['aws', 'onDelete']));
    expect(names('aws')).not.toContain('simulation');
    const groups = named(fieldsFor(fields, 'simulated'), 'nodeGroups');
    expect(groups?.kind === 'list' && named(groups.fields, 'aws')).toBeUndefined();
  });

  test('of a change are those of the spec that a patch can change', () => {
    const names = (title: string) =>
      changeable(schemas[`Update${title}Request`] ?? {}, schemas[`${title}Spec`] ?? {});
    expect(names('Cluster')).toEqual(expect.arrayContaining(['nodeGroups', 'tags']));
    for (const fixed of ['name', 'provider', 'networkId']) {
      expect(names('Cluster')).not.toContain(fixed);
    }
    for (const once of ['source', 'replace', 'refreshOnly', 'state']) {
      expect(names('Deployment')).not.toContain(once);
    }
  });
});

test.each<[from: object, to: object, patch: object]>([
  [{ a: 1, b: 2 }, { a: 1, b: 3 }, { b: 3 }],
  [{ a: 1, b: 2 }, { a: 1 }, { b: null }],
  [{}, { tags: { a: 'x' } }, { tags: { a: 'x' } }],
  [{ tags: { a: 'x', b: 'y' } }, { tags: { b: 'z' } }, { tags: { a: null, b: 'z' } }],
  [{ list: [1, 2] }, { list: [2] }, { list: [2] }],
  [{ list: [{ a: 1 }] }, { list: [{ a: 1 }] }, {}],
])('the patch from %j to %j is %j', (from, to, patch) => {
  expect(mergePatch({ ...from }, { ...to })).toEqual(patch);
});

describe('the commands that send the same request', () => {
  const body = { name: 'web', variables: { motto: "it's $HOME `now` \\" } };

  test('give a shell the request as it is', () => {
    const curl = curlCommand({ type: 'deployment', body }, 'http://localhost:3000/base');
    const words = execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }\n${curl}`], {
      encoding: 'utf8',
    }).split('\n');
    expect(words.slice(0, 3)).toEqual(['-X', 'POST', 'http://localhost:3000/base/deployments']);
    expect(JSON.parse(words[6] ?? '')).toEqual(body);

    const cli = cliCommand({ type: 'deployment', body });
    const text = execFileSync('sh', ['-c', `slipway() { echo "$@"; cat; }\n${cli}`], {
      encoding: 'utf8',
    });
    expect(text.startsWith('deployments create -f -\n')).toBe(true);
    expect(JSON.parse(text.slice(text.indexOf('\n')))).toEqual(body);
  });

  test('of a change are a patch', () => {
    const request = { type: 'cluster', id: 'demo', body: { tags: { a: null } } } as const;
    expect(cliCommand(request)).toMatch(/^slipway clusters update demo -f - <</);
    const curl = curlCommand(request, 'http://localhost:3000');
    expect(curl).toContain("curl -X PATCH 'http://localhost:3000/clusters/demo'");
    expect(curl).toContain('application/merge-patch+json');
  });
});
