/** How the generated schema describes messages. See `gen/schema.ts`. */

export type FieldType =
  | { readonly kind: 'string' }
  /** A string such as "250m" or "64Mi"; a manifest may give a number. */
  | { readonly kind: 'quantity' }
  | { readonly kind: 'bool' }
  | { readonly kind: 'bytes' }
  /** An integer has 32 bits. */
  | { readonly kind: 'number'; readonly integer: boolean }
  /** A port or count by number, or a name or percentage by string. */
  | { readonly kind: 'intOrString' }
  | { readonly kind: 'message'; readonly message: string };

export interface FieldSchema {
  readonly name: string;
  /** On the wire. */
  readonly number: number;
  readonly type: FieldType;
  readonly cardinality: 'one' | 'list' | 'map';
  /** A scalar that knows whether it was given. */
  readonly optional: boolean;
  /** A message that is always there in memory. */
  readonly required: boolean;
  /** The only values a string may have, besides "". */
  readonly values?: readonly string[];
  readonly doc: string;
}

export interface MessageSchema {
  readonly name: string;
  readonly doc: string;
  readonly fields: readonly FieldSchema[];
}
