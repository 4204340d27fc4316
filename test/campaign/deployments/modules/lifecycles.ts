/** Modules with `lifecycle` blocks, provisioners, targets and requested replacements. */
import { main, type CampaignModule } from '../module.ts';

const SWAPPED = `
  variable "size" { type = number }
  resource "random_id" "it" {
    byte_length = var.size
    lifecycle { create_before_destroy = true }
  }
  resource "terraform_data" "user" {
    input            = random_id.it.hex
    triggers_replace = random_id.it.hex
  }
  output "length" { value = length(random_id.it.hex) }
`;

const TRIGGERED = `
  variable "release" { type = string }
  resource "terraform_data" "release" { input = var.release }
  resource "random_id" "it" {
    byte_length = 6
    lifecycle { replace_triggered_by = [terraform_data.release] }
  }
  resource "terraform_data" "user" { input = random_id.it.hex }
`;

function protectedBy(isProtected: boolean, size: number): string {
  return `
    resource "random_id" "it" {
      byte_length = ${size}
      lifecycle { prevent_destroy = ${isProtected} }
    }
    resource "terraform_data" "other" { input = ${size} }
  `;
}

const IGNORED = `
  variable "input" { type = string }
  resource "terraform_data" "it" {
    input = var.input
    lifecycle { ignore_changes = [input] }
  }
  resource "terraform_data" "all" {
    input            = var.input
    triggers_replace = var.input
    lifecycle { ignore_changes = all }
  }
  output "it" { value = terraform_data.it.output }
`;

const MENDED = `
  variable "code" { type = number }
  resource "terraform_data" "first" { input = "first" }
  resource "terraform_data" "it" {
    input = terraform_data.first.output
    provisioner "local-exec" { command = "exit \${var.code}" }
  }
  resource "terraform_data" "last" { input = terraform_data.it.output }
`;

const FAREWELL = `
  variable "directory" {}
  resource "terraform_data" "it" {
    input = var.directory
    provisioner "local-exec" { command = "echo made > '\${self.input}/made'" }
    provisioner "local-exec" {
      when    = destroy
      command = "echo gone > '\${self.input}/gone'"
    }
  }
`;

const TOLERATED = `
  resource "terraform_data" "it" {
    provisioner "local-exec" {
      command    = "exit 7"
      on_failure = continue
    }
  }
`;

const PARTS = `
  variable "input" { type = string }
  resource "terraform_data" "one" { input = var.input }
  resource "terraform_data" "two" { input = terraform_data.one.output }
  resource "terraform_data" "three" { input = var.input }
  output "one" { value = terraform_data.one.output }
  output "three" { value = terraform_data.three.output }
`;

const CHAIN = `
  resource "random_id" "it" { byte_length = 6 }
  resource "terraform_data" "user" { input = random_id.it.hex }
  resource "terraform_data" "other" {}
`;

export const LIFECYCLES: readonly CampaignModule[] = [
  {
    name: 'create-before-destroy',
    steps: [main(SWAPPED, { variables: { size: 6 } }), main(SWAPPED, { variables: { size: 7 } })],
  },
  {
    name: 'replace-triggered-by',
    steps: [
      main(TRIGGERED, { variables: { release: '1' } }),
      main(TRIGGERED, { variables: { release: '2' } }),
    ],
  },
  {
    name: 'prevent-destroy',
    steps: [
      main(protectedBy(true, 6), { destroyFails: /Instance cannot be destroyed|prevent_destroy/ }),
      main(protectedBy(true, 7), { fails: /Instance cannot be destroyed|prevent_destroy/ }),
      main(protectedBy(false, 7)),
    ],
  },
  {
    name: 'ignore-changes',
    steps: [
      main(IGNORED, { variables: { input: 'one' } }),
      main(IGNORED, { variables: { input: 'two' } }),
    ],
  },
  {
    name: 'failed-provisioner',
    steps: [
      main(MENDED, { variables: { code: 3 }, fails: /local-exec provisioner error/ }),
      main(MENDED, { variables: { code: 0 } }),
    ],
  },
  {
    name: 'provisioner-of-a-destroy',
    steps: [main(FAREWELL), main(FAREWELL.replaceAll('"it"', '"other"'))],
  },
  { name: 'provisioner-that-may-fail', steps: [main(TOLERATED)] },
  {
    name: 'targets',
    steps: [
      main(PARTS, { variables: { input: 'a' }, targets: ['terraform_data.two'] }),
      main(PARTS, { variables: { input: 'b' }, targets: ['terraform_data.three'] }),
      main(PARTS, { variables: { input: 'b' } }),
    ],
  },
  {
    name: 'replaced-on-request',
    steps: [main(CHAIN), main(CHAIN, { replace: ['random_id.it', 'terraform_data.other'] })],
  },
];
