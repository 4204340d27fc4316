/** Modules whose conditions hold or fail, and modules that are not valid. */
import { main, type CampaignModule } from '../module.ts';

const CONDITIONAL = `
  variable "size" { type = number }
  resource "terraform_data" "first" { input = var.size }
  resource "terraform_data" "it" {
    input = terraform_data.first.output
    lifecycle {
      precondition {
        condition     = var.size < 10
        error_message = "The size \${var.size} is too large."
      }
    }
  }
  output "it" { value = terraform_data.it.output }
`;

const CHECKED_AFTERWARDS = `
  variable "size" { type = number }
  resource "terraform_data" "it" {
    input = var.size
    lifecycle {
      postcondition {
        condition     = self.output < 10
        error_message = "The size became \${self.output}."
      }
    }
  }
  resource "terraform_data" "user" { input = terraform_data.it.output }
`;

const CHECKED_OUTPUT = `
  variable "size" { type = number }
  resource "terraform_data" "it" { input = var.size }
  output "it" {
    value = terraform_data.it.output
    precondition {
      condition     = var.size < 10
      error_message = "No output of that size."
    }
  }
`;

const CHECK = `
  variable "healthy" { type = bool }
  resource "terraform_data" "it" { input = var.healthy }
  check "health" {
    assert {
      condition     = terraform_data.it.output
      error_message = "It is not healthy."
    }
    assert {
      condition     = terraform_data.it.id != ""
      error_message = "Never."
    }
  }
`;

const VALIDATED = `
  variable "least" { type = number }
  variable "most" {
    type = number
    validation {
      condition     = var.most >= var.least
      error_message = "The most is at least \${var.least}."
    }
  }
  resource "terraform_data" "it" { input = "\${var.least} to \${var.most}" }
  output "it" { value = terraform_data.it.output }
`;

export const CHECKS: readonly CampaignModule[] = [
  {
    name: 'precondition',
    steps: [
      main(CONDITIONAL, {
        variables: { size: 12 },
        fails: /Resource precondition failed\nThe size 12/,
      }),
      main(CONDITIONAL, { variables: { size: 2 } }),
      main(CONDITIONAL, { variables: { size: 11 }, fails: /Resource precondition failed/ }),
    ],
  },
  {
    name: 'postcondition',
    steps: [
      main(CHECKED_AFTERWARDS, { variables: { size: 12 }, fails: /Resource postcondition failed/ }),
      main(CHECKED_AFTERWARDS, { variables: { size: 2 } }),
      main(CHECKED_AFTERWARDS, { variables: { size: 20 }, fails: /Resource postcondition failed/ }),
    ],
  },
  {
    name: 'precondition-of-an-output',
    steps: [
      main(CHECKED_OUTPUT, { variables: { size: 2 } }),
      main(CHECKED_OUTPUT, {
        variables: { size: 12 },
        fails: /Module output value precondition failed/,
      }),
    ],
  },
  {
    name: 'check-block',
    steps: [
      main(CHECK, { variables: { healthy: true } }),
      main(CHECK, { variables: { healthy: false } }),
    ],
  },
  {
    name: 'check-block-with-data',
    steps: [
      main(`
        variable "directory" {}
        resource "terraform_data" "it" {}
        check "file" {
          data "local_file" "it" { filename = "\${var.directory}/nothing" }
          assert {
            condition     = data.local_file.it.content == "something"
            error_message = "The file is wrong."
          }
        }
      `),
    ],
  },
  {
    name: 'validation-of-a-variable',
    steps: [
      main(VALIDATED, { variables: { least: 1, most: 2 } }),
      main(VALIDATED, {
        variables: { least: 3, most: 2 },
        fails: /Invalid value for variable\n[^]*The most is at least 3/,
      }),
    ],
  },
  {
    name: 'value-of-the-wrong-type',
    steps: [
      main(VALIDATED, {
        variables: { least: 'many', most: 2 },
        fails: /Invalid value for input variable/,
      }),
    ],
  },
  {
    name: 'missing-variable',
    steps: [main(VALIDATED, { variables: { least: 1 }, fails: /No value for required variable/ })],
  },
  {
    name: 'syntax-error',
    steps: [
      main('resource "terraform_data" "it" {\n  input = "a\n}\n', {
        fails: /Invalid|Unclosed|quote/,
      }),
      main('resource "terraform_data" "it" {}'),
    ],
  },
  {
    name: 'undeclared-reference',
    steps: [
      main('resource "terraform_data" "it" { input = local.nothing }', {
        fails: /Reference to undeclared local value/,
      }),
    ],
  },
  {
    name: 'cycle',
    steps: [
      main(
        `
          resource "terraform_data" "a" { input = terraform_data.b.output }
          resource "terraform_data" "b" { input = terraform_data.a.output }
        `,
        { fails: /Cycle/ },
      ),
    ],
  },
  {
    name: 'required-version-of-opentofu',
    engines: ['opentofu'],
    steps: [
      {
        files: { 'main.tofu': 'terraform { required_version = ">= 99.0" }' },
        fails: /Incompatible module/,
      },
    ],
  },
  {
    name: 'required-version',
    // OpenTofu 1.12 does not check it in a `.tf` file.
    engines: ['terraform'],
    steps: [
      main('terraform { required_version = ">= 99.0" }\nresource "terraform_data" "it" {}', {
        fails: /Unsupported Terraform Core version/,
      }),
    ],
  },
];
