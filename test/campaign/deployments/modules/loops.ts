/** Modules with count, for_each and what refers to their instances. */
import { main, type CampaignModule } from '../module.ts';

const COUNTED = `
  variable "size" { type = number }
  resource "terraform_data" "it" {
    count = var.size
    input = "it \${count.index} of a list"
  }
  resource "terraform_data" "all" { input = terraform_data.it[*].output }
  output "last" { value = try(terraform_data.it[var.size - 1].output, null) }
  output "all" { value = terraform_data.all.output }
`;

const OPTIONAL = `
  variable "enabled" { type = bool }
  resource "random_id" "it" {
    count       = var.enabled ? 1 : 0
    byte_length = 6
  }
  resource "terraform_data" "user" { input = one(random_id.it[*].hex) }
  output "exists" { value = length(random_id.it) }
`;

const KEYED = `
  variable "sizes" { type = map(number) }
  resource "terraform_data" "it" {
    for_each = var.sizes
    input    = { name = each.key, size = each.value }
  }
  output "names" { value = [for key, it in terraform_data.it : "\${key}=\${it.output.size}"] }
`;

const ODD_KEYS = `
  locals {
    keys = ["eu west", "a/b", "ü", "say \\"hi\\"", "$\${x}", "%%{y}", "a.b[0]", "", " "]
  }
  resource "terraform_data" "it" {
    for_each = toset(local.keys)
    input    = "<\${each.key}>"
  }
  output "it" { value = { for key, it in terraform_data.it : key => it.output } }
`;

export const LOOPS: readonly CampaignModule[] = [
  {
    name: 'count-grows-and-shrinks',
    steps: [
      main(COUNTED, { variables: { size: 2 } }),
      main(COUNTED, { variables: { size: 4 } }),
      main(COUNTED, { variables: { size: 0 } }),
    ],
  },
  {
    name: 'count-of-one-or-none',
    steps: [
      main(OPTIONAL, { variables: { enabled: true } }),
      main(OPTIONAL, { variables: { enabled: false } }),
      main(OPTIONAL, { variables: { enabled: true } }),
    ],
  },
  {
    name: 'count-unknown',
    steps: [
      main(
        `
          resource "random_id" "it" { byte_length = 4 }
          resource "terraform_data" "it" { count = length(random_id.it.hex) }
        `,
        { fails: /Invalid count argument/ },
      ),
    ],
  },
  {
    name: 'for-each-of-a-map',
    steps: [
      main(KEYED, { variables: { sizes: { a: 1, b: 2, c: 3 } } }),
      main(KEYED, { variables: { sizes: { b: 2, c: 4, d: 5 } } }),
    ],
  },
  { name: 'for-each-with-odd-keys', steps: [main(ODD_KEYS)] },
  {
    name: 'for-each-of-resources',
    steps: [
      main(`
        resource "random_id" "it" {
          for_each    = { one = 4, two = 6 }
          byte_length = each.value
        }
        resource "terraform_data" "user" {
          for_each = random_id.it
          input    = "\${each.key}: \${each.value.hex}"
        }
        output "keys" { value = keys(terraform_data.user) }
      `),
    ],
  },
  {
    name: 'for-each-unknown',
    steps: [
      main(
        `
          resource "random_id" "it" { byte_length = 4 }
          resource "terraform_data" "it" { for_each = toset([random_id.it.hex]) }
        `,
        { fails: /Invalid for_each argument/ },
      ),
    ],
  },
  {
    name: 'for-each-of-a-sensitive-value',
    steps: [
      main(
        `
          variable "names" {
            type      = set(string)
            sensitive = true
          }
          resource "terraform_data" "it" { for_each = var.names }
        `,
        { variables: { names: ['a', 'b'] }, fails: /Invalid for_each argument/ },
      ),
    ],
  },
];
