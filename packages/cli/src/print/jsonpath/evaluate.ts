/**
 * Evaluates parsed JSONPath on plain JSON. A path takes a list of values from step to step; a field that is missing gives
 * no value (kubectl's default), a step that does not fit (an index of an object) is an error. Work is bounded by
 * {@link visitsMax}, whatever the template.
 */
import { assertNever } from '@kuorum/base';
import { JsonPathError, visitsMax, type FilterOperator, type Piece, type Step } from './syntax.js';

/** The results of one action, or a text between actions. */
export type Found =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'values'; readonly values: readonly unknown[] };

/** Everything the template gives on `data`, in order. Throws {@link JsonPathError}. */
export function evaluate(pieces: readonly Piece[], data: unknown): Found[] {
  const found: Found[] = [];
  new Evaluator(found).pieces(pieces, data);
  return found;
}

class Evaluator {
  private visits = 0;

  constructor(private readonly found: Found[]) {}

  pieces(pieces: readonly Piece[], data: unknown): void {
    for (const piece of pieces) {
      this.visit(1);
      switch (piece.kind) {
        case 'text':
          this.found.push(piece);
          break;
        case 'path':
          this.found.push({ kind: 'values', values: this.steps(piece.steps, [data]) });
          break;
        case 'range':
          for (const value of this.steps(piece.steps, [data])) this.pieces(piece.body, value);
          break;
        default:
          assertNever(piece);
      }
    }
  }

  private steps(steps: readonly Step[], values: readonly unknown[]): readonly unknown[] {
    return steps.reduce((present, step) => this.step(step, present), values);
  }

  private step(step: Step, values: readonly unknown[]): unknown[] {
    this.visit(values.length);
    switch (step.kind) {
      case 'field':
        return values.flatMap((value) =>
          isObject(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [],
        );
      case 'wildcard':
        return this.flat(values.map(childrenOf));
      case 'descendants':
        return this.descendants(values);
      case 'slice':
        return this.flat(values.filter(isPresent).map((value) => sliceOf(listOf(value), step)));
      case 'union':
        return this.flat(step.branches.map((branch) => this.steps(branch, values)));
      case 'filter':
        return values
          .filter(isPresent)
          .flatMap((value) => listOf(value, ' and cannot be filtered').filter((item) => this.passes(step, item)));
      case 'literal':
        return typeof step.value === 'string' ? [step.value] : values.map(() => step.value);
      default:
        return assertNever(step);
    }
  }

  /** Empty objects, empty lists and what is no text has nothing in it to name, and is left out as kubectl leaves it out. */
  private descendants(values: readonly unknown[]): unknown[] {
    const result: unknown[] = [];
    const pending = [...values].reverse();
    while (pending.length > 0) {
      const value = pending.pop();
      this.visit(1);
      if (typeof value === 'string' && value !== '') result.push(value);
      const children = childrenOf(value);
      if (children.length === 0) continue;
      result.push(value);
      for (let i = children.length - 1; i >= 0; i--) pending.push(children[i]);
    }
    return result;
  }

  private passes({ left, operator, right }: Step & { kind: 'filter' }, item: unknown): boolean {
    const lefts = this.steps(left, [item]);
    if (operator === 'exists') return lefts.length > 0;
    const rights = this.steps(right, [item]);
    if (lefts.length === 0 || rights.length === 0) return false;
    if (lefts.length > 1 || rights.length > 1) throw new JsonPathError('can only compare one element at a time');
    return compare(lefts[0], operator, rights[0]);
  }

  private flat(lists: readonly (readonly unknown[])[]): unknown[] {
    this.visit(lists.reduce((sum, list) => sum + list.length, 0));
    return lists.flat();
  }

  private visit(values: number): void {
    this.visits += values;
    if (this.visits > visitsMax) throw new JsonPathError(`the template goes through more than ${visitsMax} values`);
  }
}

function compare(left: unknown, operator: Exclude<FilterOperator, 'exists'>, right: unknown): boolean {
  const comparable = typeof left === typeof right && ['string', 'number', 'boolean'].includes(typeof left);
  if (!comparable) throw new JsonPathError('incompatible types for comparison');
  const [a, b] = [left as string | number, right as string | number];
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

function sliceOf(list: readonly unknown[], { start, end, step = 1, single }: Step & { kind: 'slice' }): unknown[] {
  if (step <= 0) throw new JsonPathError('step must be > 0');
  const from = start < 0 ? start + list.length : start;
  const to = single ? from + 1 : end === undefined ? list.length : end < 0 ? end + list.length : end;
  if (from === to) return [];
  if (from < 0 || from >= list.length) throw outOfBounds(from, list.length);
  if (to < 0 || to > list.length) throw outOfBounds(to - 1, list.length);
  if (from > to) throw new JsonPathError(`starting index ${from} is greater than ending index ${to}`);
  return list.slice(from, to).filter((_, i) => i % step === 0);
}

function outOfBounds(index: number, length: number): JsonPathError {
  return new JsonPathError(`array index out of bounds: index ${index}, length ${length}`);
}

function listOf(value: unknown, more = ''): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw new JsonPathError(`${isObject(value) ? 'an object' : JSON.stringify(value)} is not array or slice${more}`);
}

function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  return isObject(value) ? Object.values(value) : [];
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
