/**
 * Returns the arguments for vitest, from those of `npm test -- ARGUMENTS`. `--provider` selects the part of
 * the campaign for one provider: `npm run test:campaign -- --provider aws`.
 */
export function testArguments(args: readonly string[]): string[] {
  const at = args.indexOf('--provider');
  if (at === -1) return [...args];
  const provider = args[at + 1];
  const rest = args.toSpliced(at, 2);
  if (provider === 'simulated') return [...rest, '--exclude', 'test/campaign/aws/**'];
  if (provider !== 'aws') throw new Error('--provider is aws or simulated');
  return rest.map((arg) => (arg === 'test/campaign' ? 'test/campaign/aws' : arg));
}
