/** The certificates of one control plane, from a certificate authority of its own. */
// oxlint-disable-next-line import/no-unassigned-import -- x509 needs it for its own decorators
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
/** A clock that is a little behind must not refuse a new certificate. */
const BACKDATED_MS = 5 * 60_000;
const SERIAL_BYTES = 16;

x509.cryptoProvider.set(webcrypto);

/** A certificate with its private key, both as PEM. */
export interface KeyPair {
  certificate: string;
  key: string;
}

/** The subject of a certificate: in Kubernetes, the name and the group of a user. */
export interface Subject {
  name: string;
  group?: string;
}

export interface Validity {
  /** Milliseconds since the epoch. */
  now: number;
  forMs: number;
}

/** Returns a new certificate authority. */
export async function createAuthority(name: string, validity: Validity): Promise<KeyPair> {
  const keys = await createKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...common(validity),
    name: [{ CN: [name] }],
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await privatePem(keys) };
}

/** Issues a certificate for the API server, valid for these names and IP addresses. */
export function issueServer(
  authority: KeyPair,
  { names, addresses }: { names: readonly string[]; addresses: readonly string[] },
  validity: Validity,
): Promise<KeyPair> {
  return issue(authority, { name: 'kube-apiserver' }, validity, [
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension([
      ...names.map((value) => ({ type: 'dns' as const, value })),
      ...addresses.map((value) => ({ type: 'ip' as const, value })),
    ]),
  ]);
}

/** Issues a certificate with which a client authenticates itself to the API server. */
export function issueClient(
  authority: KeyPair,
  subject: Subject,
  validity: Validity,
): Promise<KeyPair> {
  const use = new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]);
  return issue(authority, subject, validity, [use]);
}

/** Returns new keys as PEM, with which the API server signs and verifies the tokens of service accounts. */
export async function createSigningKeys(): Promise<{ publicKey: string; key: string }> {
  const keys = await createKeys();
  const spki = await webcrypto.subtle.exportKey('spki', keys.publicKey);
  return { publicKey: x509.PemConverter.encode(spki, 'PUBLIC KEY'), key: await privatePem(keys) };
}

async function issue(
  authority: KeyPair,
  { name, group }: Subject,
  validity: Validity,
  extensions: x509.Extension[],
): Promise<KeyPair> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const keys = await createKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    ...common(validity),
    subject: [...(group === undefined ? [] : [{ O: [group] }]), { CN: [name] }],
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      ...extensions,
    ],
  });
  return { certificate: certificate.toString('pem'), key: await privatePem(keys) };
}

function common({ now, forMs }: Validity) {
  return {
    serialNumber: randomBytes(SERIAL_BYTES).toString('hex'),
    notBefore: new Date(now - BACKDATED_MS),
    notAfter: new Date(now + forMs),
    signingAlgorithm: ALGORITHM,
  };
}

function createKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function privatePem({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(
    await webcrypto.subtle.exportKey('pkcs8', privateKey),
    'PRIVATE KEY',
  );
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [bytes = new ArrayBuffer(0)] = x509.PemConverter.decode(pem);
  return webcrypto.subtle.importKey('pkcs8', bytes, ALGORITHM, false, ['sign']);
}
