/** One change of a plan. Its attributes unfold on request. */
import { useState } from 'preact/hooks';
import { REASON_TEXTS } from '../../contract/operations/plan-text.ts';
import { dataLosses } from '../../contract/plans/data-loss.ts';
import { plural } from '../model/labels.ts';
import type { ShownChange } from '../model/plan.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Attributes } from './attributes.tsx';

const ICONS: Record<ShownChange['operation'], IconName> = {
  delete: 'minus',
  replace: 'swap',
  forget: 'cross',
  update: 'pencil',
  create: 'plus',
  import: 'plus',
  move: 'back',
  refresh: 'half',
  read: 'ring',
  same: 'equal',
};

export function Change({ change }: { change: ShownChange }) {
  const { address, operation, reason, movedFrom, imported, attributes = [] } = change;
  const [loss] = dataLosses([change]);
  return (
    <li class={`change ${operation}`}>
      <Icon name={ICONS[operation] ?? 'dot'} />
      <span class="what">{address}</span>
      {loss !== undefined && <span class="loss">{loss.what}</span>}
      {reason !== undefined && <span class="why">{REASON_TEXTS[reason] ?? reason}</span>}
      {movedFrom !== undefined && <span class="why">moved from {movedFrom}</span>}
      {imported && operation !== 'import' && <span class="why">imported</span>}
      {attributes.length > 0 && <Folded attributes={attributes} />}
    </li>
  );
}

/** A large plan has thousands of attributes, so closed ones are not rendered. */
function Folded({ attributes }: Required<Pick<ShownChange, 'attributes'>>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="folded" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{plural(attributes.length, 'attribute')}</summary>
      {isOpen && <Attributes attributes={attributes} />}
    </details>
  );
}
