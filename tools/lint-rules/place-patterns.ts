/**
 * Returns gitignore patterns that match the relative imports of `places` in the files of one folder, and
 * no other relative imports.
 *
 * @param places folders (`contract/`), files (`contract/ids.ts`), or `''` for everything, as in the dependency rule
 * @param folder the names of the folders from the root; `*` stands for any name
 */
export function placePatterns(places: readonly string[], folder: readonly string[]): string[] {
  const around = places
    .filter((place) => isAround(place, folder))
    .toSorted((a, b) => a.length - b.length)[0];
  const elsewhere = places.filter((place) => !isAround(place, folder));
  return [
    ...(around === undefined ? [] : aroundPatterns(around, folder)),
    ...elsewhere.map((place) => relativePath(place, folder) + (place.endsWith('/') ? '**' : '')),
  ];
}

/** Returns the pattern that exempts what `pattern` matches, or that matches what `pattern` exempts. */
export function opposite(pattern: string): string {
  return pattern.startsWith('!') ? pattern.slice(1) : `!${pattern}`;
}

/** Returns true if `place` is `outer` or is inside the folder `outer`. */
export function isWithin(place: string, outer: string): boolean {
  return outer === '' || place === outer || (outer.endsWith('/') && place.startsWith(outer));
}

/** Returns true if all files of `folder` are in `place`. */
function isAround(place: string, folder: readonly string[]): boolean {
  return isWithin([...folder, ''].join('/'), place);
}

/**
 * A relative import leaves `place` if it goes up by more folders than lie between `place` and `folder`.
 */
function aroundPatterns(place: string, folder: readonly string[]): string[] {
  const between = folder.length - foldersIn(place).length;
  return ['./**', '../**', `!${'../'.repeat(between + 1)}**`];
}

/**
 * Returns the relative import path from a folder to a place that does not contain it.
 *
 * @param folder as in `placePatterns`
 */
export function relativePath(place: string, folder: readonly string[]): string {
  const target = foldersIn(place);
  const differs = folder.findIndex((name, index) => name !== target[index]);
  const common = differs === -1 ? folder.length : differs;
  const up = folder.length - common;
  return `${up === 0 ? './' : '../'.repeat(up)}${place.split('/').slice(common).join('/')}`;
}

function foldersIn(place: string): string[] {
  return place.split('/').slice(0, -1);
}
