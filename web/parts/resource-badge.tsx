import type { ResourceStatus } from '../../contract/vocabulary.ts';
import { humanize } from '../model/labels.ts';
import { Icon, type IconName } from './icon.tsx';

/** Each state looks like the status of an operation that it resembles. */
const LOOKS: Record<ResourceStatus, { look: string; icon: IconName }> = {
  creating: { look: 'running', icon: 'half' },
  active: { look: 'succeeded', icon: 'check' },
  updating: { look: 'running', icon: 'half' },
  deleting: { look: 'canceling', icon: 'back' },
  failed: { look: 'failed', icon: 'cross' },
};

export function ResourceBadge({ status }: { status: ResourceStatus }) {
  const { look, icon } = LOOKS[status] ?? { look: '', icon: 'dot' };
  return (
    <span class={`badge ${look}`}>
      <Icon name={icon} />
      {humanize(status)}
    </span>
  );
}
