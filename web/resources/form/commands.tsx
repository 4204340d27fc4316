/** The commands that send the same request as the form. */
import { basePath } from '../../api.ts';
import { cliCommand, curlCommand, type FormRequest } from '../../model/form/request.ts';
import { Code } from '../../parts/code.tsx';

export function Commands({ request }: { request: FormRequest }) {
  const url = `${location.origin}${basePath}`;
  return (
    <section aria-labelledby="commands">
      <h2 id="commands">The same from a terminal</h2>
      <h3>Command line</h3>
      <Code text={cliCommand(request)} label="Copy the command" />
      <h3>curl</h3>
      <Code text={curlCommand(request, url)} label="Copy the curl command" />
    </section>
  );
}
