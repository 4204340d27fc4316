/** Draws cloud resources with their dependencies. The list has the same facts for screen readers. */
import { useMemo, useState } from 'preact/hooks';
import { layOut, NODE, type GraphLayout } from '../../model/graph-layout.ts';
import { fieldLabel, humanize } from '../../model/labels.ts';
import type { LedgerItem } from '../../model/types.ts';

const MARGIN = 8;
/** Longer names would leave their box. The title has the whole name. */
const MAX_LENGTH = 24;

export function Graph({ items, label }: { items: readonly LedgerItem[]; label: string }) {
  const [hovered, setHovered] = useState<string>();
  const edges = items.map(({ urn, dependsOn }) => [urn, dependsOn] as const);
  const layout = useMemo(() => layOut(new Map(edges)), [JSON.stringify(edges)]);
  const related = relatedTo(hovered, layout);
  const { width, height } = layout;
  return (
    <div class="graph" tabIndex={0} role="region" aria-label={label}>
      <svg
        role="img"
        aria-label={label}
        width={width + 2 * MARGIN}
        height={height + 2 * MARGIN}
        viewBox={`${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`}
        class={hovered === undefined ? '' : 'hovering'}
      >
        {layout.edges.map(({ from, to, path }) => (
          <path
            key={`${from} ${to}`}
            class={`edge ${from === hovered || to === hovered ? 'related' : ''}`}
            d={path}
          />
        ))}
        {layout.nodes.map(({ urn, x, y }) => {
          const item = items.find((it) => it.urn === urn);
          if (item === undefined) return null;
          return (
            <g
              key={urn}
              class={`node ${item.status} ${related.has(urn) ? 'related' : ''}`}
              transform={`translate(${x} ${y})`}
              onMouseEnter={() => setHovered(urn)}
              onMouseLeave={() => setHovered(undefined)}
            >
              <title>{titleOf(item)}</title>
              <rect width={NODE.width} height={NODE.height} rx="6" />
              <text x="10" y="16" class="type">
                {shortened(fieldLabel(item.type))}
              </text>
              <text x="10" y="32">
                {shortened(item.name)}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** The node under the pointer, and those that an edge connects with it. */
function relatedTo(hovered: string | undefined, { edges }: GraphLayout): ReadonlySet<string> {
  if (hovered === undefined) return new Set();
  const ends = edges.filter(({ from, to }) => from === hovered || to === hovered);
  return new Set([hovered, ...ends.flatMap(({ from, to }) => [from, to])]);
}

function titleOf({ urn, cloudId, status }: LedgerItem): string {
  return [urn, cloudId, humanize(status)].filter((part) => part !== undefined).join('\n');
}

function shortened(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`;
}
