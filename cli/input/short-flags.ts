/** Separates short flags, which may be written together with each other and with a value. */
import type { Options } from 'yargs';

/**
 * `-ojson` → `-o json`, `-fcluster.yaml` → `-f cluster.yaml`, `-o=json` → `-o json`, `-yojson` → `-y -o json`. The
 * parser would read each letter as a flag. Everything behind `--` stays as it is.
 *
 * @param flags tables that contain every flag with a short form
 */
export function separateShortFlags(
  args: readonly string[],
  flags: readonly Readonly<Record<string, Options>>[],
): string[] {
  const takesValue = new Map<string, boolean>([['h', false]]);
  for (const { alias, type } of flags.flatMap((table) => Object.values(table))) {
    if (typeof alias !== 'string') continue;
    // A letter can be a switch of one command. Only behind one with a value can more stand than other switches.
    takesValue.set(alias, takesValue.get(alias) === true || type !== 'boolean');
  }
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  return [...args.slice(0, end).flatMap((arg) => separate(arg, takesValue)), ...args.slice(end)];
}

function separate(arg: string, takesValue: ReadonlyMap<string, boolean>): string[] {
  if (!/^-[A-Za-z]./.test(arg)) return [arg];
  const letter = arg.charAt(1);
  const rest = arg.slice(2);
  const valued = takesValue.get(letter);
  if (valued === undefined) return [arg];
  if (valued) return [`-${letter}`, rest.replace(/^=/, '')];
  // `-y=false` is the parser's own way to set a switch.
  return rest.startsWith('=') ? [arg] : [`-${letter}`, ...separate(`-${rest}`, takesValue)];
}
