/**
 * Between the in-memory shape and its bytes on the wire, straight and by the generated schema: what protobuf libraries take three
 * passes and as many copies for. `test/proto-codec.test.ts` holds it against such a library, field by field.
 *
 * Zero values are not written (proto3), messages that are there always are, even empty ones. Unknown fields are passed over. A field
 * that comes twice: the last one counts, messages are merged (as protobuf wants it).
 */
import { assertNever } from '@kuorum/base';
import { schemaOf, zeroMessage, type MessageName } from './messages.js';
import type { MessageTypes } from './gen/types.js';
import { ProtoError, ProtoReader } from './protobuf/reader.js';
import { ProtoWriter, wireType } from './protobuf/writer.js';
import type { FieldSchema, MessageSchema } from './schema-types.js';

export { ProtoError } from './protobuf/reader.js';

type Plain = Record<string, unknown>;

/** Messages may nest this deep in what is decoded; protobuf libraries have the same limit. */
export const protoDepthMax = 100;

/** Bytes that an object was encoded to before; undefined: it is encoded now. Asked for the items of a list and the object of an event. */
export type EncodedBefore = (object: object) => Uint8Array | undefined;

let writer = new ProtoWriter();
let writing = false;
/** In what is being decoded, which nothing interrupts. */
let messagesLeft = Infinity;
const decoders = new Map<string, ReadonlyMap<number, FieldSchema>>();

export function encodeProto<M extends MessageName>(
  message: M,
  object: MessageTypes[M],
  encodedBefore?: EncodedBefore,
): Uint8Array {
  // `encodedBefore` may encode.
  const outer = { writer, writing };
  if (writing) writer = new ProtoWriter();
  writing = true;
  try {
    writeMessage(schemaOf(message), object as unknown as Plain, encodedBefore);
    return writer.finish();
  } finally {
    writer.reset();
    ({ writer, writing } = outer);
  }
}

/**
 * Throws {@link ProtoError} when the bytes are no message, or hold more than `messagesMax` within: one of two bytes, that says nothing,
 * becomes an object with all its fields, hundreds of times as large.
 */
export function decodeProto<M extends MessageName>(
  message: M,
  bytes: Uint8Array,
  messagesMax = Infinity,
): MessageTypes[M] {
  const schema = schemaOf(message);
  const object = zeroMessage(schema);
  messagesLeft = messagesMax;
  readMessage(schema, new ProtoReader(bytes), object, 0);
  return object as unknown as MessageTypes[M];
}

function writeMessage(schema: MessageSchema, object: Plain, encodedBefore: EncodedBefore | undefined): void {
  for (const field of schema.fields) {
    const value = object[field.name];
    if (value === undefined) continue;
    switch (field.cardinality) {
      case 'one':
        if (mayBeAbsent(field) || !isZero(value)) writeValue(field, field.number, value, encodedBefore);
        break;
      case 'list':
        writeList(field, value as unknown[], encodedBefore);
        break;
      case 'map':
        for (const key in value as Plain) writeEntry(field, key, (value as Plain)[key]);
        break;
      default:
        assertNever(field.cardinality);
    }
  }
}

/** Zero is something else than not given. */
function mayBeAbsent({ optional, type }: FieldSchema): boolean {
  return optional || type.kind === 'intOrString';
}

/** Of a scalar; a message that is there is none. */
function isZero(value: unknown): boolean {
  return value === '' || value === 0 || value === false || (value instanceof Uint8Array && value.length === 0);
}

function writeList(field: FieldSchema, items: readonly unknown[], encodedBefore: EncodedBefore | undefined): void {
  const { kind } = field.type;
  if (items.length === 0) return;
  if (kind !== 'number' && kind !== 'bool') {
    for (const item of items) writeValue(field, field.number, item, encodedBefore);
    return;
  }
  writer.tag(field.number, wireType.bytes);
  const start = writer.begin();
  for (const item of items) writeNumber(field, item);
  writer.close(start);
}

function writeEntry(field: FieldSchema, key: string, value: unknown): void {
  writer.tag(field.number, wireType.bytes);
  const start = writer.begin();
  writer.tag(1, wireType.bytes);
  writer.string(key);
  writeValue(field, 2, value, undefined);
  writer.close(start);
}

function writeNumber({ type }: FieldSchema, value: unknown): void {
  if (type.kind === 'bool') writer.varint(value === true ? 1 : 0);
  else if (type.kind === 'number' && type.integer) writer.int32(value as number);
  else writer.double(value as number);
}

function writeValue(
  field: FieldSchema,
  number: number,
  value: unknown,
  encodedBefore: EncodedBefore | undefined,
): void {
  const { type } = field;
  switch (type.kind) {
    case 'string':
    case 'quantity':
      writer.tag(number, wireType.bytes);
      return writer.string(value as string);
    case 'bytes':
      writer.tag(number, wireType.bytes);
      return writer.bytes(value as Uint8Array);
    case 'bool':
      writer.tag(number, wireType.varint);
      return writeNumber(field, value);
    case 'number':
      writer.tag(number, type.integer ? wireType.varint : wireType.fixed64);
      return writeNumber(field, value);
    case 'intOrString':
      return writeIntOrString(number, value as number | string);
    case 'message': {
      writer.tag(number, wireType.bytes);
      const before = encodedBefore?.(value as object);
      if (before !== undefined) return writer.bytes(before);
      const start = writer.begin();
      writeMessage(schemaOf(type.message), value as Plain, undefined);
      return writer.close(start);
    }
    default:
      return assertNever(type);
  }
}

/** google.protobuf.Value. */
const valueNumber = 2;
const valueString = 3;

function writeIntOrString(number: number, value: number | string): void {
  writer.tag(number, wireType.bytes);
  const start = writer.begin();
  if (typeof value === 'number') {
    writer.tag(valueNumber, wireType.fixed64);
    writer.double(value);
  } else {
    writer.tag(valueString, wireType.bytes);
    writer.string(value);
  }
  writer.close(start);
}

function fieldsOf(schema: MessageSchema): ReadonlyMap<number, FieldSchema> {
  let fields = decoders.get(schema.name);
  if (fields === undefined) {
    fields = new Map(schema.fields.map((field) => [field.number, field]));
    decoders.set(schema.name, fields);
  }
  return fields;
}

function readMessage(schema: MessageSchema, reader: ProtoReader, object: Plain, depth: number): void {
  if (depth > protoDepthMax) throw new ProtoError(`messages nest deeper than ${protoDepthMax} levels`);
  const fields = fieldsOf(schema);
  while (!reader.done) {
    const tag = reader.varint();
    const type = tag & 7;
    const field = fields.get(tag >>> 3);
    if (field === undefined) reader.skip(type);
    else readField(field, type, reader, object, depth);
  }
}

function readField(field: FieldSchema, type: number, reader: ProtoReader, object: Plain, depth: number): void {
  const { name } = field;
  const scalar = field.type.kind === 'number' || field.type.kind === 'bool';
  if (field.cardinality === 'list') {
    const list = object[name] as unknown[];
    if (!scalar || type !== wireType.bytes) {
      list.push(readValue(field, type, reader, undefined, depth));
      return;
    }
    const packed = reader.delimited();
    while (!packed.done) list.push(readValue(field, wireTypeOf(field), packed, undefined, depth));
  } else if (field.cardinality === 'map') readEntry(field, type, reader, object[name] as Plain, depth);
  else {
    const value = readValue(field, type, reader, object[name], depth);
    if (value !== undefined) object[name] = value;
  }
}

function readEntry(field: FieldSchema, type: number, reader: ProtoReader, map: Plain, depth: number): void {
  expectType(field, type, wireType.bytes);
  const entry = reader.delimited();
  let key = '';
  let value: unknown;
  while (!entry.done) {
    const tag = entry.varint();
    if (tag >>> 3 === 1) {
      expectType(field, tag & 7, wireType.bytes);
      key = entry.string();
    } else if (tag >>> 3 === 2) value = readValue(field, tag & 7, entry, undefined, depth);
    else entry.skip(tag & 7);
  }
  value ??= zeroOfType(field);
  // A plain assignment would set the prototype.
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
  else map[key] = value;
}

function readValue(field: FieldSchema, type: number, reader: ProtoReader, present: unknown, depth: number): unknown {
  expectType(field, type, wireTypeOf(field));
  const { type: fieldType } = field;
  switch (fieldType.kind) {
    case 'string':
    case 'quantity':
      return reader.string();
    case 'bytes':
      return reader.bytes();
    case 'bool':
      return reader.bool();
    case 'number':
      return fieldType.integer ? reader.int32() : reader.double();
    case 'intOrString':
      return readIntOrString(reader.delimited());
    case 'message': {
      if (--messagesLeft < 0) throw new ProtoError('it holds more messages than may be in one');
      const schema = schemaOf(fieldType.message);
      const message = (present as Plain | undefined) ?? zeroMessage(schema);
      readMessage(schema, reader.delimited(), message, depth + 1);
      return message;
    }
    default:
      return assertNever(fieldType);
  }
}

/** Neither of the two (a list, say) counts as not given. */
function readIntOrString(reader: ProtoReader): number | string | undefined {
  let value: number | string | undefined;
  while (!reader.done) {
    const tag = reader.varint();
    if (tag === ((valueNumber << 3) | wireType.fixed64)) value = reader.double();
    else if (tag === ((valueString << 3) | wireType.bytes)) value = reader.string();
    else reader.skip(tag & 7);
  }
  return value;
}

function wireTypeOf({ type }: FieldSchema): number {
  switch (type.kind) {
    case 'bool':
      return wireType.varint;
    case 'number':
      return type.integer ? wireType.varint : wireType.fixed64;
    default:
      return wireType.bytes;
  }
}

function expectType({ name }: FieldSchema, type: number, wanted: number): void {
  if (type !== wanted) throw new ProtoError(`field ${name} has wire type ${type} instead of ${wanted}`);
}

function zeroOfType(field: FieldSchema): unknown {
  switch (field.type.kind) {
    case 'message':
      return zeroMessage(schemaOf(field.type.message));
    case 'bytes':
      return new Uint8Array(0);
    case 'number':
      return 0;
    case 'bool':
      return false;
    default:
      return '';
  }
}
