/** Strict decoding of parsed JSON by the schema: every wrong type and unknown field is found, and told with its place. */
import { assertNever } from '@kuorum/base';
import { maybeDecodeBase64 } from './base64.js';
import type { FieldError } from './field-error.js';
import { schemaOf, zeroOf } from './messages.js';
import type { FieldSchema, MessageSchema } from './schema-types.js';
import { nameOf, typeNameOf } from './value-names.js';

/** Objects may nest this deep in JSON; deeper input is refused before it is walked. */
export const jsonDepthMax = 64;

/** In the place of what may be a secret. */
const hidden = '…';

type Plain = Record<string, unknown>;

/** Where in the input something is, written out only when there is something to say about it. */
interface Place {
  readonly parent: Place | undefined;
  readonly name: string;
  /** Of a list or a map. */
  readonly item?: number | string | undefined;
}

export class JsonDecoder {
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
      const value = own ? source[field.name] : undefined;
      const decoded = value === undefined || value === null ? zeroOf(field) : this.field(field, value, at, depth);
      if (decoded !== undefined) result[field.name] = decoded;
    }
    const names = Object.keys(source);
    if (names.length > known) this.refuseUnknown(schema, names, at);
    return result;
  }

  private refuseUnknown(schema: MessageSchema, names: readonly string[], parent: Place | undefined): void {
    const known = new Set(schema.fields.map(({ name }) => name));
    for (const name of names) {
      if (known.has(name)) continue;
      const shown = this.quotes || /^\w{1,63}$/.test(name) ? name : hidden;
      this.fail({ parent, name: shown }, 'FieldValueUnknown', 'unknown field');
    }
  }

  private field(field: FieldSchema, value: unknown, parent: Place | undefined, depth: number): unknown {
    const { name } = field;
    switch (field.cardinality) {
      case 'one':
        return isPlainText(field, value) ? value : this.single(field, value, { parent, name }, depth);
      case 'list':
        if (!Array.isArray(value))
          return this.fail({ parent, name }, 'FieldValueTypeInvalid', this.mustBe('a list', value));
        return value.map((each, item) => this.single(field, each, { parent, name, item }, depth));
      case 'map':
        return this.map(field, this.plain(value, { parent, name }), parent, depth);
      default:
        return assertNever(field.cardinality);
    }
  }

  private map(field: FieldSchema, source: Plain, parent: Place | undefined, depth: number): Plain {
    const result: Plain = {};
    for (const key of Object.keys(source)) {
      const value = source[key];
      const decoded = isPlainText(field, value)
        ? value
        : this.single(field, value, { parent, name: field.name, item: this.shownKey(key, value) }, depth);
      // A plain assignment would set the prototype.
      if (key === '__proto__')
        Object.defineProperty(result, key, { value: decoded, writable: true, enumerable: true, configurable: true });
      else result[key] = decoded;
    }
    return result;
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

  /** A value whose colon is missing is a part of its key. */
  private shownKey(key: string, value: unknown): string {
    return this.quotes || (value !== null && /^[-._a-zA-Z0-9]{1,253}$/.test(key)) ? key : hidden;
  }

  private mustBe(what: string, value: unknown): string {
    return `must be ${what}, not ${this.quotes ? nameOf(value) : typeNameOf(value)}`;
  }

  private fail(at: Place | undefined, reason: FieldError['reason'], message: string): undefined {
    this.errors.push({ path: pathOf(at), reason, message });
    return undefined;
  }
}

/** Most of what objects hold, and nothing that could be wrong: no place need be known. */
function isPlainText({ type }: FieldSchema, value: unknown): boolean {
  return type.kind === 'string' && typeof value === 'string';
}

function pathOf(at: Place | undefined): string {
  if (at === undefined) return '';
  const { parent, name, item } = at;
  return `${parent === undefined ? name : join(pathOf(parent), name)}${item === undefined ? '' : `[${item}]`}`;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
