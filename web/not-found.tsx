import { RESOURCE_TYPES } from '../contract/vocabulary.ts';
import { collectionLabel } from './model/labels.ts';
import { useTitle } from './parts/use-title.ts';
import { paths } from './router.ts';

export function NotFound() {
  useTitle('Page not found');
  return (
    <div class="empty">
      <h1>Page not found</h1>
      <p>There is no page at this address. It may be misspelled.</p>
      <ul class="links">
        <li>
          <a href={paths.list()}>Operations</a>
        </li>
        {RESOURCE_TYPES.map((type) => (
          <li key={type}>
            <a href={paths.resources(type)}>{collectionLabel(type)}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
