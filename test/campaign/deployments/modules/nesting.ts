/** Modules in modules, providers that they share, and data that is read during an apply. */
import { main, type CampaignModule } from '../module.ts';

const LEAF = `
  variable "name" { type = string }
  resource "random_id" "it" {
    byte_length = 6
    prefix      = "\${var.name}-"
  }
  output "name" { value = var.name }
  output "id" { value = random_id.it.hex }
`;

const REGION = `
  variable "name" {}
  variable "zones" { type = list(string) }
  module "zone" {
    source   = "../zone"
    for_each = toset(var.zones)
    name     = "\${var.name}\${each.key}"
  }
  module "extra" {
    source = "../zone"
    count  = length(var.zones)
    name   = "extra\${count.index}"
  }
  output "names" { value = [for zone in module.zone : zone.name] }
`;

function regions(map: string): string {
  return `
    module "region" {
      source   = "./region"
      for_each = ${map}
      name     = each.key
      zones    = each.value
    }
    resource "terraform_data" "all" {
      input = flatten([for region in module.region : region.names])
    }
    output "all" { value = terraform_data.all.output }
  `;
}

const PROVIDERS = `
  terraform {
    required_providers {
      random = {
        source                = "hashicorp/random"
        configuration_aliases = [random.other]
      }
    }
  }
  resource "random_id" "it" {
    byte_length = 6
    provider    = random.other
  }
`;

export const NESTING: readonly CampaignModule[] = [
  {
    name: 'modules-of-modules',
    steps: [
      {
        files: {
          'main.tf': regions('{ eu = ["a", "b"], us = ["a"] }'),
          'region/main.tf': REGION,
          'zone/main.tf': LEAF,
        },
      },
      {
        files: {
          'main.tf': regions('{ eu = ["b", "c"], "asia east" = [] }'),
          'region/main.tf': REGION,
          'zone/main.tf': LEAF,
        },
      },
    ],
  },
  {
    name: 'module-that-depends-on-another',
    steps: [
      {
        files: {
          'main.tf': `
            module "one" {
              source = "./part"
              input  = "one"
            }
            module "two" {
              source     = "./part"
              input      = "two"
              depends_on = [module.one]
            }
            output "two" { value = module.two.read }
          `,
          'part/main.tf': `
            variable "input" {}
            resource "terraform_data" "it" { input = var.input }
            data "null_data_source" "it" { inputs = { it = terraform_data.it.output } }
            output "read" { value = data.null_data_source.it.outputs["it"] }
          `,
        },
      },
    ],
  },
  {
    name: 'providers-with-aliases',
    steps: [
      {
        files: {
          'main.tf': `
            provider "random" {}
            provider "random" { alias = "second" }
            module "it" {
              source    = "./part"
              providers = { random.other = random.second }
            }
            resource "random_id" "here" {
              byte_length = 6
              provider    = random.second
            }
          `,
          'part/main.tf': PROVIDERS,
        },
      },
    ],
  },
  {
    name: 'missing-module',
    steps: [
      main('module "it" { source = "./nowhere" }', {
        fails: /Unreadable module directory|module/i,
      }),
    ],
  },
  {
    name: 'missing-argument-of-a-module',
    steps: [
      {
        files: { 'main.tf': 'module "it" { source = "./zone" }', 'zone/main.tf': LEAF },
        fails: /Missing required argument/,
      },
    ],
  },
  {
    name: 'provider-that-does-not-exist',
    steps: [
      main(
        'terraform {\n  required_providers {\n    random = {\n      source  = "hashicorp/random"\n      version = "~> 99.0"\n    }\n  }\n}\nresource "random_id" "it" { byte_length = 4 }',
        {
          fails: /Failed to (?:query available|resolve) provider packages|provider/i,
        },
      ),
    ],
  },
  {
    name: 'early-evaluation',
    engines: ['opentofu'],
    steps: [
      {
        files: {
          'main.tf': `
            variable "part" { type = string }
            module "it" {
              source = "./parts/\${var.part}"
            }
            output "it" { value = module.it.name }
          `,
          'parts/one/main.tf': 'output "name" { value = "one" }',
          'parts/two/main.tf': 'resource "terraform_data" "it" {}\noutput "name" { value = "two" }',
        },
        variables: { part: 'one' },
      },
      {
        files: {
          'main.tf': `
            variable "part" { type = string }
            module "it" {
              source = "./parts/\${var.part}"
            }
            output "it" { value = module.it.name }
          `,
          'parts/two/main.tf': 'resource "terraform_data" "it" {}\noutput "name" { value = "two" }',
        },
        variables: { part: 'two' },
      },
    ],
  },
];
