import { valueText } from '../../contract/operations/plan-text.ts';
import type { PlannedChange } from '../model/types.ts';

type Attribute = PlannedChange['attributes'][number];

/** The attributes that change, each with its value before and after. */
export function Attributes({ attributes }: { attributes: readonly Attribute[] }) {
  return (
    <ul class="attributes">
      {attributes.map(({ path, before, after, replaces }) => (
        <li key={path}>
          <code class="path">{path}</code> {before !== undefined && <del>{valueText(before)}</del>}{' '}
          {after !== undefined && <ins>{valueText(after)}</ins>}
          {replaces && <span class="forces"> forces replacement</span>}
        </li>
      ))}
    </ul>
  );
}
