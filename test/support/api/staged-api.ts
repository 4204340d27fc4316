/** The real API and its page, with staged operations that change only when a test says so. */
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { createApp } from '../../../api/app.ts';
import { listen } from '../../../config/listen.ts';
import type { ResourcesQuery } from '../../../contract/operations/list-query.ts';
import type { LedgerItem } from '../../../contract/resources/ledger.ts';
import type { LogLine } from '../../../contract/operations/log.ts';
import type { Operation } from '../../../contract/operations/operation.ts';
import { RequestError } from '../../../contract/problems/problem-codes.ts';
import type { OperationPlan } from '../../../contract/operations/plan.ts';
import type { TimelineItem } from '../../../contract/operations/timeline.ts';
import { isTerminal } from '../../../contract/vocabulary.ts';
import type { SubmitOptions } from '../../../operations/admission/submit-options.ts';
import type { Operations } from '../../../operations/index.ts';
import type { LogRequest } from '../../../operations/log/log-request.ts';
import type { OperationRead } from '../../../operations/read/view.ts';
import { SIMULATED_ONLY } from './provider-defaults.ts';
import type { StagedRecords } from './staged-resources.ts';
import { DIST } from '../stack/part.ts';

const RUN = '00000000-0000-4000-8000-000000000000';

export interface StagedApi {
  url: string;
  /** Sets the operations that exist from now on, one for each id. */
  show(...operations: Operation[]): void;
  timeline: TimelineItem[];
  /** The log. It is complete when the operation has ended. */
  log: LogLine[];
  ledger: LedgerItem[];
  records: StagedRecords;
  /** The requests for new resources and for changes. */
  submitted: { request: string; validateOnly: boolean; body: unknown }[];
  /** The queries of the lists of resources. */
  listed: ResourcesQuery[];
  /** The plan of every operation. */
  plan: OperationPlan;
  /** Sets whether Temporal is unreachable. */
  away: boolean;
  /** The actions that the page requested. */
  acted: string[];
  close(): Promise<void>;
}

export async function startStagedApi(basePath = ''): Promise<StagedApi> {
  const stopping = new AbortController();
  const shown = new Map<string, Operation>();
  const changed = new EventTarget();
  const staged = {
    timeline: [] as TimelineItem[],
    log: [] as LogLine[],
    ledger: [] as LedgerItem[],
    records: { cluster: [], network: [], connection: [], deployment: [] } as StagedRecords,
    acted: [] as string[],
    listed: [] as ResourcesQuery[],
    submitted: [] as StagedApi['submitted'],
    plan: { resources: [], outputs: [] } as OperationPlan,
    away: false,
  };

  function read(id: string): OperationRead {
    if (staged.away) throw new RequestError('temporal_unavailable', 'Temporal is away.');
    const operation = shown.get(id);
    if (operation === undefined) throw new RequestError('not_found', 'There is no such operation.');
    return {
      operation,
      source: 'query',
      location: `${basePath}/operations/${id}`,
      revision: { runId: RUN, version: operation.version, canceling: false, memo: false },
      body: JSON.stringify(operation),
    };
  }

  async function* logOf(id: string, { after, follow, signal }: LogRequest) {
    let last = after;
    for (;;) {
      const { status } = read(id).operation;
      const lines = staged.log.filter(({ sequence }) => sequence > last);
      last = lines.at(-1)?.sequence ?? last;
      if (lines.length > 0) yield lines;
      if (!follow || isTerminal(status) || signal.aborted) return;
      await setTimeout(50);
    }
  }

  /** Answers every request with the first of the shown operations. */
  function submit(
    request: string,
    body: unknown,
    { validateOnly = false }: Pick<SubmitOptions, 'validateOnly'>,
  ) {
    staged.submitted.push({ request, validateOnly, body });
    const [id = ''] = shown.keys();
    const accepted = read(id);
    return validateOnly ? { preview: accepted.operation } : { read: accepted, replayed: false };
  }

  const operations = {
    create: (_principal, type, wanted, options) =>
      Promise.resolve().then(() => submit(`create ${type}`, wanted, options)),
    update: (_principal, type, id, patch, options) =>
      Promise.resolve().then(() => submit(`update ${type} ${id}`, patch, options)),
    read: (_principal, id) => Promise.resolve().then(() => read(id)),
    async until(_principal, id, holds, signal) {
      while (!signal.aborted && !holds(read(id))) {
        await new Promise<void>((resolve) => {
          const look = () => {
            changed.removeEventListener('change', look);
            signal.removeEventListener('abort', look);
            resolve();
          };
          changed.addEventListener('change', look);
          signal.addEventListener('abort', look);
        });
      }
      return read(id);
    },
    timeline: () => Promise.resolve({ items: staged.timeline.slice(0, 100) }),
    log: async (_principal, id, request) => logOf(id, request),
    ledger: () => Promise.resolve(staged.ledger),
    plan: () => Promise.resolve(staged.plan),
    decide: (_principal, id, decision) => {
      staged.acted.push(`${decision} ${id}`);
      return Promise.resolve().then(() => read(id));
    },
    cancel: (_principal, id, reason) => {
      staged.acted.push(['cancel', id, reason].join(' ').trim());
      return Promise.resolve().then(() => read(id));
    },
    resource: (_principal, type, id) =>
      Promise.resolve().then(() => {
        const record = staged.records[type].find((it) => it.id === id);
        if (record === undefined) throw new RequestError('not_found', `There is no ${type} ${id}.`);
        return record;
      }),
    list: {
      operations: () => Promise.resolve({ items: [...shown.values()] }),
      operationsOf: (_principal, type, id) =>
        Promise.resolve().then(() => {
          const items = [...shown.values()].filter(
            ({ resourceType, resourceId }) => resourceType === type && resourceId === id,
          );
          const exists = staged.records[type].some((record) => record.id === id);
          if (items.length > 0 || exists) return { items };
          throw new RequestError('not_found', `There is no ${type} ${id}.`);
        }),
      resources: (_principal, type, query) => {
        staged.listed.push(query);
        const items = staged.records[type].filter(({ id }) => id.includes(query.name ?? ''));
        return Promise.resolve({ items, total: items.length });
      },
    },
  } as Pick<
    Operations,
    | 'read'
    | 'until'
    | 'timeline'
    | 'log'
    | 'ledger'
    | 'plan'
    | 'decide'
    | 'cancel'
    | 'resource'
    | 'list'
    | 'create'
    | 'update'
  >;

  const app = createApp({
    webhookSecrets: () => Promise.resolve([]),
    operations: operations as unknown as Operations,
    logger: pino({ level: 'silent' }),
    principal: { organizationId: 'local', memberId: 'developer' },
    basePath,
    webDirectory: path.join(DIST, 'web'),
    requestsPerSecond: 0,
    defaults: SIMULATED_ONLY,
    now: () => new Date(),
    stopping: stopping.signal,
  });
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  return Object.assign(staged, {
    url: `${server.url}${basePath}`,
    show(...next: Operation[]) {
      shown.clear();
      for (const operation of next) shown.set(operation.id, operation);
      changed.dispatchEvent(new Event('change'));
    },
    async close() {
      stopping.abort();
      await server.close();
    },
  });
}
