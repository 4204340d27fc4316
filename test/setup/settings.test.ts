import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings, SettingsError } from '../../config/settings.ts';
import { temporalConnectionOptions } from '../../config/temporal.ts';

/** A setting, an invalid value, and a part of the error message. */
const REFUSED: [string, string, string][] = [
  ['HOST', '0.0.0.0', 'must be a loopback address'],
  ['HOST', '192.168.1.4', 'must be a loopback address'],
  ['PORT', 'http', 'must be a port: a whole number from 0 to 65535'],
  ['PORT', '65536', 'must be a port'],
  ['PORT', '0x50', 'must be a port'],
  ['TEMPORAL_PORT', '-1', 'must be a port'],
  ['TEMPORAL_UI_PORT', '1.5', 'must be a port'],
  ['SIMULATOR_PORT', ' ', 'must be a port'],
  ['SIMULATOR_URL', 'localhost:3100', 'must be an http:// or https:// URL'],
  ['SIMULATOR_SPEED', '0', 'must be a number above 0'],
  ['SIMULATOR_SPEED', 'fast', 'must be a number above 0'],
  ['SLIPWAY_PROVIDERS', 'azure', 'must be one of simulated, aws'],
  ['SLIPWAY_AWS_REGION', 'moon-1', 'must be one of us-east-1'],
  ['AWS_ENDPOINT_URL', 'localhost:3200', 'must be an http:// or https:// URL'],
  ['SLIPWAY_AWS_OWN_ACCOUNT', 'yes', 'must be refused or allowed'],
  ['SLIPWAY_AWS_CALLS_PER_SECOND', '0', 'must be a number above 0'],
  ['SLIPWAY_ORGANIZATION', 'My Org', 'must be a DNS label'],
  ['SLIPWAY_MEMBER', '-me', 'must be a DNS label'],
  ['SLIPWAY_BASE_PATH', 'api/v1', 'must be empty or like /api/v1'],
  ['SLIPWAY_BASE_PATH', '/api/', 'must be empty or like /api/v1'],
  ['TEMPORAL_ADDRESS', 'temporal', 'must be host:port'],
  ['LOG_LEVEL', 'loud', 'must be one of trace, debug'],
  ['SLIPWAY_HEARTBEAT_TIMEOUT_MS', '0', 'must be a whole number of milliseconds'],
  ['SLIPWAY_DEADLINE_FACTOR', '-1', 'must be a number above 0'],
  ['TEMPORAL_PROFILE', 'nowhere', "Profile 'nowhere' not found"],
];

describe('settings', () => {
  test.each(REFUSED)('%s=%s is refused in one sentence', (name, value, part) => {
    const message = faultOf({ [name]: value });
    expect(message).toContain(part);
    expect(message.split('\n')).toHaveLength(1);
    expect(message).toMatch(/\.$/);
    // Temporal's library reads the profile, and writes the message.
    const begin = name === 'TEMPORAL_PROFILE' ? "Temporal's environment" : `${name}=${value} `;
    expect(message.slice(0, begin.length)).toBe(begin);
  });

  test.each(['AWS_ENDPOINT_URL', 'SLIPWAY_TEMPORAL_RELEASES', 'SLIPWAY_PUBLIC_URL'])(
    'the password of a wrong URL in %s is not shown',
    (name) => {
      for (const url of ['ftp://ann:secret@mirror.example/x', 'ftp://ann:se@cret@mirror.example']) {
        const message = faultOf({ [name]: url });
        expect(message).toContain(`${name}=ftp://***@mirror.example`);
        expect(message).not.toContain('cret');
      }
    },
  );

  test('a user or password for downloads is refused', () => {
    const message = faultOf({ SLIPWAY_TEMPORAL_RELEASES: 'https://ann:secret@mirror.example' });
    expect(message).toContain('without a user or password');
    expect(message).not.toContain('secret');
  });

  test('one error names every fault', () => {
    const message = faultOf({ PORT: 'x', HOST: '::', LOG_LEVEL: 'all' });
    expect(message.split('\n').map((line) => line.split('=')[0])).toEqual([
      'HOST',
      'PORT',
      'LOG_LEVEL',
    ]);
  });

  test('every setting has a default', () => {
    expect(readSettings({})).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 3000,
      SIMULATOR_URL: 'http://127.0.0.1:3100',
      TEMPORAL_ADDRESS: '127.0.0.1:7233',
      TEMPORAL_NAMESPACE: 'default',
      temporalCredentials: {},
      ownsTemporal: true,
    });
  });

  test('an empty value counts as not set', () => {
    expect(readSettings({ PORT: '', TEMPORAL_ADDRESS: '' })).toMatchObject({
      PORT: 3000,
      ownsTemporal: true,
    });
  });

  test('the default addresses contain the ports', () => {
    expect(readSettings({ SIMULATOR_PORT: '1', TEMPORAL_PORT: '2' })).toMatchObject({
      SIMULATOR_URL: 'http://127.0.0.1:1',
      TEMPORAL_ADDRESS: '127.0.0.1:2',
    });
  });
});

describe("Temporal's own environment", () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'slipway-settings-'));
    writeFileSync(
      path.join(directory, 'temporal.toml'),
      '[profile.cloud]\naddress = "cloud.example:7233"\nnamespace = "team"\napi_key = "secret"\n',
    );
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test('an API key turns TLS on', () => {
    const settings = readSettings({
      TEMPORAL_ADDRESS: 'temporal.example:7233',
      TEMPORAL_API_KEY: 'secret',
      TEMPORAL_NAMESPACE: 'team',
    });
    expect(settings).toMatchObject({ ownsTemporal: false, TEMPORAL_NAMESPACE: 'team' });
    expect(temporalConnectionOptions(settings)).toEqual({
      address: 'temporal.example:7233',
      apiKey: 'secret',
      tls: true,
    });
  });

  test('a profile has the address of the server', () => {
    const settings = readSettings({
      TEMPORAL_CONFIG_FILE: path.join(directory, 'temporal.toml'),
      TEMPORAL_PROFILE: 'cloud',
    });
    expect(settings).toMatchObject({ ownsTemporal: false, TEMPORAL_NAMESPACE: 'team' });
    expect(temporalConnectionOptions(settings)).toMatchObject({
      address: 'cloud.example:7233',
      apiKey: 'secret',
    });
  });

  test('without an address, the credentials are not used for the own server', () => {
    const settings = readSettings({ TEMPORAL_API_KEY: 'secret', TEMPORAL_TLS: 'true' });
    expect(settings.ownsTemporal).toBe(true);
    expect(temporalConnectionOptions(settings)).toEqual({ address: '127.0.0.1:7233' });
  });
});

function faultOf(env: Record<string, string>): string {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
  }
  throw new Error('was not refused');
}
