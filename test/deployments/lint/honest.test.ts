/** Modules that look like attacks, and are none, pass the check of their files. */
import { describe, expect, test } from 'vitest';
import { lintModule } from '../../../deployments/lint/lint.ts';

const STRICT = { allowLocalExec: false, allowedBackends: ['s3'] };
const faults = (files: Record<string, string>, settings = STRICT) => lintModule(files, settings);
const inMain = (text: string) => faults({ 'main.tf': text });

describe('an honest module passes', () => {
  test.each([
    [
      'text and comments',
      'locals {\n a = "removed { provisioner \\"x\\" {} }"\n}\n# removed { provisioner "local-exec" {} }\n/* terraform { encryption {\n key_provider "external" "k" {} } } */',
    ],
    [
      'a heredoc',
      'locals {\n a = <<EOT\nremoved {\n provisioner "local-exec" {}\n}\nEOT\n b = 1\n}',
    ],
    [
      'a heredoc in a template',
      'locals {\n a = "${<<EOT\nremoved { provisioner "x" {} }\nEOT\n}"\n}',
    ],
    [
      'variables with these names',
      'variable "encryption" {}\nvariable "provisioner" {}\nvariable "removed" { default = { provisioner = "local-exec" } }',
    ],
    ['a removed block', 'removed {\n from = null_resource.it\n lifecycle { destroy = false }\n}'],
    [
      'encryption with a passphrase',
      'terraform {\n encryption {\n  key_provider "pbkdf2" "external" { passphrase = var.p }\n  method "aes_gcm" "m" { keys = key_provider.pbkdf2.external }\n }\n}',
    ],
    [
      'another provisioner',
      'resource "null_resource" "it" {\n provisioner "remote-exec" { inline = ["local-exec"] }\n}',
    ],
    ['a backend', 'terraform {\n backend "s3" {}\n}'],
    [
      'a remote state in an allowed backend',
      'data "terraform_remote_state" "it" {\n backend = "s3" # ours\n config = { bucket = "b" }\n}',
    ],
    [
      'a data source of another type',
      'data "http" "it" { url = "https://example.com/terraform_remote_state" }',
    ],
  ])('%s', (_title, text) => {
    expect(inMain(text)).toEqual([]);
  });

  test('with JSON, an override of a resource, and files that are no modules', () => {
    const files = {
      'main.tf.json':
        '{"//": "removed", "variable": {"removed": {"default": {"provisioner": {"x": {}}}}}, "removed": [{"from": "a.b"}]}',
      'a_override.tf': 'resource "null_resource" "it" {}',
      'notes.md': 'removed {\n provisioner "x" {}\n}',
      'page.tftpl': '%{ for a in b }{{%{ endfor }',
    };
    expect(faults(files)).toEqual([]);
  });

  test('that runs programs, where they are allowed', () => {
    const text =
      'removed {\n provisioner "x" {}\n}\nterraform { encryption { \n method "external" "m" {}\n}}';
    expect(inMain(text)).toHaveLength(2);
    expect(faults({ 'main.tf': text }, { ...STRICT, allowLocalExec: true })).toEqual([]);
  });
});
