/**
 * Answers of real AWS that other projects recorded, in the folder that SLIPWAY_AWS_RECORDINGS names. Its README
 * says how they are formed. Nothing is copied from there into this repository.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Json } from './json.ts';

const SETTING = 'SLIPWAY_AWS_RECORDINGS';

/** An answer to one call. */
export interface RecordedAnswer {
  /** As in the request's signature, for example `elasticloadbalancing`. */
  service: string;
  operation: string;
  status: number;
  data: Json;
}

interface RecordedError {
  service: string;
  /** Absent where the recording does not tell. */
  operation?: string;
  code: string;
  message: string;
  status: number;
}

const answerSchema = z.object({ status_code: z.number(), data: z.record(z.string(), z.unknown()) });
const errorSchema = z.object({
  Code: z.string(),
  Message: z.string().default(''),
});

/**
 * Returns the folder of the recordings. Throws when it is missing: `npm test` leaves these tests out, and says so,
 * when the setting is absent.
 */
export function recordingsFolder(): string {
  const folder = process.env[SETTING];
  if (folder === undefined || !existsSync(folder)) {
    throw new Error(
      `The recorded answers of AWS are missing. Set ${SETTING} to their folder, or leave test/recordings out.`,
    );
  }
  return folder;
}

/** The answers of all stories, by the story's name, in the order in which AWS gave them to each operation. */
export function readStories(): Map<string, RecordedAnswer[]> {
  const folder = path.join(recordingsFolder(), 'cloud-custodian');
  const stories = new Map<string, RecordedAnswer[]>();
  for (const story of readdirSync(folder).toSorted()) {
    if (story === 'LICENSE') continue;
    const files = readdirSync(path.join(folder, story)).toSorted(byNumber);
    stories.set(
      story,
      files.flatMap((file) => readAnswer(path.join(folder, story, file)) ?? []),
    );
  }
  return stories;
}

function readAnswer(file: string): RecordedAnswer | undefined {
  const [, service, operation] = /^([a-z0-9-]+)\.(\w+)_\d+\.json$/.exec(path.basename(file)) ?? [];
  if (service === undefined || operation === undefined) return undefined;
  const { status_code: status, data } = answerSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { service, operation, status, data: revived(data) as Json };
}

/** `x_10.json` comes after `x_9.json`. */
function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** Dates are recorded with their parts. */
const dateSchema = z.object({
  __class__: z.literal('datetime'),
  year: z.number(),
  month: z.number(),
  day: z.number(),
  hour: z.number(),
  minute: z.number(),
  second: z.number(),
});

function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== 'object' || value === null) return value;
  const date = dateSchema.safeParse(value).data;
  if (date !== undefined) {
    const { year, month, day, hour, minute, second } = date;
    return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  }
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, revived(it)]));
}

/** Every recorded error, each code with its service and operation once. */
export function readErrors(): RecordedError[] {
  const all: RecordedError[] = [];
  for (const answers of readStories().values()) {
    for (const { service, operation, status, data } of answers) {
      const error = errorSchema.safeParse(data['Error']).data;
      if (error === undefined) continue;
      all.push({ service, operation, status, code: error.Code, message: error.Message });
    }
  }
  const folder = path.join(recordingsFolder(), 'localstack');
  for (const service of readdirSync(folder)) {
    if (service === 'LICENSE') continue;
    for (const file of readdirSync(path.join(folder, service))) {
      if (!file.endsWith('.snapshot.json')) continue;
      const text = readFileSync(path.join(folder, service, file), 'utf8');
      collectErrors(JSON.parse(text), service, all);
    }
  }
  return all;
}

const responseSchema = z.object({
  Error: errorSchema,
  ResponseMetadata: z.object({ HTTPStatusCode: z.number() }).optional(),
});

function collectErrors(value: unknown, service: string, into: RecordedError[]): void {
  if (typeof value !== 'object' || value === null) return;
  const response = responseSchema.safeParse(value).data;
  if (response?.ResponseMetadata !== undefined) {
    const { Code: code, Message: message } = response.Error;
    into.push({ service, code, message, status: response.ResponseMetadata.HTTPStatusCode });
  }
  for (const it of Object.values(value)) collectErrors(it, service, into);
}
