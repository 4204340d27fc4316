/** The parts of EKS that moto has not: add-ons, access entries and pod identity associations. */
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { errorAnswer, jsonAnswer } from '../proxy/answers.ts';
import { retagged, segments, type Answer, type Call } from '../proxy/call.ts';
import type { Delays } from '../proxy/delays.ts';

const tagsSchema = z.record(z.string(), z.string());
/** These run on nodes, and are degraded without. */
const NEEDS_NODES: ReadonlySet<string> = new Set(['coredns', 'aws-ebs-csi-driver']);

const KINDS = ['addons', 'access-entries', 'pod-identity-associations'] as const;
type Kind = (typeof KINDS)[number];
interface Extra {
  cluster: string;
  kind: Kind;
  id: string;
  view: Record<string, unknown>;
}

/** The words of each kind: its list's field, its own field, the field that names it. */
const WORDS = {
  addons: { list: 'addons', one: 'addon', id: 'addonName' },
  'access-entries': { list: 'accessEntries', one: 'accessEntry', id: 'principalArn' },
  'pod-identity-associations': { list: 'associations', one: 'association', id: 'associationId' },
} as const satisfies Record<Kind, object>;

export interface EksExtrasOptions {
  delays: Delays;
  account: string;
  /** Whether a node group of the cluster is active. */
  hasNodes: (cluster: string) => boolean;
}

export function createEksExtras({ delays, account, hasNodes }: EksExtrasOptions) {
  const extras = new Map<string, Extra>();
  const keyOf = (cluster: string, kind: Kind, id: string) => `${cluster} ${kind} ${id}`;

  /** Those of a cluster; what is gone by now is forgotten. */
  function of(cluster: string, kind: Kind): Extra[] {
    return [...extras].flatMap(([key, extra]) => {
      if (extra.cluster !== cluster || extra.kind !== kind) return [];
      if (delays.stateOf(key) !== 'gone') return [extra];
      extras.delete(key);
      delays.forget(key);
      return [];
    });
  }

  function viewOf(extra: Extra): Record<string, unknown> {
    if (extra.kind !== 'addons') return extra.view;
    const state = delays.stateOf(keyOf(extra.cluster, extra.kind, extra.id));
    const isDegraded = NEEDS_NODES.has(extra.id) && !hasNodes(extra.cluster);
    const status = {
      creating: isDegraded ? 'DEGRADED' : 'CREATING',
      ready: isDegraded ? 'DEGRADED' : 'ACTIVE',
      failed: 'CREATE_FAILED',
      deleting: 'DELETING',
      gone: 'DELETING',
    }[state];
    const issues =
      state === 'failed'
        ? [{ code: 'AdmissionRequestDenied', message: 'The sandbox was told to fail.' }]
        : isDegraded
          ? [{ code: 'InsufficientNumberOfReplicas', message: 'There are no nodes to run on.' }]
          : [];
    return { ...extra.view, status, health: { issues } };
  }

  function create(call: Call, cluster: string, kind: Kind, failing: boolean): Answer {
    const id =
      kind === 'pod-identity-associations'
        ? `a-${randomBytes(8).toString('hex')}`
        : String(call.json[WORDS[kind].id]);
    const isTwin = ({ view }: Extra) =>
      view['namespace'] === call.json['namespace'] &&
      view['serviceAccount'] === call.json['serviceAccount'];
    const there = of(cluster, kind).find((it) =>
      kind === 'pod-identity-associations' ? isTwin(it) : it.id === id,
    );
    if (there !== undefined) {
      return errorAnswer(
        call,
        'ResourceInUseException',
        `${WORDS[kind].one} ${id} already exists.`,
        409,
      );
    }
    const now = Date.now() / 1000;
    const { clientRequestToken: _token, ...asked } = call.json;
    const arn = `arn:aws:eks:${call.region}:${account}`;
    const own = {
      addons: { addonArn: `${arn}:addon/${cluster}/${id}/${randomBytes(8).toString('hex')}` },
      'access-entries': {
        accessEntryArn: `${arn}:access-entry/${cluster}/${randomBytes(8).toString('hex')}`,
      },
      'pod-identity-associations': {
        associationId: id,
        associationArn: `${arn}:podidentityassociation/${cluster}/${id}`,
      },
    }[kind];
    const view = {
      tags: {},
      ...asked,
      ...own,
      clusterName: cluster,
      createdAt: now,
      modifiedAt: now,
    };
    const extra: Extra = { cluster, kind, id, view };
    const key = keyOf(cluster, kind, id);
    extras.set(key, extra);
    if (kind === 'addons') {
      delays.begin(key, 'addon');
      if (failing) delays.fail(key);
    }
    return jsonAnswer({ [WORDS[kind].one]: viewOf(extra) });
  }

  function remove(extra: Extra): Answer {
    const key = keyOf(extra.cluster, extra.kind, extra.id);
    if (extra.kind === 'addons') {
      delays.end(key, 'addon');
      return jsonAnswer({ addon: viewOf(extra) });
    }
    extras.delete(key);
    const { one } = WORDS[extra.kind];
    return jsonAnswer(extra.kind === 'access-entries' ? {} : { [one]: viewOf(extra) });
  }

  function list(call: Call, found: readonly Extra[], kind: Kind): Answer {
    const query = new URL(call.path, 'http://localhost').searchParams;
    const most = Number(query.get('maxResults') ?? 100);
    const from = Number(query.get('nextToken') ?? 0);
    const page = found.slice(from, from + most);
    const items =
      kind === 'pod-identity-associations' ? page.map(viewOf) : page.map(({ id }) => id);
    const next = from + most;
    return jsonAnswer({
      [WORDS[kind].list]: items,
      ...(next < found.length && { nextToken: String(next) }),
    });
  }

  return {
    /** Undefined: no call of this part. The cluster is known to be there. */
    handle(call: Call, failing: boolean): Answer | undefined {
      const [, cluster = '', kind, id] = segments(call.path);
      const known = KINDS.find((it) => it === kind);
      if (known === undefined) return undefined;
      if (call.method === 'POST' && id === undefined) return create(call, cluster, known, failing);
      const found = of(cluster, known);
      if (id === undefined) return list(call, found, known);
      const extra = found.find((it) => it.id === id);
      if (extra === undefined) {
        return errorAnswer(call, 'ResourceNotFoundException', `No ${WORDS[known].one} ${id}.`, 404);
      }
      return call.method === 'DELETE'
        ? remove(extra)
        : jsonAnswer({ [WORDS[known].one]: viewOf(extra) });
    },
    /** Whether the call is of this part. */
    isOwn: (call: Call): boolean => (segments(call.path)[2] ?? '') in WORDS,
    /** Sets or removes tags of the one whose ARN it is; false when it is none of these. */
    tag(call: Call): boolean {
      const arn = segments(call.path)[1] ?? '';
      const extra = [...extras.values()].find(({ view }) =>
        [view['addonArn'], view['accessEntryArn'], view['associationArn']].includes(arn),
      );
      if (extra === undefined) return false;
      extra.view['tags'] = retagged(tagsSchema.parse(extra.view['tags']), call);
      return true;
    },
    /** A cluster takes them with it. */
    forget(cluster: string) {
      for (const [key, extra] of extras) {
        if (extra.cluster !== cluster) continue;
        extras.delete(key);
        delays.forget(key);
      }
    },
    /** Everything that is there, for who looks behind the API. */
    all: (): Record<string, unknown>[] => [...extras.values()].map(viewOf),
  };
}
