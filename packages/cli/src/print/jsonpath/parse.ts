/**
 * kubectl's JSONPath (k8s.io/client-go/util/jsonpath), which is neither RFC 9535 nor Goessner's: a template is text with
 * actions in braces.
 *
 * ```
 * {.metadata.name}              a field; a dot within a name is written \.
 * {.a['b','c']}  {.a[0,2]}      unions of fields and of elements
 * {.a[0]} {.a[-1]} {.a[1:5:2]}  elements and slices; {.a[*]} and {.a.*} all of them
 * {..image}                     at any depth
 * {.a[?(@.b=="c")].d}           filters: == != < <= > >=, or only a path that must exist
 * {range .a[*]}{.b}{"\n"}{end}  a body once for each result
 * {"quoted \t text"} {$} {@}    literals, the root, the current value
 * ```
 * Refuses what kubectl refuses, in its words. Time and space are linear in the template's length.
 */
import {
  JsonPathError,
  filterOperators,
  nestingMax,
  templateCharsMax,
  type FilterOperator,
  type Piece,
  type Step,
} from './syntax.js';

/** Throws {@link JsonPathError}. */
export function parseTemplate(template: string): Piece[] {
  if (template.length > templateCharsMax) {
    throw new JsonPathError(`the template is longer than ${templateCharsMax} characters`);
  }
  return new TemplateParser(template).parse();
}

/** One thing in braces. */
type Action = { readonly kind: 'range' | 'path'; readonly steps: Step[] } | { readonly kind: 'end' };

class TemplateParser {
  private at = 0;

  constructor(private readonly template: string) {}

  parse(): Piece[] {
    const pieces = this.pieces(0);
    if (this.at < this.template.length) throw new JsonPathError('not in range, nothing to end');
    return pieces;
  }

  /** Up to the end of the range at this depth, or of the template: kubectl lets a range end there too. */
  private pieces(depth: number): Piece[] {
    if (depth > nestingMax) throw new JsonPathError(`ranges are nested deeper than ${nestingMax}`);
    const pieces: Piece[] = [];
    while (this.at < this.template.length) {
      const open = this.template.indexOf('{', this.at);
      const textEnd = open < 0 ? this.template.length : open;
      if (textEnd > this.at) pieces.push({ kind: 'text', text: this.template.slice(this.at, textEnd) });
      this.at = textEnd;
      if (open < 0) break;
      const actionAt = this.at;
      const action = this.action();
      if (action.kind === 'end') {
        if (depth > 0) return pieces;
        this.at = actionAt;
        throw new JsonPathError('not in range, nothing to end');
      }
      if (action.kind === 'path') pieces.push({ kind: 'path', steps: action.steps });
      else pieces.push({ kind: 'range', steps: action.steps, body: this.pieces(depth + 1) });
    }
    return pieces;
  }

  private action(): Action {
    const parser = new ActionParser(this.template, this.at + 1, '}', 0);
    const action = parser.action();
    this.at = parser.at;
    return action;
  }
}

/** What ends a name. */
const terminators = new Set(['.', ',', '[', ']', '$', '@', '{', '}', ' ', '\n', '\r']);
const slicePattern = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/;
const filterPattern = /^([^!<>=]+)([!<>=]+)(.+)$/;

/** Reads steps from `at` up to `close`, or to the end of the input where `close` is empty (a part of a filter or union). */
class ActionParser {
  constructor(
    private readonly input: string,
    public at: number,
    private readonly close: '}' | '',
    private readonly depth: number,
  ) {
    if (depth > nestingMax) throw new JsonPathError(`filters and unions are nested deeper than ${nestingMax}`);
  }

  action(): Action {
    const word = /^\s*(range|end)(?=[ .,[\]$@{}]|$)/.exec(this.input.slice(this.at, this.at + 64))?.[0];
    if (word !== undefined) this.at += word.length;
    const steps = this.steps();
    if (word === undefined) return { kind: 'path', steps };
    return word.trim() === 'range' ? { kind: 'range', steps } : { kind: 'end' };
  }

  steps(): Step[] {
    const steps: Step[] = [];
    for (;;) {
      const char = this.input[this.at];
      if (char === undefined && this.close === '') return steps;
      if (char === undefined || char === '\n' || char === '\r') throw new JsonPathError('unclosed action');
      if (char === this.close) {
        this.at++;
        return steps;
      }
      steps.push(...this.step(char));
    }
  }

  private step(char: string): Step[] {
    if (char === ' ' || char === '@' || char === '$') {
      this.at++;
      return [];
    }
    if (this.input.startsWith('[?(', this.at)) return [this.filter()];
    if (char === '[') return this.brackets();
    if (char === '"' || char === "'") return [{ kind: 'literal', value: this.quoted(char) }];
    if (char === '.') return this.dot();
    if (/[+\-0-9]/.test(char)) return [{ kind: 'literal', value: this.number() }];
    if (/[\p{L}\p{N}_]/u.test(char)) return [this.identifier()];
    throw new JsonPathError(`unrecognized character in action: ${unicodeName(char)}`);
  }

  private dot(): Step[] {
    if (this.input.startsWith('..', this.at)) {
      this.at += 2;
      const next = this.input[this.at];
      const named = next !== undefined && !terminators.has(next);
      return [{ kind: 'descendants' }, ...(named ? [fieldStep(this.name())] : [])];
    }
    this.at++;
    return [fieldStep(this.name())];
  }

  /** Up to a terminator that is not escaped. */
  private name(): string {
    let name = '';
    for (;;) {
      const char = this.input[this.at];
      if (char === undefined || terminators.has(char)) return name;
      this.at++;
      if (char !== '\\') name += char;
      else if (this.at < this.input.length) name += this.input[this.at++] ?? '';
    }
  }

  private identifier(): Step {
    const word = this.name();
    if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
    throw new JsonPathError(`unrecognized identifier ${word}`);
  }

  private number(): number {
    const [text = ''] = /^[+\-]?[0-9.]*/.exec(this.input.slice(this.at, this.at + 64)) ?? [];
    this.at += text.length;
    const value = Number(text);
    if (text === '' || Number.isNaN(value) || !/\d/.test(text)) throw new JsonPathError(`cannot parse number ${text}`);
    return value;
  }

  private quoted(quote: string): string {
    let end = this.at + 1;
    while (end < this.input.length && this.input[end] !== quote) end += this.input[end] === '\\' ? 2 : 1;
    if (end >= this.input.length) throw new JsonPathError('unterminated quoted string');
    const text = this.input.slice(this.at + 1, end);
    this.at = end + 1;
    return unescape(text);
  }

  /** `[…]` that is no filter. */
  private brackets(): Step[] {
    const end = this.input.indexOf(']', this.at);
    const text = this.input.slice(this.at + 1, end);
    if (end < 0 || text.includes('\n')) throw new JsonPathError('unterminated array');
    this.at = end + 1;
    const parts = text.split(',');
    if (parts.length === 1) return this.index(text);
    return [{ kind: 'union', branches: parts.map((part) => this.index(part.trim())) }];
  }

  private index(text: string): Step[] {
    if (text === '*') return [{ kind: 'slice', start: 0, end: undefined, step: undefined, single: false }];
    const key = /^'([^']*)'$/.exec(text)?.[1];
    // As kubectl has it, a dot in the quotes is a dot of the path unless it is escaped.
    if (key !== undefined) return new ActionParser(`.${key}`, 0, '', this.depth + 1).steps();
    const slice = slicePattern.exec(text);
    if (slice === null || text === '-') throw new JsonPathError(`invalid array index ${text}`);
    const [, first = '', second, third] = slice;
    const end = bound(second);
    const single = second === undefined;
    return [{ kind: 'slice', start: bound(`:${first}`) ?? 0, end, step: bound(third), single }];
  }

  private filter(): Step {
    const begin = this.at + 3;
    const end = this.filterEnd(begin);
    if (this.input[end + 1] !== ']') throw new JsonPathError('unclosed array expect ]');
    const text = this.input.slice(begin, end);
    this.at = end + 2;
    const comparison = filterPattern.exec(text);
    if (comparison === null) return { kind: 'filter', left: this.part(text), operator: 'exists', right: [] };
    const [, left = '', operator = '', right = ''] = comparison;
    return { kind: 'filter', left: this.part(left), operator: filterOperator(operator), right: this.part(right) };
  }

  /** Where the filter's closing parenthesis is: not within quotes. */
  private filterEnd(begin: number): number {
    let quote = '';
    for (let at = begin; at < this.input.length; at++) {
      const char = this.input[at] as string;
      if (char === '\n') break;
      if (char === '\\') at++;
      else if (quote !== '') quote = char === quote ? '' : quote;
      else if (char === '"' || char === "'") quote = char;
      else if (char === ')') return at;
    }
    throw new JsonPathError('unterminated filter');
  }

  private part(text: string): Step[] {
    return new ActionParser(text.trim(), 0, '', this.depth + 1).steps();
  }
}

function fieldStep(name: string): Step {
  return name === '*' ? { kind: 'wildcard' } : { kind: 'field', name };
}

/** `:5` is 5; `:` and nothing are not given. */
function bound(text: string | undefined): number | undefined {
  const digits = text?.slice(1) ?? '';
  if (digits === '') return undefined;
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) throw new JsonPathError(`invalid array index ${digits}`);
  return value;
}

function filterOperator(text: string): FilterOperator {
  const operator = filterOperators.find((candidate) => candidate === text);
  if (operator === undefined) throw new JsonPathError(`unrecognized filter operator ${text}`);
  return operator;
}

const escapes: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v' },
  ...{ '\\': '\\', '"': '"', "'": "'" },
};

function unescape(text: string): string {
  return text.replaceAll(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.)|$)/gs,
    (whole, x?: string, u?: string, c?: string) => {
      const code = x ?? u;
      if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
      const char = c === undefined ? undefined : escapes[c];
      if (char === undefined) throw new JsonPathError(`invalid escape ${whole} in a quoted string`);
      return char;
    },
  );
}

function unicodeName(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')} '${char}'`;
}
