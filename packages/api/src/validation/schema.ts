/** What the schema alone says about values: allowed words and the syntax of quantities, in any message at any depth. */
import { invalidField, unsupportedField, type FieldError } from '../field-error.js';
import type { FieldSchema } from '../schema-types.js';
import { schemaOf } from '../codec.js';
import { maybeParseQuantity, quantityRule } from '../quantity.js';

export function validateSchema(message: string, object: object, path = ''): FieldError[] {
  const errors: FieldError[] = [];
  walk(message, object as Record<string, unknown>, () => path, errors);
  return errors;
}

/** Written out only when there is something to say about it: nearly always there is not. */
type Path = () => string;

const checkedOf = new Map<string, readonly FieldSchema[]>();

/** The fields of a message that there is something to check in, at any depth. */
function checkedFields(message: string, above: readonly string[] = []): readonly FieldSchema[] {
  const known = checkedOf.get(message);
  if (known !== undefined) return known;
  const within = [...above, message];
  const fields = schemaOf(message).fields.filter(({ type, values }) => {
    if (type.kind !== 'message') return values !== undefined || type.kind === 'quantity';
    return within.includes(type.message) || checkedFields(type.message, within).length > 0;
  });
  // What depends on a message above it is not known before that one is.
  if (above.length === 0) checkedOf.set(message, fields);
  return fields;
}

function walk(message: string, object: Record<string, unknown>, path: Path, errors: FieldError[]): void {
  for (const field of checkedFields(message)) {
    const value = object[field.name];
    if (value === undefined) continue;
    const at = (): string => (path() === '' ? field.name : `${path()}.${field.name}`);
    switch (field.cardinality) {
      case 'one':
        // In a map a quantity that is named is given; by itself it may be left out.
        if (field.type.kind !== 'quantity' || value !== '') check(field, value, at, errors);
        break;
      case 'list':
        (value as unknown[]).forEach((item, i) => check(field, item, () => `${at()}[${i}]`, errors));
        break;
      case 'map':
        for (const key of Object.keys(value as object)) {
          check(field, (value as Record<string, unknown>)[key], () => `${at()}[${key}]`, errors);
        }
        break;
    }
  }
}

function check(field: FieldSchema, value: unknown, path: Path, errors: FieldError[]): void {
  if (field.type.kind === 'message') {
    walk(field.type.message, value as Record<string, unknown>, path, errors);
  } else if (field.values !== undefined && value !== '' && !field.values.includes(value as string)) {
    errors.push(unsupportedField(path(), value, field.values));
  } else if (field.type.kind === 'quantity') {
    const amount = maybeParseQuantity(value as string);
    if (amount === undefined) errors.push(invalidField(path(), value, quantityRule));
    else if (amount < 0) errors.push(invalidField(path(), value, 'must be greater than or equal to 0'));
  }
}
