/** Modules that change only the addresses in the state, or adopt and drop resources. */
import { main, type CampaignModule } from '../module.ts';

const NET =
  'resource "terraform_data" "it" { input = "net" }\noutput "id" { value = terraform_data.it.id }';

export const MOVING: readonly CampaignModule[] = [
  {
    name: 'moved-to-another-name',
    steps: [
      main('resource "random_id" "before" { byte_length = 8 }'),
      main(`
        resource "random_id" "after" { byte_length = 8 }
        moved {
          from = random_id.before
          to   = random_id.after
        }
      `),
    ],
  },
  {
    name: 'moved-from-count-to-keys',
    steps: [
      main(`
        resource "terraform_data" "it" {
          count = 2
          input = count.index
        }
      `),
      main(`
        resource "terraform_data" "it" {
          for_each = { zero = 0, one = 1, two = 2 }
          input    = each.value
        }
        moved {
          from = terraform_data.it[0]
          to   = terraform_data.it["zero"]
        }
        moved {
          from = terraform_data.it[1]
          to   = terraform_data.it["one"]
        }
      `),
    ],
  },
  {
    name: 'moved-into-a-module',
    steps: [
      main(NET),
      {
        files: {
          'main.tf': `
            module "net" { source = "./net" }
            moved {
              from = terraform_data.it
              to   = module.net.terraform_data.it
            }
          `,
          'net/main.tf': NET,
        },
      },
    ],
  },
  {
    name: 'moved-module',
    steps: [
      {
        files: {
          'main.tf': 'module "before" { source = "./net" }',
          'net/main.tf': NET,
        },
      },
      {
        files: {
          'main.tf': `
            module "after" {
              source   = "./net"
              for_each = toset(["eu", "us"])
            }
            moved {
              from = module.before
              to   = module.after["eu"]
            }
          `,
          'net/main.tf': NET,
        },
      },
    ],
  },
  {
    name: 'moved-to-another-type',
    steps: [
      main('resource "null_resource" "it" { triggers = { a = "b" } }'),
      main(`
        resource "terraform_data" "it" { triggers_replace = { a = "b" } }
        moved {
          from = null_resource.it
          to   = terraform_data.it
        }
      `),
    ],
  },
  {
    name: 'moved-and-changed',
    steps: [
      main('resource "terraform_data" "before" { input = "one" }'),
      main(`
        resource "terraform_data" "after" { input = "two" }
        moved {
          from = terraform_data.before
          to   = terraform_data.after
        }
        output "input" { value = terraform_data.after.output }
      `),
    ],
  },
  {
    name: 'removed-and-forgotten',
    steps: [
      main(`
        resource "random_id" "it" {
          count       = 2
          byte_length = 6
        }
        resource "terraform_data" "stays" {}
      `),
      main(`
        removed {
          from = random_id.it
          lifecycle { destroy = false }
        }
        resource "terraform_data" "stays" {}
      `),
    ],
  },
  {
    name: 'removed-and-destroyed',
    steps: [
      main('resource "random_id" "it" { byte_length = 6 }'),
      main(`
        removed {
          from = random_id.it
          lifecycle { destroy = true }
        }
      `),
    ],
  },
  {
    name: 'removed-module',
    steps: [
      {
        files: {
          'main.tf': 'module "net" { source = "./net" }\nresource "terraform_data" "stays" {}',
          'net/main.tf': NET,
        },
      },
      main(`
        removed {
          from = module.net
          lifecycle { destroy = false }
        }
        resource "terraform_data" "stays" {}
      `),
    ],
  },
  {
    name: 'import-of-one',
    steps: [
      main(`
        import {
          to = random_uuid.it
          id = "aabbccdd-eeff-0011-2233-445566778899"
        }
        resource "random_uuid" "it" {}
        output "it" { value = random_uuid.it.result }
      `),
    ],
  },
  {
    name: 'import-for-each',
    steps: [
      main('resource "terraform_data" "first" {}'),
      main(`
        locals {
          ids = {
            a = "aabbccdd-eeff-0011-2233-445566778899"
            b = "aabbccdd-eeff-0011-2233-44556677889a"
          }
        }
        import {
          for_each = local.ids
          to       = random_uuid.it[each.key]
          id       = each.value
        }
        resource "random_uuid" "it" { for_each = local.ids }
        resource "terraform_data" "first" {}
      `),
    ],
  },
  {
    name: 'import-and-change',
    steps: [
      main(`
        import {
          to = terraform_data.it
          id = "an-id-of-its-own"
        }
        resource "terraform_data" "it" { input = "new" }
        output "it" { value = terraform_data.it.output }
      `),
    ],
  },
  {
    name: 'import-of-nothing',
    steps: [
      main(
        `
          import {
            to = random_uuid.it
            id = "no uuid"
          }
          resource "random_uuid" "it" {}
        `,
        { fails: /Import Random UUID Error|uuid/i },
      ),
    ],
  },
  {
    name: 'left-behind-by-a-destroy',
    engines: ['opentofu'],
    steps: [
      main(`
        resource "random_id" "kept" {
          byte_length = 6
          lifecycle { destroy = false }
        }
        resource "terraform_data" "gone" { input = random_id.kept.hex }
      `),
    ],
  },
];
