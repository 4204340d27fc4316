/** Modules about expressions, functions, types of values, and outputs. */
import { main, type CampaignModule } from '../module.ts';

const TYPES = `
  variable "settings" {
    type = object({
      name   = string
      size   = optional(number, 3)
      labels = optional(map(string), {})
      nested = optional(object({ on = optional(bool, true), list = optional(list(string)) }), {})
    })
  }
  variable "pair" { type = tuple([string, number]) }
  variable "anything" { type = any }
  variable "nothing" {
    type     = string
    default  = "default"
    nullable = false
  }
  variable "missing" {
    type    = string
    default = null
  }
  resource "terraform_data" "it" { input = var.settings }
  output "settings" { value = terraform_data.it.output }
  output "pair" { value = var.pair }
  output "anything" { value = var.anything }
  output "nothing" { value = var.nothing }
  output "missing" { value = var.missing }
  output "missing_list" { value = [var.missing, "a", 1.5, true] }
`;

const FUNCTIONS = `
  locals {
    base = { a = 1, b = [2, 3], c = { d = "e" } }
  }
  resource "terraform_data" "it" {
    input = {
      json    = jsonencode(local.base)
      yaml    = yamldecode(yamlencode(local.base)).c.d
      cidr    = cidrsubnets("10.0.0.0/16", 4, 4, 8)
      regex   = regexall("[a-z]+", "ab12cd")
      hash    = sha256("text")
      sorted  = sort(["b", "a", "c"])
      merged  = merge(local.base, { a = 9 })
      text    = format("%05.1f|%-6s|%q", 3.14159, "left", "quo\\"te")
      date    = formatdate("YYYY-MM-DD", "2026-01-02T03:04:05Z")
      set     = setsubtract(["a", "b", "c"], ["b"])
      flat    = flatten([[1], [2, [3]]])
      zip     = zipmap(["x", "y"], [1, 2])
      trimmed = chomp(trimspace("  text \\n"))
      nothing = coalesce(null, "", "found")
      number  = parseint("ff", 16) + pow(2, 10) + floor(2.9)
      can     = [can(local.base.z), try(local.base.z, "none")]
    }
  }
  output "it" { value = terraform_data.it.output }
`;

const PROVIDER_FUNCTIONS = `
  terraform {
    required_providers {
      terraform = { source = "terraform.io/builtin/terraform" }
      local     = { source = "hashicorp/local" }
    }
  }
  variable "directory" {}
  locals { text = provider::terraform::encode_tfvars({ a = "x", b = [1, 2] }) }
  resource "terraform_data" "it" { input = local.text }
  output "decoded" { value = provider::terraform::decode_tfvars(local.text) }
  output "expression" { value = provider::terraform::encode_expr({ a = [true, null] }) }
  output "exists" { value = provider::local::direxists(var.directory) }
`;

function seeded(keeper: string): string {
  return `
    resource "random_integer" "it" {
      min     = 1
      max     = 1000000
      seed    = "seed"
      keepers = { it = "${keeper}" }
    }
    resource "random_shuffle" "it" {
      input = ["a", "b", "c", "d"]
      seed  = "seed"
    }
    resource "random_password" "it" {
      length  = 16
      keepers = { it = "${keeper}" }
    }
    resource "random_pet" "it" { prefix = "the" }
    output "integer" { value = random_integer.it.result }
    output "order" { value = random_shuffle.it.result }
    output "password" {
      value     = random_password.it.result
      sensitive = true
    }
  `;
}

export const VALUES: readonly CampaignModule[] = [
  {
    name: 'types-of-variables',
    steps: [
      main(TYPES, {
        variables: {
          settings: { name: 'a' },
          pair: ['x', 1],
          anything: [{ deep: [null, { a: 1e21 }] }],
        },
      }),
      main(TYPES, {
        variables: {
          settings: { name: 'a', size: 0.1, labels: { 'a b': '' }, nested: { list: ['x'] } },
          pair: ['\u2028 ${x} %{if}', -1],
          anything: 'text',
          nothing: null,
          missing: 'given',
        },
      }),
    ],
  },
  { name: 'functions', steps: [main(FUNCTIONS)] },
  { name: 'functions-of-providers', steps: [main(PROVIDER_FUNCTIONS)] },
  {
    name: 'function-that-does-not-exist',
    steps: [
      main('output "it" { value = provider::terraform::nothing("x") }', {
        fails: /[Ff]unction/,
      }),
    ],
  },
  {
    name: 'templates',
    steps: [
      {
        files: {
          'main.tf': `
            variable "names" { type = list(string) }
            variable "directory" {}
            resource "local_file" "it" {
              filename = "\${var.directory}/hosts"
              content  = templatefile("\${path.module}/templates/hosts.tftpl", { names = var.names })
            }
            output "it" { value = local_file.it.content }
            output "heredoc" {
              value = <<-EOT
                %{ for name in var.names ~}
                \${upper(name)} <&> "quoted" \\n
                %{ endfor ~}
              EOT
            }
          `,
          'templates/hosts.tftpl': '%{ for i, name in names }${i} ${name}\n%{ endfor }$${plain}\n',
        },
        variables: { names: ['one', 'zwei ü'] },
      },
      {
        files: {
          'main.tf': `
            variable "names" { type = list(string) }
            variable "directory" {}
            resource "local_file" "it" {
              filename = "\${var.directory}/hosts"
              content  = templatefile("\${path.module}/templates/hosts.tftpl", { names = var.names })
            }
            output "it" { value = local_file.it.content }
          `,
          'templates/hosts.tftpl': 'no names',
        },
        variables: { names: [] },
      },
    ],
  },
  {
    name: 'broken-template',
    steps: [
      {
        files: {
          'main.tf': 'output "it" { value = templatefile("${path.module}/it.tftpl", {}) }',
          'it.tftpl': 'a ${missing}',
        },
        fails: /Invalid function argument|vars map does not contain key/,
      },
    ],
  },
  {
    name: 'outputs-alone',
    steps: [
      main('output "a" { value = "1" }'),
      main('output "a" { value = "2" }\noutput "b" { value = ["x", { y = null }] }'),
      main('output "b" { value = [] }'),
    ],
  },
  {
    name: 'changes-on-every-run',
    steps: [
      main('resource "terraform_data" "it" { input = timestamp() }'),
      main('resource "terraform_data" "it" { input = timestamp() }'),
    ],
  },
  {
    name: 'seeds-and-keepers',
    steps: [main(seeded('one')), main(seeded('two'))],
  },
];
