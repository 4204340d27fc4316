import type { Settings } from '../../config/settings.ts';

/** What the terminal says when everything is up. */
export function welcome(settings: Settings, ports: Record<string, number>): string {
  const host = settings.HOST.includes(':') ? `[${settings.HOST}]` : settings.HOST;
  const api = `http://${host}:${ports['PORT'] ?? settings.PORT}${settings.SLIPWAY_BASE_PATH}`;
  const webUi = settings.ownsTemporal
    ? `http://127.0.0.1:${ports['TEMPORAL_UI_PORT'] ?? settings.TEMPORAL_UI_PORT}`
    : `the one of the server at ${settings.TEMPORAL_ADDRESS}`;
  // Where the command line looks by itself.
  const server = api === 'http://127.0.0.1:3000' ? '' : ` --server ${api}`;
  return `
Slipway is up.

  API:                ${api}
  Operations:         ${api}/ui
  Temporal's Web UI:  ${webUi}

Try it in another terminal, by one of these:

  npx slipway clusters create demo${server}
  curl -X POST ${api}/clusters -H 'content-type: application/json' -d '{"name":"demo"}'

`;
}
