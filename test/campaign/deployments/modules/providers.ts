/** Modules that use the provider of the campaign: nested blocks, write-only attributes, arguments of providers. */
import { main, type CampaignModule } from '../module.ts';

const REQUIRED = `
  terraform {
    required_providers {
      campaign = { source = "slipway/campaign" }
    }
  }
`;

const DYNAMIC = `
  ${REQUIRED}
  variable "ports" { type = map(number) }
  resource "campaign_record" "it" {
    name = "it"
    dynamic "rule" {
      for_each = var.ports
      iterator = port
      content {
        port  = port.value
        label = port.key
      }
    }
    rule { port = 1 }
  }
  resource "terraform_data" "user" { input = campaign_record.it.rule[*].port }
  output "summary" { value = campaign_record.it.summary }
`;

const WRITE_ONLY = `
  ${REQUIRED}
  variable "secret" {
    type      = string
    ephemeral = true
  }
  variable "secret_version" { type = number }
  ephemeral "random_password" "it" { length = 24 }
  resource "campaign_record" "given" {
    name              = "given"
    secret_wo         = var.secret
    secret_wo_version = var.secret_version
  }
  resource "campaign_record" "made" {
    name              = "made"
    secret_wo         = ephemeral.random_password.it.result
    secret_wo_version = 1
  }
  output "lengths" {
    value = [campaign_record.given.secret_length, campaign_record.made.secret_length]
  }
`;

const CONFIGURED = `
  ${REQUIRED}
  variable "prefix" { type = string }
  provider "campaign" {
    prefix = var.prefix
  }
  provider "campaign" {
    alias  = "other"
    prefix = "other-"
  }
  resource "campaign_record" "it" { name = "it" }
  resource "campaign_record" "other" {
    provider = campaign.other
    name     = provider::campaign::shout("other")
  }
  output "ids" { value = [campaign_record.it.id, campaign_record.other.id] }
`;

export const PROVIDERS: readonly CampaignModule[] = [
  {
    name: 'dynamic-blocks',
    needsProvider: true,
    steps: [
      main(DYNAMIC, { variables: { ports: { web: 80, ssh: 22 } } }),
      main(DYNAMIC, { variables: { ports: { web: 8080 } } }),
      main(DYNAMIC, { variables: { ports: {} } }),
    ],
  },
  {
    name: 'write-only-attributes',
    needsProvider: true,
    steps: [
      main(WRITE_ONLY, { variables: { secret: 'one', secret_version: 1 } }),
      // Only the version tells the provider that the secret is another one.
      main(WRITE_ONLY, { variables: { secret: 'three', secret_version: 1 } }),
      main(WRITE_ONLY, { variables: { secret: 'seventeen', secret_version: 2 } }),
    ],
  },
  {
    name: 'write-only-secret',
    needsProvider: true,
    steps: [
      main(WRITE_ONLY.replace('ephemeral = true', 'ephemeral = true\n    sensitive = true'), {
        variables: { secret_version: 1 },
        secrets: { secret: 'hunter2-planted' },
      }),
    ],
  },
  {
    name: 'arguments-of-providers',
    needsProvider: true,
    steps: [
      main(CONFIGURED, { variables: { prefix: 'one-' } }),
      main(CONFIGURED.replace('name = "it"', 'name = "new"'), { variables: { prefix: 'two-' } }),
    ],
  },
  {
    name: 'error-of-a-provider',
    needsProvider: true,
    steps: [
      main(WRITE_ONLY, {
        variables: { secret: 'refused', secret_version: 1 },
        fails: /The secret is refused\nChoose another one/,
      }),
      main(WRITE_ONLY, { variables: { secret: 'accepted', secret_version: 1 } }),
    ],
  },
  {
    name: 'error-of-a-function',
    needsProvider: true,
    steps: [
      main(`${REQUIRED}\noutput "it" { value = provider::campaign::shout("") }`, {
        fails: /there is nothing to shout/,
      }),
    ],
  },
];
