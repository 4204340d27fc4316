/**
 * Takes a secret apart. A module can show a part alone: the password of a connection string, a line of a
 * certificate, a member of credentials in JSON.
 */
import { parse } from 'lossless-json';

/** Replacing shorter values would garble any text. Values that short are not secrets. */
const MIN_LENGTH = 3;
/** Parts such as `yes` or `eu` are settings, not secrets. */
const MIN_PART_LENGTH = 4;
/** Shorter numbers are ports and sizes. */
const MIN_NUMBER_LENGTH = 6;
/** Members of Google's key files that everybody may know, and that outputs often contain, such as the project. */
const PUBLIC_MEMBERS: ReadonlySet<string> = new Set([
  'type',
  'project_id',
  'client_id',
  'client_email',
  'auth_uri',
  'token_uri',
  'auth_provider_x509_cert_url',
  'client_x509_cert_url',
  'universe_domain',
]);

/** A line of a file such as `.env`, an INI file, or YAML. */
const ASSIGNMENT = /^(?:export\s+)?["']?[\w.-]+["']?\s*[:=]\s*(\S.*)$/;
/** A text in an expression, and not the name of a member. */
const QUOTED = /"((?:[^"\\\n]|\\.)*)"(?!\s*[=:])/g;

/** Returns the secret and its parts, each without the spaces around it. */
export function partsOfSecret(secret: string): ReadonlySet<string> {
  const parts = new Set<string>();
  const whole = secret.trim();
  if (whole.length >= MIN_LENGTH) parts.add(whole);
  for (const line of linesOf(whole)) if (line.length >= MIN_LENGTH) parts.add(line);
  const waiting = membersOf(whole);
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    const part = text.trim();
    if (part.length < MIN_PART_LENGTH || parts.has(part)) continue;
    parts.add(part);
    waiting.push(...linesOf(part), ...membersOf(part));
  }
  return parts;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== text);
}

function membersOf(text: string): string[] {
  if (/^[[{]/.test(text)) return membersOfJson(text) ?? membersOfExpression(text);
  return [...assignedIn(text), ...passwordIn(text)];
}

/** Returns undefined if the text is not JSON. */
function membersOfJson(text: string): string[] | undefined {
  let json: unknown;
  try {
    json = parse(text, undefined, (number) => (number.length < MIN_NUMBER_LENGTH ? '' : number));
  } catch {
    return undefined;
  }
  const found: string[] = [];
  // Objects and lists alike. A loop, because a secret can be deeper than the stack.
  const waiting: unknown[] = [json];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value === 'string') found.push(value);
    if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        if (!PUBLIC_MEMBERS.has(name)) waiting.push(member);
      }
    }
  }
  return found;
}

function membersOfExpression(text: string): string[] {
  return [...text.matchAll(QUOTED)].flatMap(([quoted, plain = '']) => {
    try {
      return [String(JSON.parse(quoted)), plain];
    } catch {
      return [plain];
    }
  });
}

function assignedIn(text: string): string[] {
  if (!text.includes('\n')) return [];
  return linesOf(text).flatMap((line) => {
    const value = ASSIGNMENT.exec(line)?.[1]?.trim();
    return value === undefined ? [] : [value.replace(/^(["'])(.*)\1$/, '$2')];
  });
}

function passwordIn(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const { password } = new URL(text);
  if (password === '') return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
