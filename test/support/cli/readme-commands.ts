/** The commands of a page, by its headings. */

export interface Section {
  title: string;
  /** Of its blocks of `sh`, one after the other. */
  commands: string;
}

/** The sections of the second level that have commands. */
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
