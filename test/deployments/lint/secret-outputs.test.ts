/** Which outputs of a module depend on its secrets, although the module does not say so. */
import { expect, test } from 'vitest';
import { dependantsOfSecrets, outputsOfSecrets } from '../../../deployments/lint/secret-outputs.ts';

function found(files: Record<string, string> | string, ...secrets: string[]): string[] {
  const all = typeof files === 'string' ? { 'main.tf': files } : files;
  return [...outputsOfSecrets(all, secrets)];
}

const DECLARED = 'variable "password" {}\nvariable "plain" {}\n';

test.each([
  ['itself', 'value = var.password', true],
  ['in a template', 'value = "x-${strrev(var.password)}-y"', true],
  ['in a heredoc', 'value = <<-EOT\n    it is ${upper(var.password)}\n  EOT', true],
  ['in brackets over several lines', 'value = [\n  1,\n  var.password,\n]', true],
  ['through locals in any order', 'value = local.b', true],
  ['by its length', 'value = length(var.password)', true],
  ['not: another variable', 'value = var.plain', false],
  ['not: a longer name', 'value = "${var.password_hint}"', false],
  ['not: what a resource answers', 'value = terraform_data.it.id', false],
  ['not: a constant', 'value = "fine"', false],
])('an output depends on a secret %s', (_what, value, depends) => {
  const locals = 'locals {\n  b = "${local.a}!"\n  a = upper(var.password)\n}\n';
  const resource = 'resource "terraform_data" "it" { input = var.password }\n';
  const text = `${DECLARED}${locals}${resource}output "it" {\n  ${value}\n}\n`;
  expect(found(text, 'password')).toEqual(depends ? ['it'] : []);
  expect(found(text)).toEqual([]);
});

test.each(['true', 'false'])('a declaration with sensitive = %s decides alone', (sensitive) => {
  const text = `variable "password" { sensitive = ${sensitive} }\noutput "it" { value = nonsensitive(var.password) }`;
  expect(found(text, 'password')).toEqual([]);
});

test('the JSON syntax is read, too', () => {
  const json = {
    variable: { password: {} },
    locals: { list: [{ of: 'x-${var.password}' }] },
    output: {
      a: { value: '${local.list}' },
      b: { value: { in: ['${var.password}'] } },
      c: { value: 1 },
    },
  };
  expect(found({ 'main.tf.json': JSON.stringify(json) }, 'password')).toEqual(['a', 'b']);
});

const INNER = `
  variable "secret" {}
  variable "other" {}
  output "made" { value = module.deep.out }
  output "other" { value = var.other }
  module "deep" {
    source = "../deep/"
    in     = [var.secret]
  }
`;
const DEEP = 'variable "in" {}\noutput "out" { value = base64encode(var.in[0]) }';

test('modules of the same files are followed, input by input and output by output', () => {
  const main = `
    ${DECLARED}
    module "inner" {
      source = "./modules/inner"
      secret = var.password
      other  = var.plain
    }
    output "made" { value = module.inner.made }
    output "first" { value = module.inner[0].made }
    output "all" { value = [for m in [module.inner] : m.made] }
    output "other" { value = module.inner.other }
  `;
  const files = { 'main.tf': main, 'modules/inner/a.tf': INNER, 'modules/deep/b.tofu': DEEP };
  expect(found(files, 'password')).toEqual(['made', 'first', 'all']);
});

test('a module is called for each part of a secret', () => {
  const main = `
    ${DECLARED}
    module "each" {
      source   = "./each"
      for_each = toset(split(",", var.password))
      name     = each.value
    }
    output "names" { value = module.each["a"].name }
  `;
  const each = 'variable "name" {}\noutput "name" { value = var.name }';
  expect(found({ 'main.tf': main, 'each/main.tf': each }, 'password')).toEqual(['names']);
});

test('every output of a module from elsewhere depends on every input', () => {
  const main = `
    ${DECLARED}
    module "far" {
      source   = "git::https://example.com/far"
      password = var.password
    }
    module "near" {
      source = "git::https://example.com/near"
      plain  = var.plain
    }
    output "far" { value = module.far.anything }
    output "near" { value = module.near.anything }
  `;
  expect(found(main, 'password')).toEqual(['far']);
});

test('the outputs are those of the module in the working directory', () => {
  const main = `
    ${DECLARED}
    module "deep" {
      source = "../../modules/deep"
      in     = [var.password]
    }
    output "made" { value = module.deep.out }
  `;
  const files = { 'envs/prod/main.tf': main, 'modules/deep/main.tf': DEEP };
  expect([...outputsOfSecrets(files, ['password'], 'envs/prod')]).toEqual(['made']);
  expect([...outputsOfSecrets(files, ['password'])]).toEqual([]);
});

test('modules that call each other, and many calls and references, are no problem', () => {
  const names = Array.from({ length: 60 }, (_, i) => `m${i}`);
  const files: Record<string, string> = {
    'main.tf': `${DECLARED}module "m" {\n source = "./m0"\n x = var.password\n}\noutput "it" { value = module.m.x }\nlocals {\n a = "${'module.a['.repeat(20_000)}"\n}`,
  };
  for (const [i, name] of names.entries()) {
    const next = names[(i + 1) % names.length];
    const calls = [1, 2].map((n) => `module "c${n}" {\n source = "../${next}"\n x = var.x\n}\n`);
    files[`${name}/a.tf`] = `variable "x" {}\noutput "x" { value = var.x }\n${calls.join('')}`;
  }
  expect(found(files, 'password')).toEqual(['it']);
});

test.each([
  ['random_id.direct', true],
  ['random_id.direct["a.b[0]"]', true],
  ['random_id.nested[0]', true],
  ['data.http.query', true],
  ['random_id.repeated["x"]', true],
  ['module.inner["eu"].random_id.deep', true],
  ['module.fetched[0].module.more.aws_x.any', true],
  ['random_id.plain', false],
  // What a cloud answers is not made from the secret.
  ['random_id.after', false],
  ['module.inner["eu"].random_id.plain', false],
  ['module.other.aws_x.any', false],
])('the configuration of %s depends on a secret: %s', (address, depends) => {
  const files = {
    'main.tf': `${DECLARED}
      locals { url = "x-\${strrev(var.password)}" }
      resource "random_id" "direct" { prefix = var.password }
      resource "random_id" "nested" {
        provisioner "file" {
          content = local.url
        }
      }
      data "http" "query" { url = local.url }
      resource "random_id" "repeated" { for_each = toset(split("-", var.password)) }
      resource "random_id" "plain" { prefix = var.plain }
      resource "random_id" "after" { prefix = random_id.direct.hex }
      module "inner" {
        source = "./inner"
        key    = local.url
      }
      module "fetched" {
        source = "example.com/a/b"
        key    = local.url
      }
      module "other" {
        source = "example.com/a/b"
        key    = var.plain
      }`,
    'inner/main.tf': `
      variable "key" {}
      resource "random_id" "deep" { prefix = var.key }
      resource "random_id" "plain" {}`,
  };
  const { hasResource } = dependantsOfSecrets(files, ['password']);
  expect(hasResource(address)).toBe(depends);
  expect(dependantsOfSecrets(files, []).hasResource(address)).toBe(false);
});
