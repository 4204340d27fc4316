/** Modules with sensitive and ephemeral values, secrets, and encrypted states. */
import { main, type CampaignModule } from '../module.ts';

const SENSITIVE = `
  variable "password" {
    type      = string
    sensitive = true
  }
  resource "terraform_data" "it" { input = { user = "web", password = var.password } }
  resource "terraform_data" "plain" { input = nonsensitive(length(var.password)) }
  output "password" {
    value     = var.password
    sensitive = true
  }
  output "length" { value = terraform_data.plain.output }
  output "is_sensitive" { value = issensitive(terraform_data.it.output) }
`;

const SECRET = `
  variable "password" { type = string }
  resource "terraform_data" "it" { input = sha256(var.password) }
  resource "terraform_data" "plain" { input = "plain" }
  output "url" { value = "https://web:\${var.password}@example.com" }
  output "plain" { value = terraform_data.plain.output }
`;

const EPHEMERAL_VARIABLE = `
  variable "token" {
    type      = string
    ephemeral = true
  }
  variable "directory" {}
  module "inner" {
    source = "./inner"
    token  = var.token
  }
  resource "terraform_data" "it" {
    triggers_replace = ephemeralasnull(var.token) == null
    provisioner "local-exec" {
      command     = "printf %s \\"$TOKEN\\" | wc -c > '\${var.directory}/length'"
      environment = { TOKEN = module.inner.token }
    }
  }
`;
const INNER = `
  variable "token" {
    type      = string
    ephemeral = true
  }
  output "token" {
    value     = "<\${var.token}>"
    ephemeral = true
  }
`;

const EPHEMERAL_RESOURCE = `
  variable "directory" {}
  ephemeral "random_password" "it" { length = 20 }
  locals { length = length(ephemeral.random_password.it.result) }
  resource "terraform_data" "it" {
    provisioner "local-exec" {
      command     = "echo $LENGTH > '\${var.directory}/length'"
      environment = { LENGTH = local.length }
    }
  }
`;

function encrypted(blocks: string): string {
  return `
    variable "passphrase" { type = string }
    variable "input" { type = string }
    resource "terraform_data" "it" { input = var.input }
    output "it" { value = terraform_data.it.output }
    terraform {
      encryption {
        key_provider "pbkdf2" "it" {
          passphrase = var.passphrase
          iterations = 200000
        }
        method "aes_gcm" "it" { keys = key_provider.pbkdf2.it }
        ${blocks}
      }
    }
  `;
}
const ENCRYPTED = encrypted(`
  state {
    method   = method.aes_gcm.it
    enforced = true
  }
  plan { method = method.aes_gcm.it }
`);
const MIGRATING = encrypted(`
  method "unencrypted" "old" {}
  state {
    method = method.aes_gcm.it
    fallback { method = method.unencrypted.old }
  }
`);
const PLAIN = `
  variable "passphrase" { type = string }
  variable "input" { type = string }
  resource "terraform_data" "it" { input = var.input }
  output "it" { value = terraform_data.it.output }
`;
const PASSPHRASE = 'a passphrase of some length';

export const SECRETS: readonly CampaignModule[] = [
  {
    name: 'sensitive-variable',
    steps: [
      main(SENSITIVE, { variables: { password: 'one' } }),
      main(SENSITIVE, { variables: { password: 'three' } }),
    ],
  },
  {
    name: 'sensitive-output-without-a-mark',
    steps: [
      main(SENSITIVE.replace('sensitive = true\n  }\n  output "length"', '}\n  output "length"'), {
        variables: { password: 'one' },
        fails: /Output refers to sensitive values/,
      }),
    ],
  },
  {
    name: 'secret-for-a-variable',
    steps: [
      main(SECRET, { secrets: { password: 'hunter2-planted' }, withheld: ['url'] }),
      main(SECRET, { secrets: { password: 'sesame-planted' }, withheld: ['url'] }),
    ],
  },
  {
    name: 'ephemeral-variable',
    steps: [
      {
        files: { 'main.tf': EPHEMERAL_VARIABLE, 'inner/main.tf': INNER },
        variables: { token: 'a token' },
      },
    ],
  },
  { name: 'ephemeral-resource', steps: [main(EPHEMERAL_RESOURCE)] },
  {
    name: 'ephemeral-value-in-a-state',
    steps: [
      main(
        `
          ephemeral "random_password" "it" { length = 20 }
          resource "terraform_data" "it" { input = ephemeral.random_password.it.result }
        `,
        { fails: /ephemeral/i },
      ),
    ],
  },
  {
    name: 'encrypted-state',
    isSlow: true,
    engines: ['opentofu'],
    steps: [
      main(ENCRYPTED, { variables: { passphrase: PASSPHRASE, input: 'one' } }),
      main(ENCRYPTED, { variables: { passphrase: PASSPHRASE, input: 'two' } }),
    ],
  },
  {
    name: 'state-that-becomes-encrypted',
    isSlow: true,
    engines: ['opentofu'],
    steps: [
      main(PLAIN, { variables: { passphrase: PASSPHRASE, input: 'one' } }),
      main(MIGRATING, { variables: { passphrase: PASSPHRASE, input: 'two' } }),
      main(ENCRYPTED, { variables: { passphrase: PASSPHRASE, input: 'three' } }),
    ],
  },
  {
    name: 'encrypted-with-another-passphrase',
    isSlow: true,
    engines: ['opentofu'],
    steps: [
      main(ENCRYPTED, { variables: { passphrase: PASSPHRASE, input: 'one' } }),
      main(ENCRYPTED, {
        variables: { passphrase: `not ${PASSPHRASE}`, input: 'two' },
        fails: /decrypt/i,
      }),
      main(ENCRYPTED, { variables: { passphrase: PASSPHRASE, input: 'three' } }),
    ],
  },
];
