import type { Settings } from '../../config/settings.ts';

/** The message in the terminal when all processes are ready. */
export function welcome(settings: Settings, ports: Record<string, number>): string {
  const host = settings.HOST.includes(':') ? `[${settings.HOST}]` : settings.HOST;
  const api = `http://${host}:${ports['PORT'] ?? settings.PORT}${settings.SLIPWAY_BASE_PATH}`;
  const webUi = settings.ownsTemporal
    ? `http://127.0.0.1:${ports['TEMPORAL_UI_PORT'] ?? settings.TEMPORAL_UI_PORT}`
    : `that of the server at ${settings.TEMPORAL_ADDRESS}`;
  // The default server of the command line needs no option.
  const server = api === 'http://127.0.0.1:3000' ? '' : ` --server ${api}`;
  return `
Slipway is up.

  API:                ${api}
  Operations:         ${api}/ui
  Temporal's Web UI:  ${webUi}

Try one of these in another terminal:

  npx slipway clusters create demo${server}
  curl -X POST ${api}/clusters -H 'content-type: application/json' -d '{"name":"demo"}'

`;
}
