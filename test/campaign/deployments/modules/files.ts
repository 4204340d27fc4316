/** Modules about the files that a module has: overrides, JSON, `.tofu`, values, folders. */
import { main, type CampaignModule } from '../module.ts';

const BASE = `
  variable "size" { default = 1 }
  resource "terraform_data" "it" {
    input = "from main, \${var.size}"
  }
  output "it" { value = terraform_data.it.output }
`;

const JSON_MODULE = JSON.stringify({
  '//': 'A comment.',
  variable: { names: { type: 'list(string)', default: ['a', 'b'] } },
  locals: { upper: '${[for name in var.names : upper(name)]}' },
  resource: {
    terraform_data: {
      it: {
        count: 2,
        input: '${local.upper[count.index]} and $${plain}',
        lifecycle: [{ create_before_destroy: true, ignore_changes: ['triggers_replace'] }],
      },
    },
  },
  module: { inner: { source: './inner', names: '${var.names}' } },
  output: {
    it: { value: '${terraform_data.it[*].output}' },
    inner: { value: '${module.inner.joined}', description: 'Joined.' },
  },
});
const JSON_INNER = JSON.stringify({
  variable: { names: {} },
  output: { joined: { value: '${join("-", var.names)}' } },
});

export const FILES: readonly CampaignModule[] = [
  {
    name: 'override-files',
    steps: [
      {
        files: {
          'main.tf': BASE,
          'override.tf':
            'resource "terraform_data" "it" {\n  input = "overridden, ${var.size}"\n}\n',
          'more_override.tf.json': JSON.stringify({ variable: { size: { default: 7 } } }),
        },
      },
      main(BASE),
    ],
  },
  {
    name: 'tofu-files',
    engines: ['opentofu'],
    steps: [
      {
        files: {
          'main.tf': BASE,
          // OpenTofu reads this file instead of main.tf.
          'main.tofu': BASE.replace('from main', 'from OpenTofu'),
          'more.tofu.json': JSON.stringify({ output: { more: { value: 'json' } } }),
          'later_override.tofu': 'variable "size" { default = 2 }\n',
        },
      },
      { files: { 'main.tofu': BASE } },
    ],
  },
  {
    name: 'tofu-files-that-terraform-ignores',
    engines: ['terraform'],
    steps: [{ files: { 'main.tf': BASE, 'main.tofu': 'this is not a module {' } }],
  },
  {
    name: 'json-syntax',
    steps: [
      { files: { 'main.tf.json': JSON_MODULE, 'inner/main.tf.json': JSON_INNER } },
      {
        files: {
          'main.tf.json': JSON_MODULE,
          'inner/main.tf.json': JSON_INNER,
          'names.auto.tfvars.json': '{"names": ["c", "d", "e"]}',
        },
      },
    ],
  },
  {
    name: 'broken-json',
    steps: [
      {
        files: {
          'main.tf': BASE,
          'more.tf.json': JSON.stringify({
            resource: { terraform_data: { more: { nothing: 1 } } },
          }),
        },
        fails: /Extraneous JSON object property|Unsupported argument/,
      },
    ],
  },
  {
    name: 'files-with-values',
    steps: [
      {
        files: {
          'main.tf': `
            variable "a" {}
            variable "b" {}
            variable "c" {}
            variable "d" { default = "default" }
            resource "terraform_data" "it" { input = "\${var.a} \${var.b} \${var.c} \${var.d}" }
            output "it" { value = terraform_data.it.output }
          `,
          'terraform.tfvars': 'a = "tfvars"\nb = "tfvars"\nc = "tfvars"\n',
          'terraform.tfvars.json': '{"b": "json"}',
          'z.auto.tfvars': 'b = "auto"\nc = "auto"\n',
          'other.tfvars': 'a = "never"\n',
        },
        variables: { c: 'given' },
      },
    ],
  },
  {
    name: 'working-directory',
    workingDirectory: 'envs/prod',
    steps: [
      {
        files: {
          'envs/prod/main.tf': `
            variable "size" { type = number }
            module "net" {
              source = "../../modules/net"
              size   = var.size
            }
            output "net" { value = module.net.it }
            output "files" { value = fileset("\${path.module}/../../modules", "**") }
          `,
          'envs/prod/prod.auto.tfvars': 'size = 4\n',
          'modules/net/main.tf': `
            variable "size" {}
            resource "terraform_data" "it" { input = file("\${path.module}/size/\${var.size}.txt") }
            output "it" { value = terraform_data.it.output }
          `,
          'modules/net/size/4.txt': 'four ü\r\n',
          'main.tf': 'this is not a module {',
        },
      },
    ],
  },
  {
    name: 'files-that-remain',
    steps: [
      main(`
        variable "directory" {}
        resource "local_file" "it" {
          for_each = { a = "one", b = "two" }
          filename = "\${var.directory}/\${each.key}"
          content  = each.value
        }
      `),
      main(`
        variable "directory" {}
        resource "local_file" "it" {
          for_each = { b = "changed", c = "three" }
          filename = "\${var.directory}/\${each.key}"
          content  = each.value
        }
        resource "local_sensitive_file" "it" {
          filename        = "\${var.directory}/secret"
          content         = "secret"
          file_permission = "0644"
        }
        data "local_file" "it" {
          filename   = local_file.it["b"].filename
          depends_on = [local_file.it]
        }
        output "content" { value = data.local_file.it.content }
      `),
    ],
  },
];
