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
import { encodeBase64 } from './base64.js';
import type { FieldError } from './field-error.js';
import { JsonDecoder } from './json-decoder.js';
import { schemaOf, zeroOf, type MessageName } from './messages.js';
import type { FieldSchema, MessageSchema } from './schema-types.js';

export { jsonDepthMax } from './json-decoder.js';
export { messageNames, schemaOf, zeroMessage, type MessageName } from './messages.js';

/** Some fields of `T`, at any depth; lists are given whole. */
export type DeepPartial<T> = T extends (infer U)[]
  ? DeepPartial<U>[]
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;

type Plain = Record<string, unknown>;

/** Decodes parsed JSON strictly. `object` holds what could be decoded; use it only when `errors` is empty. */
export function decodeJson<M extends MessageName>(
  message: M,
  json: unknown,
  path = '',
): { object: MessageTypes[M]; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const object = new JsonDecoder(errors, !holdsSecrets(message)).message(
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
