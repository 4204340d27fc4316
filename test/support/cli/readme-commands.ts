/** Reads the commands of a page, grouped by its headings. */

export interface Section {
  title: string;
  /** The commands of its `sh` blocks, joined. */
  commands: string;
}

/** The second-level sections that have commands. */
export function sectionsOf(page: string): Section[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      title: section.slice(0, section.indexOf('\n')),
      commands: [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block).join(''),
    }))
    .filter(({ commands }) => commands !== '');
}
