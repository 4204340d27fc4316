/** Parts of EKS that moto lacks: add-ons, access entries and pod identity associations. */
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { errorAnswer, jsonAnswer } from '../proxy/answers.ts';
import { textIn, retagged, segments, type Answer, type Call } from '../proxy/call.ts';
import type { Delays } from '../proxy/delays.ts';
import { accessEntryRefusal, identityOf } from './access/access-entries.ts';
import { createAccessPolicies } from './access/access-policies.ts';
import { addonState } from './addons/addon-state.ts';
import { addonRefusal, defaultVersion } from './addons/addon-versions.ts';
import { listed } from './listed-extras.ts';
import type { EksUpdates } from './updates.ts';

const tagsSchema = z.record(z.string(), z.string());

const KINDS = ['addons', 'access-entries', 'pod-identity-associations'] as const;
type Kind = (typeof KINDS)[number];
interface Extra {
  cluster: string;
  kind: Kind;
  id: string;
  view: Record<string, unknown>;
}

/** The names of the fields for each kind: `list` for a list, `one` for one item, `id` for its id. */
const FIELDS = {
  addons: { list: 'addons', one: 'addon', id: 'addonName' },
  'access-entries': { list: 'accessEntries', one: 'accessEntry', id: 'principalArn' },
  'pod-identity-associations': { list: 'associations', one: 'association', id: 'associationId' },
} as const satisfies Record<Kind, object>;

export interface EksExtrasOptions {
  delays: Delays;
  account: string;
  /** @returns true if the cluster has an active node group */
  hasNodes: (cluster: string) => boolean;
  /** @returns the Kubernetes version of a cluster */
  versionOf: (cluster: string) => string;
  updates: EksUpdates;
}

export function createEksExtras(options: EksExtrasOptions) {
  const { delays, account, hasNodes, versionOf, updates } = options;
  const policies = createAccessPolicies();
  const extras = new Map<string, Extra>();
  const keyOf = (cluster: string, kind: Kind, id: string) => `${cluster} ${kind} ${id}`;

  /** Finds the extras of a cluster. Forgets those whose deletion has ended. */
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
    const key = keyOf(extra.cluster, extra.kind, extra.id);
    const at = {
      state: delays.stateOf(key),
      isUpdating: updates.isRunning(key),
      hasNodes: hasNodes(extra.cluster),
    };
    return { ...extra.view, ...addonState(extra.id, at) };
  }

  function create(call: Call, cluster: string, kind: Kind, failing: boolean): Answer {
    const id =
      kind === 'pod-identity-associations'
        ? `a-${randomBytes(8).toString('hex')}`
        : String(call.json[FIELDS[kind].id]);
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
        `${FIELDS[kind].one} ${id} already exists.`,
        409,
      );
    }
    const kubernetesVersion = versionOf(cluster);
    const addonVersion =
      textIn(call, 'addonVersion') ?? defaultVersion(id, kubernetesVersion) ?? '';
    const refused = {
      addons: () => addonRefusal(call, id, addonVersion, kubernetesVersion),
      'access-entries': () => accessEntryRefusal(call, id),
      'pod-identity-associations': () => undefined,
    }[kind]();
    if (refused !== undefined) return refused;
    const now = Date.now() / 1000;
    const { clientRequestToken: _token, resolveConflicts: _conflicts, ...asked } = call.json;
    const arn = `arn:aws:eks:${call.region}:${account}`;
    const own = {
      addons: {
        addonArn: `${arn}:addon/${cluster}/${id}/${randomBytes(8).toString('hex')}`,
        addonVersion,
      },
      'access-entries': {
        type: textIn(call, 'type') ?? 'STANDARD',
        accessEntryArn: `${arn}:access-entry/${cluster}/${identityOf(id)}/${randomBytes(8).toString('hex')}`,
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
    return jsonAnswer({ [FIELDS[kind].one]: viewOf(extra) });
  }

  /** UpdateAddon takes time; UpdateAccessEntry and UpdatePodIdentityAssociation do not. */
  function update(call: Call, extra: Extra, failing: boolean): Answer {
    const { clientRequestToken: _token, resolveConflicts: _conflicts, ...asked } = call.json;
    const apply = () => void Object.assign(extra.view, asked, { modifiedAt: Date.now() / 1000 });
    if (extra.kind !== 'addons') {
      const isEntry = extra.kind === 'access-entries';
      const type = String(extra.view['type']);
      const refused = isEntry ? accessEntryRefusal(call, extra.id, type) : undefined;
      if (refused !== undefined) return refused;
      apply();
      return jsonAnswer({ [FIELDS[extra.kind].one]: viewOf(extra) });
    }
    const key = keyOf(extra.cluster, extra.kind, extra.id);
    if (delays.stateOf(key) !== 'ready') {
      const message = `Addon ${extra.id} cannot be updated as it is currently not active`;
      return errorAnswer(call, 'ResourceInUseException', message, 409);
    }
    const version = textIn(call, 'addonVersion');
    const refused =
      version === undefined
        ? undefined
        : addonRefusal(call, extra.id, version, versionOf(extra.cluster));
    if (refused !== undefined) return refused;
    return updates.begin(call, { type: 'AddonUpdate', key, apply }, failing);
  }

  function remove(extra: Extra): Answer {
    const key = keyOf(extra.cluster, extra.kind, extra.id);
    if (extra.kind === 'addons') {
      delays.end(key, 'addon');
      return jsonAnswer({ addon: viewOf(extra) });
    }
    extras.delete(key);
    if (extra.kind === 'access-entries') policies.forget(extra.cluster, extra.id);
    const { one } = FIELDS[extra.kind];
    return jsonAnswer(extra.kind === 'access-entries' ? {} : { [one]: viewOf(extra) });
  }

  function list(call: Call, found: readonly Extra[], kind: Kind): Answer {
    const { page, ...next } = listed(call, found);
    const items =
      kind === 'pod-identity-associations' ? page.map(viewOf) : page.map(({ id }) => id);
    return jsonAnswer({ [FIELDS[kind].list]: items, ...next });
  }

  return {
    /**
     * Handles a call about the extras of a cluster. The cluster must exist.
     *
     * @returns undefined if the call is for another part of EKS
     */
    handle(call: Call, failing: boolean): Answer | undefined {
      const [, cluster = '', kind, id, part] = segments(call.path);
      const known = KINDS.find((it) => it === kind);
      if (known === undefined) return undefined;
      if (call.method === 'POST' && id === undefined) return create(call, cluster, known, failing);
      const found = of(cluster, known);
      if (id === undefined) return list(call, found, known);
      const extra = found.find((it) => it.id === id);
      if (extra === undefined) {
        return errorAnswer(
          call,
          'ResourceNotFoundException',
          `No ${FIELDS[known].one} ${id}.`,
          404,
        );
      }
      if (part === 'access-policies') return policies.handle(call, String(extra.view['type']));
      if (call.method === 'POST') return update(call, extra, failing);
      return call.method === 'DELETE'
        ? remove(extra)
        : jsonAnswer({ [FIELDS[known].one]: viewOf(extra) });
    },
    /** Makes an entry of EKS's own: for the cluster's creator, or for the nodes of Auto Mode. */
    admit(call: Call, cluster: string, principalArn: string, type: 'STANDARD' | 'EC2') {
      const json = { principalArn, type };
      create({ ...call, json, tags: {} }, cluster, 'access-entries', false);
      policies.admit(cluster, principalArn, type);
    },
    /** @returns true if the call is for this part of EKS */
    isOwn: (call: Call): boolean => (segments(call.path)[2] ?? '') in FIELDS,
    /** Sets or removes tags by ARN. Returns false if the ARN belongs to another part of EKS. */
    tag(call: Call): boolean {
      const arn = segments(call.path)[1] ?? '';
      const extra = [...extras.values()].find(({ view }) =>
        [view['addonArn'], view['accessEntryArn'], view['associationArn']].includes(arn),
      );
      if (extra === undefined) return false;
      extra.view['tags'] = retagged(tagsSchema.parse(extra.view['tags']), call);
      return true;
    },
    /** Forgets the extras of a deleted cluster. */
    forget(cluster: string) {
      policies.forget(cluster);
      for (const [key, extra] of extras) {
        if (extra.cluster !== cluster) continue;
        extras.delete(key);
        delays.forget(key);
      }
    },
    listAccessPolicies: policies.list,
    /** The name and version of each add-on of a cluster. */
    addonsOf: (cluster: string): { name: string; version: string }[] =>
      of(cluster, 'addons').map(({ id, view }) => ({
        name: id,
        version: String(view['addonVersion']),
      })),
    addonKey: (cluster: string, name: string): string => keyOf(cluster, 'addons', name),
    /** All extras, for the route /sandbox/eks. */
    all: (): Record<string, unknown>[] => [...extras.values()].map(viewOf),
  };
}
