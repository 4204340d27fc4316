/**
 * Messages of the service speak of requests and fields. Users of the command line send these with commands and flags.
 */

/** What is said instead. `$1` is the first group. */
const WORDS: readonly (readonly [request: RegExp, command: string])[] = [
  [/\bsend force: true\b/g, 'add --force'],
  [/\bset deletionProtection to false\b/g, 'update it with --no-deletion-protection'],
  [/\bwith PATCH\b/g, 'with `slipway deployments update`'],
  [/\bGET \/deployments\/([\w-]+)\/state\/versions\b/g, '`slipway deployments state list $1`'],
  [/\bGET \/deployments\/([\w-]+)\/outputs\b/g, '`slipway deployments outputs $1`'],
  [/\bGET \/state-files\/(\w+)\/download\b/g, 'slipway deployments state file $1'],
  [/; upload it with PUT \/(?:archives|state-files)\/\w+/g, ''],
  [/`source\.git\.url`/g, '--git'],
  [/`source\.git\.(ref|path)`/g, '--$1'],
  [/\bin `credentials`/g, 'with --credential'],
];

/** Returns a message of the service in the words of the command line. */
export function inCommands(message: string): string {
  return WORDS.reduce((text, [request, command]) => text.replace(request, command), message);
}
