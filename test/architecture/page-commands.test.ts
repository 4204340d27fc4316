/** The commands and requests that the documentation shows are valid. */
import { isDeepStrictEqual } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { runProgram } from '../../cli/program.ts';
import { decisionRequestSchema } from '../../contract/operations/decision.ts';
import { check } from '../../contract/parse.ts';
import { RESOURCE_SCHEMAS } from '../../contract/resources/schemas.ts';
import { RESOURCE_KINDS, RESOURCE_TYPES } from '../../contract/vocabulary.ts';
import { createIo } from '../support/cli/recorded-io.ts';
import { blocksOf, inlineCodeOf, named, PAGES, readPage } from '../support/pages.ts';

const HTTP_PAGE = 'docs/http.md';
/** The schema of a body by method and path, for every kind of resource, and for the decisions about an operation. */
const REQUESTS = new Map<string, z.ZodType>([
  ['POST /operations', decisionRequestSchema],
  ...RESOURCE_TYPES.flatMap((type): [string, z.ZodType][] => {
    const { collection } = RESOURCE_KINDS[type];
    const schemas = RESOURCE_SCHEMAS[type];
    return [
      [`POST /${collection}`, schemas.createRequest],
      ...('updateRequest' in schemas
        ? ([[`PATCH /${collection}`, schemas.updateRequest]] satisfies [string, z.ZodType][])
        : []),
    ];
  }),
]);
const { createRequest: createCluster } = RESOURCE_SCHEMAS.cluster;

interface Sent {
  page: string;
  request: string;
  body: string;
}

const sent: Sent[] = PAGES.flatMap((page) =>
  blocksOf(readPage(page), 'sh')
    .flatMap((block) => block.split(/^(?=curl )/m))
    .flatMap((command) => {
      const [, method, collection] =
        /-X (POST|PATCH) \S*?:3000\/([a-z]+)[\s/?']/.exec(command) ?? [];
      const body = / -d '(.+?)'(?:\s|$)/s.exec(command)?.[1];
      return collection === undefined || body === undefined
        ? []
        : [{ page, request: `${method} /${collection}`, body }];
    }),
);
const isInvalidOnPurpose = ({ body }: Sent) => body.includes('"My Cluster"');

test.each(sent.filter((it) => !isInvalidOnPurpose(it)))('$page: $request $body', (it) => {
  expect(REQUESTS.get(it.request)?.safeParse(JSON.parse(it.body))).toMatchObject({ success: true });
});

test('the invalid request is refused with the errors that the page shows', () => {
  const [refused] = sent.filter(isInvalidOnPurpose);
  const shown = /"fieldErrors":(\{.+?\})/s.exec(readPage(HTTP_PAGE))?.[1] ?? '';
  const errors = z.record(z.string(), z.string()).parse(JSON.parse(shown));
  const faults = Object.entries(errors).map(([field, detail]) => ({
    pointer: `/${field.replaceAll('.', '/')}`,
    detail,
  }));
  expect(() => check(createCluster, JSON.parse(refused?.body ?? ''))).toThrow(
    expect.objectContaining({ code: 'invalid_request', faults: expect.toSatisfy(sameAs(faults)) }),
  );
});

/** Returns a predicate for the same items in any order. */
const sameAs = (wanted: readonly unknown[]) => (items: unknown[]) =>
  isDeepStrictEqual(new Set(items), new Set(wanted));

test('the cluster that fails on purpose asks for one fault', () => {
  const bodies = sent.filter(({ body }) => body.includes('"unlucky"')).map(({ body }) => body);
  expect(bodies).toHaveLength(1);
  const request = createCluster.parse(JSON.parse(bodies[0] ?? ''));
  expect(request.simulation?.faults).toHaveLength(1);
});

interface Call {
  page: string;
  /** The words that name the command. */
  words: string;
  flags: string[];
}

const CALL = /(?:^|[|($] ?|npx |xargs -n1 |=\()slipway ([a-z-].*?)(?=$|[|;&>#)])/gm;

/** Groups of commands within the commands of a collection. */
const GROUPS: readonly string[] = ['state'];

/** The calls of `slipway` that a page shows. */
function callsOf(page: string): Call[] {
  const text = readPage(page);
  return [...blocksOf(text, 'sh', 'console'), ...inlineCodeOf(text)]
    .flatMap((code) => named(code, CALL))
    .map((line) => line.trim().split(/\s+/))
    .map((parts) => {
      const end = parts.findIndex((it) => !/^[a-z][a-z-]+$/.test(it));
      const depth = GROUPS.includes(parts[1] ?? '') ? 3 : 2;
      return {
        page,
        words: parts.slice(0, Math.min(depth, end < 0 ? parts.length : end)).join(' '),
        flags: parts.filter((it) => /^--?[a-z]/.test(it)).map((it) => it.replace(/=.*/, '')),
      };
    })
    .filter(({ words }) => words !== '');
}

const commands = new Map<string, Call[]>();
for (const call of PAGES.flatMap(callsOf)) {
  commands.set(call.words, [...(commands.get(call.words) ?? []), call]);
}

afterEach(() => void vi.restoreAllMocks());

test.each([...commands])(
  'slipway %s is a command, with the flags that pages give it',
  async (words, calls) => {
    const log = vi.spyOn(console, 'log').mockReturnValue();
    await runProgram([...words.split(' '), '--help'], createIo().io);
    const help = log.mock.calls.flat().join('\n');
    // For an unknown command, the help is that of its group, which lists the commands.
    expect(words.includes(' ') && /^Commands:$/m.test(help)).toBe(false);
    for (const { page, flags } of calls) {
      for (const flag of flags) {
        // The help lists --no-wait as --wait.
        const listed = new RegExp(`^ .*?${flag.replace(/^--no-/, '--')}[ ,]`, 'm');
        expect(help, `${flag} on ${page}`).toMatch(listed);
      }
    }
  },
);
