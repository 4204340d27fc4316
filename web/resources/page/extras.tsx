/** What only the resources of some types have on their page. */
import type { ComponentType } from 'preact';
import type { ResourceType } from '../../../contract/vocabulary.ts';
import { basePath } from '../../api.ts';
import type { ResourceRecord } from '../../model/types.ts';
import { Code } from '../../parts/code.tsx';
import { Icon } from '../../parts/icon.tsx';

type Extra = ComponentType<{ record: ResourceRecord }>;

export const EXTRAS: { readonly [Type in ResourceType]?: Extra } = {
  cluster: KubernetesAccess,
  connection: TrustPolicy,
};

/** There is a kubeconfig as soon as the control plane has an endpoint. */
function KubernetesAccess({ record: { id, outputs } }: { record: ResourceRecord }) {
  if (outputs['endpoint'] === undefined) return null;
  return (
    <section aria-labelledby="access">
      <header class="section-head">
        <h2 id="access">Access with kubectl</h2>
        <a
          class="button"
          href={`${basePath}/clusters/${encodeURIComponent(id)}/kubeconfig`}
          download={`${id}.kubeconfig.yaml`}
        >
          <Icon name="down" /> Download the kubeconfig
        </a>
      </header>
      <p>Or add the cluster to your own kubeconfig, and make it the current context:</p>
      <Code text={`slipway clusters kubeconfig ${id} --merge`} label="Copy the command" />
    </section>
  );
}

/** The policy that the role of a connection needs. */
function TrustPolicy({ record }: { record: ResourceRecord }) {
  if (!('trustPolicy' in record)) return null;
  return (
    <section aria-labelledby="trust">
      <h2 id="trust">Trust policy</h2>
      <p>The role must have this trust policy, so that only Slipway can assume it.</p>
      <Code text={JSON.stringify(record.trustPolicy, null, 2)} label="Copy the trust policy" />
    </section>
  );
}
