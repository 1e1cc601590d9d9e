/**
 * Between JSON, gRPC objects and the in-memory shape, driven by the generated schema.
 *
 * In memory every scalar, list and map is there (zero = not given), as in Kubernetes' Go types; JSON leaves zero values
 * out (Go's `omitempty`). Decoding is strict: an unknown field or a wrong type is a {@link FieldError} with its path,
 * and all of them are reported, not only the first.
 *
 * ```ts
 * const { object, errors } = decodeJson('Pod', { metadata: { name: 'a' }, spec: { contianers: [] } });
 * // errors: [{ path: 'spec.contianers', reason: 'FieldValueUnknown', message: 'unknown field' }]
 * ```
 */
import type { MessageTypes } from './gen/types.js';
import { messageSchemas } from './gen/schema.js';
import { encodeBase64, maybeDecodeBase64 } from './base64.js';
import type { FieldError } from './field-error.js';
import type { FieldSchema, MessageSchema } from './schema-types.js';
import { nameOf, typeNameOf } from './value-names.js';
import { assertNever, mustGet } from '@kuorum/base';

export type MessageName = keyof MessageTypes;

/** Some fields of `T`, at any depth; lists are given whole. */
export type DeepPartial<T> = T extends (infer U)[]
  ? DeepPartial<U>[]
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;

/** Objects may nest this deep in JSON; deeper input is refused before it is walked. */
export const jsonDepthMax = 64;

type Plain = Record<string, unknown>;

/** Of every message of the API. */
export const messageNames = Object.keys(messageSchemas) as MessageName[];

/** The schema of a message, by name. */
export function schemaOf(message: string): MessageSchema {
  return mustGet((messageSchemas as Record<string, MessageSchema>)[message], `schema of ${message}`);
}

/** Decodes parsed JSON strictly. `object` holds what could be decoded; use it only when `errors` is empty. */
export function decodeJson<M extends MessageName>(
  message: M,
  json: unknown,
  path = '',
): { object: MessageTypes[M]; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const object = new Decoder(errors, !holdsSecrets(message)).message(
    schemaOf(message),
    json,
    path === '' ? undefined : { parent: undefined, name: path },
    0,
  );
  return { object: object as unknown as MessageTypes[M], errors };
}

/** Whether errors about its JSON may not quote what is in it: they end up in answers, terminals and the audit log. */
export function holdsSecrets(message: string): boolean {
  return message === 'Secret';
}

/** Builds a whole message from some of its fields: `make('Pod', { metadata: { name: 'a' } })`. */
export function make<M extends MessageName>(message: M, partial: DeepPartial<MessageTypes[M]>): MessageTypes[M] {
  const { object, errors } = decodeJson(message, partial);
  if (errors.length > 0) throw new TypeError(`Cannot make ${message}: ${errors[0]?.path}: ${errors[0]?.message}`);
  return object;
}

/** Plain JSON without zero values; `undefined` never appears in it. */
export function encodeJson<M extends MessageName>(message: M, object: MessageTypes[M]): Plain {
  return encodeMessage(schemaOf(message), object as unknown as Plain);
}

/** From what proto-loader gives (null for absent messages, Value wrappers) to the in-memory shape. */
export function fromWire<M extends MessageName>(message: M, wire: unknown): MessageTypes[M] {
  return wireMessage(schemaOf(message), (wire ?? {}) as Plain) as unknown as MessageTypes[M];
}

/** From the in-memory shape to what proto-loader takes. Only intOrString fields differ. */
export function toWire<M extends MessageName>(message: M, object: MessageTypes[M]): Plain {
  return unwireMessage(schemaOf(message), object as unknown as Plain);
}

/** Where in the input something is, written out only when there is something to say about it. */
interface Place {
  readonly parent: Place | undefined;
  readonly name: string;
  /** Of a list or a map. */
  readonly item?: number | string | undefined;
}

class Decoder {
  constructor(
    private readonly errors: FieldError[],
    private readonly quotes: boolean,
  ) {}

  message(schema: MessageSchema, json: unknown, at: Place | undefined, depth: number): Plain {
    const source = this.plain(json, at);
    if (depth > jsonDepthMax) this.fail(at, 'FieldValueInvalid', `nested deeper than ${jsonDepthMax} levels`);
    const result: Plain = {};
    let known = 0;
    for (const field of schema.fields) {
      const own = Object.hasOwn(source, field.name);
      if (own) known++;
      const decoded = this.field(field, own ? source[field.name] : undefined, at, depth);
      if (decoded !== undefined) result[field.name] = decoded;
    }
    const names = Object.keys(source);
    if (names.length > known) this.refuseUnknown(schema, names, at);
    return result;
  }

  private refuseUnknown(schema: MessageSchema, names: readonly string[], parent: Place | undefined): void {
    const known = new Set(schema.fields.map(({ name }) => name));
    for (const name of names) {
      if (!known.has(name)) this.fail({ parent, name }, 'FieldValueUnknown', 'unknown field');
    }
  }

  private field(field: FieldSchema, value: unknown, parent: Place | undefined, depth: number): unknown {
    if (value === undefined || value === null) return zeroOf(field);
    const { name } = field;
    switch (field.cardinality) {
      case 'one':
        return this.single(field, value, { parent, name }, depth);
      case 'list':
        if (!Array.isArray(value))
          return this.fail({ parent, name }, 'FieldValueTypeInvalid', this.mustBe('a list', value));
        return value.map((each, item) => this.single(field, each, { parent, name, item }, depth));
      case 'map':
        return Object.fromEntries(
          Object.entries(this.plain(value, { parent, name })).map(([item, each]) => [
            item,
            this.single(field, each, { parent, name, item }, depth),
          ]),
        );
      default:
        return assertNever(field.cardinality);
    }
  }

  private single(field: FieldSchema, value: unknown, at: Place, depth: number): unknown {
    const { type } = field;
    switch (type.kind) {
      case 'string':
        return typeof value === 'string'
          ? value
          : this.fail(at, 'FieldValueTypeInvalid', this.mustBe('a string', value));
      case 'quantity':
        if (typeof value === 'number') return String(value);
        return typeof value === 'string'
          ? value
          : this.fail(at, 'FieldValueTypeInvalid', this.mustBe('a quantity', value));
      case 'bool':
        return typeof value === 'boolean'
          ? value
          : this.fail(at, 'FieldValueTypeInvalid', this.mustBe('true or false', value));
      case 'bytes':
        return this.bytes(value, at);
      case 'number':
        if (typeof value !== 'number') return this.fail(at, 'FieldValueTypeInvalid', this.mustBe('a number', value));
        if (type.integer && value !== (value | 0)) {
          return this.fail(at, 'FieldValueTypeInvalid', this.mustBe('a whole number of at most 32 bits', value));
        }
        return value;
      case 'intOrString':
        if (typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value))) return value;
        return this.fail(at, 'FieldValueTypeInvalid', this.mustBe('a whole number or a string', value));
      case 'message':
        return this.message(schemaOf(type.message), value, at, depth + 1);
      default:
        return assertNever(type);
    }
  }

  /** Base64 text in JSON; bytes themselves from {@link make}. The text is not repeated in the error: it may be a secret. */
  private bytes(value: unknown, at: Place): Uint8Array | undefined {
    if (value instanceof Uint8Array) return value;
    const bytes = typeof value === 'string' ? maybeDecodeBase64(value) : undefined;
    return bytes ?? this.fail(at, 'FieldValueTypeInvalid', 'must be base64 (RFC 4648, with padding)');
  }

  private plain(value: unknown, at: Place | undefined): Plain {
    if (value === undefined || value === null) return {};
    if (typeof value === 'object' && !Array.isArray(value)) return value as Plain;
    this.fail(at, 'FieldValueTypeInvalid', this.mustBe('an object', value));
    return {};
  }

  private mustBe(what: string, value: unknown): string {
    return `must be ${what}, not ${this.quotes ? nameOf(value) : typeNameOf(value)}`;
  }

  private fail(at: Place | undefined, reason: FieldError['reason'], message: string): undefined {
    this.errors.push({ path: pathOf(at), reason, message });
    return undefined;
  }
}

function pathOf(at: Place | undefined): string {
  if (at === undefined) return '';
  const { parent, name, item } = at;
  return `${parent === undefined ? name : join(pathOf(parent), name)}${item === undefined ? '' : `[${item}]`}`;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function zeroOf(field: FieldSchema): unknown {
  switch (field.cardinality) {
    case 'list':
      return [];
    case 'map':
      return {};
    case 'one':
      break;
    default:
      return assertNever(field.cardinality);
  }
  if (field.required && field.type.kind === 'message') return zeroMessage(schemaOf(field.type.message));
  if (field.optional) return undefined;
  switch (field.type.kind) {
    case 'string':
    case 'quantity':
      return '';
    case 'bool':
      return false;
    case 'bytes':
      return new Uint8Array(0);
    case 'number':
      return 0;
    case 'intOrString':
    case 'message':
      return undefined;
    default:
      return assertNever(field.type);
  }
}

/** With every field that is there in memory whether it was given or not. */
export function zeroMessage(schema: MessageSchema): Plain {
  const result: Plain = {};
  for (const field of schema.fields) {
    const zero = zeroOf(field);
    if (zero !== undefined) result[field.name] = zero;
  }
  return result;
}

function encodeMessage(schema: MessageSchema, object: Plain): Plain {
  const result: Plain = {};
  for (const field of schema.fields) {
    const value = object[field.name];
    if (value === undefined || isZero(field, value)) continue;
    const { type } = field;
    if (type.kind === 'bytes') {
      result[field.name] = mapField(field, value, (item) => encodeBase64(item as Uint8Array));
      continue;
    }
    if (type.kind !== 'message') {
      result[field.name] = value;
      continue;
    }
    const encoded = mapField(field, value, (item) => encodeMessage(schemaOf(type.message), item as Plain));
    if (field.required && Object.keys(encoded as Plain).length === 0) continue;
    result[field.name] = encoded;
  }
  return result;
}

function isZero(field: FieldSchema, value: unknown): boolean {
  if (field.cardinality === 'list') return (value as unknown[]).length === 0;
  if (field.cardinality === 'map') return Object.keys(value as Plain).length === 0;
  if (field.optional || field.type.kind === 'intOrString') return false;
  if (value instanceof Uint8Array) return value.length === 0;
  return value === '' || value === 0 || value === false;
}

function mapField(field: FieldSchema, value: unknown, fn: (item: unknown) => unknown): unknown {
  if (field.cardinality === 'list') return (value as unknown[]).map(fn);
  if (field.cardinality === 'map') {
    return Object.fromEntries(Object.entries(value as Plain).map(([key, item]) => [key, fn(item)]));
  }
  return fn(value);
}

function wireMessage(schema: MessageSchema, wire: Plain): Plain {
  const result: Plain = {};
  for (const field of schema.fields) {
    const value = wire[field.name];
    const { type } = field;
    if (value === undefined || value === null) {
      const zero = zeroOf(field);
      if (zero !== undefined) result[field.name] = zero;
    } else if (type.kind === 'message') {
      result[field.name] = mapField(field, value, (item) => wireMessage(schemaOf(type.message), item as Plain));
    } else if (type.kind === 'intOrString') {
      const { numberValue, stringValue } = value as { numberValue?: number; stringValue?: string };
      const decoded = stringValue ?? numberValue;
      if (decoded !== undefined) result[field.name] = decoded;
    } else if (type.kind === 'bytes') {
      // A copy: what came is a view that would keep the whole message alive.
      result[field.name] = mapField(field, value, (item) => new Uint8Array(item as Uint8Array));
    } else {
      result[field.name] = value;
    }
  }
  return result;
}

function unwireMessage(schema: MessageSchema, object: Plain): Plain {
  const result: Plain = {};
  for (const field of schema.fields) {
    const value = object[field.name];
    if (value === undefined) continue;
    const { type } = field;
    if (type.kind === 'message') {
      result[field.name] = mapField(field, value, (item) => unwireMessage(schemaOf(type.message), item as Plain));
    } else if (type.kind === 'intOrString') {
      result[field.name] = typeof value === 'number' ? { numberValue: value } : { stringValue: value };
    } else {
      result[field.name] = value;
    }
  }
  return result;
}
