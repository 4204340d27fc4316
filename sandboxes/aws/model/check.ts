/**
 * Checks a request against the API's model, at every depth: required and unknown members, types, enums, lengths,
 * ranges and patterns. botocore's own check knows only what is required and the smallest values.
 */
import type { Call } from '../proxy/call.ts';
import { readInput } from './input.ts';
import type { Model, ModelOf, Shape } from './models.ts';

const patterns = new Map<string, RegExp | undefined>();

/** @returns what AWS would refuse, for example `eks:CreateNodegroup: scalingConfig.minSize is below 0` */
export function faultsOf(call: Call, modelOf: ModelOf): string[] {
  const model = modelOf(call);
  if (model === undefined) return [];
  const operation = model.operations[call.action];
  const name = `${call.service}:${call.action}`;
  if (operation === undefined) return [`${name}: ${call.method} ${call.path} is not an operation`];
  if (operation.input === undefined) return [];
  const shape = model.shapes[operation.input.shape];
  if (shape === undefined) return [];
  const faults: string[] = [];
  check(readInput(call, model, shape), shape, '', model, faults);
  return faults.map((fault) => `${name}: ${fault}`);
}

function check(value: unknown, shape: Shape, at: string, model: Model, faults: string[]): void {
  const add = (words: string) => void faults.push(`${at === '' ? 'the request' : at} ${words}`);
  const below = (name: string) => (at === '' ? name : `${at}.${name}`);
  const shapeOf = (name: string): Shape | undefined => model.shapes[name];
  if (shape.type === 'structure') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      add('is not a structure');
      return;
    }
    for (const name of shape.required) if (!(name in value)) add(`lacks ${name}`);
    for (const [name, inner] of Object.entries(value)) {
      const member = shape.members[name];
      const innerShape = member && shapeOf(member.shape);
      if (innerShape === undefined) add(`has an unknown member ${name}`);
      else check(inner, innerShape, below(name), model, faults);
    }
    return;
  }
  if (shape.type === 'list') {
    if (!Array.isArray(value)) {
      add('is not a list');
      return;
    }
    checkSize(value.length, shape, 'items', add);
    const inner = shape.member && shapeOf(shape.member.shape);
    if (inner === undefined) return;
    for (const [index, it] of value.entries()) {
      check(it, inner, `${at}[${index}]`, model, faults);
    }
    return;
  }
  if (shape.type === 'map') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      add('is not a map');
      return;
    }
    checkSize(Object.keys(value).length, shape, 'entries', add);
    const key = shape.key && shapeOf(shape.key.shape);
    const inner = shape.value && shapeOf(shape.value.shape);
    for (const [name, it] of Object.entries(value)) {
      if (key !== undefined) check(name, key, `the key ${below(name)}`, model, faults);
      if (inner !== undefined) check(it, inner, below(name), model, faults);
    }
    return;
  }
  checkScalar(value, shape, add);
}

function checkScalar(value: unknown, shape: Shape, add: (words: string) => void): void {
  if (shape.type === 'string') {
    if (typeof value !== 'string') {
      add(`is ${JSON.stringify(value)} and not a text`);
      return;
    }
    checkSize(value.length, shape, 'characters', add);
    if (shape.enum !== undefined && !shape.enum.includes(value)) {
      add(`is ${value}, which is none of ${shape.enum.join(', ')}`);
    }
    const pattern = shape.pattern === undefined ? undefined : patternOf(shape.pattern);
    if (pattern?.test(value) === false) add(`is ${value}, which does not match ${pattern.source}`);
    return;
  }
  if (shape.type === 'boolean' && typeof value !== 'boolean') add('is not a boolean');
  if (['integer', 'long', 'float', 'double'].includes(shape.type)) {
    if (typeof value !== 'number' || Number.isNaN(value)) add('is not a number');
    else checkSize(value, shape, '', add);
  }
}

function checkSize(
  size: number,
  { min, max }: Shape,
  unit: string,
  add: (words: string) => void,
): void {
  if (min !== undefined && size < min) add(`has ${size} ${unit}, and at least ${min} are needed`);
  if (max !== undefined && size > max) add(`has ${size} ${unit}, and at most ${max} are allowed`);
}

/** The pattern, which must match a whole text; undefined if JavaScript cannot read it. */
function patternOf(source: string): RegExp | undefined {
  if (!patterns.has(source)) {
    const whole = `^(?:${source})$`;
    const flags = ['u', ''].find((it) => isReadable(whole, it));
    patterns.set(source, flags === undefined ? undefined : new RegExp(whole, flags));
  }
  return patterns.get(source);
}

function isReadable(source: string, flags: string): boolean {
  try {
    return new RegExp(source, flags) instanceof RegExp;
  } catch {
    return false;
  }
}
