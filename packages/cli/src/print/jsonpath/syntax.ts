/** What a JSONPath template is made of, and the bounds of one. See `parse.ts` for the language. */

/** Characters of a template; longer ones are refused. */
export const templateCharsMax = 64 * 1024;
/** Ranges, filters and unions within one another. */
export const nestingMax = 32;
/** Values one evaluation may touch: a path such as `{..}{....}` multiplies them. */
export const visitsMax = 5_000_000;

/** A template or a path that cannot be read or evaluated. The text is kubectl's. */
export class JsonPathError extends Error {
  override readonly name = 'JsonPathError';
}

/** What is printed one after the other: text as it is, the results of a path, a body once for each result of a path. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'path'; readonly steps: readonly Step[] }
  | { readonly kind: 'range'; readonly steps: readonly Step[]; readonly body: readonly Piece[] };

/** Each step takes a list of values to the next one. */
export type Step =
  | { readonly kind: 'field'; readonly name: string }
  /** `.*`: all elements, or all values of an object. */
  | { readonly kind: 'wildcard' }
  /** `..`: the value itself and everything in it. */
  | { readonly kind: 'descendants' }
  /** `[1]` is `[1:2]` with `single`, so that `[-1]` is the last one. */
  | {
      readonly kind: 'slice';
      readonly start: number;
      readonly end: number | undefined;
      readonly step: number | undefined;
      readonly single: boolean;
    }
  | { readonly kind: 'union'; readonly branches: readonly (readonly Step[])[] }
  | {
      readonly kind: 'filter';
      readonly left: readonly Step[];
      readonly operator: FilterOperator;
      readonly right: readonly Step[];
    }
  /** A literal takes the place of what it is applied to. */
  | { readonly kind: 'literal'; readonly value: string | number | boolean };

export const filterOperators = ['==', '!=', '<', '<=', '>', '>='] as const;
export type FilterOperator = 'exists' | (typeof filterOperators)[number];
