import { expect, test } from 'vitest';
import { chooseVersions } from '../../../tools/aws-smoke/versions.ts';

/** The answer of EKS about versions: each is `version status`, and the default one ends with `*`. */
function offered(...versions: string[]) {
  return versions.map((text) => {
    const [clusterVersion, versionStatus] = text.replace('*', '').split(' ');
    return {
      clusterVersion,
      versionStatus: versionStatus === 'standard' ? 'STANDARD_SUPPORT' : 'EXTENDED_SUPPORT',
      defaultVersion: text.endsWith('*'),
    } as const;
  });
}

test.each([
  [
    'the upgrade ends at the default version',
    ['1.36 standard', '1.35 standard*', '1.34 standard', '1.33 extended'],
    { from: '1.34', to: '1.35' },
  ],
  [
    'extended support is too expensive, so the upgrade begins at the default version',
    ['1.36 standard', '1.35 standard*', '1.34 extended'],
    { from: '1.35', to: '1.36' },
  ],
  ['one version has no upgrade', ['1.35 standard*', '1.34 extended'], { from: '1.35' }],
  [
    'minor versions are compared as numbers',
    ['1.10 standard*', '1.9 standard'],
    { from: '1.9', to: '1.10' },
  ],
  ['no version has standard support', ['1.33 extended'], undefined],
])('%s', (_, versions, expected) => {
  expect(chooseVersions(offered(...versions))).toEqual(expected);
});
