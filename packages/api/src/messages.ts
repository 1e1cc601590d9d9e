/** The messages of the API: their schemas by name, and what one is that says nothing. */
import { assertNever, mustGet } from '@kuorum/base';
import { messageSchemas } from './gen/schema.js';
import type { MessageTypes } from './gen/types.js';
import type { FieldSchema, MessageSchema } from './schema-types.js';

export type MessageName = keyof MessageTypes;

/** Of every message of the API. */
export const messageNames = Object.keys(messageSchemas) as MessageName[];

/** The schema of a message, by name. */
export function schemaOf(message: string): MessageSchema {
  return mustGet((messageSchemas as Record<string, MessageSchema>)[message], `schema of ${message}`);
}

/** In memory, of a field that was not given; undefined where that is how it is told. */
export function zeroOf(field: FieldSchema): unknown {
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
export function zeroMessage(schema: MessageSchema): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const field of schema.fields) {
    const zero = zeroOf(field);
    if (zero !== undefined) result[field.name] = zero;
  }
  return result;
}
