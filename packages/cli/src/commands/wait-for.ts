/** What `kuorum wait --for` can wait for. Pure. */
import { encodeJson, type ApiObject, type Condition, type KindName } from '@kuorum/api';
import { CliError } from '../errors.js';
import { goText } from '../print/jsonpath/go-text.js';
import { JsonPathError, compileExpression, type JsonPath } from '../print/jsonpath/json-path.js';

export type WaitFor =
  | { readonly kind: 'delete' }
  | { readonly kind: 'create' }
  | { readonly kind: 'condition'; readonly type: string; readonly value: string }
  /** Without a value: that there is one. */
  | { readonly kind: 'jsonpath'; readonly path: JsonPath; readonly text: string; readonly value: string | undefined };

/** Reads `condition=Ready`, `condition=Ready=false`, `jsonpath={.status.phase}=Running`, `delete`, `create`. */
export function parseWaitFor(text: string): WaitFor {
  const word = text.toLowerCase();
  if (word === 'delete' || word === 'create') return { kind: word };
  if (word.startsWith('condition=')) {
    const [type = '', value = 'true'] = text.slice('condition='.length).split('=');
    if (type !== '') return { kind: 'condition', type, value };
  }
  if (word.startsWith('jsonpath=')) return parseJsonPathFor(text.slice('jsonpath='.length));
  throw new CliError(
    `unrecognized condition: ${JSON.stringify(text)}: --for takes condition=TYPE[=VALUE], jsonpath='{PATH}'[=VALUE], create or delete`,
  );
}

function parseJsonPathFor(text: string): WaitFor {
  const close = text.startsWith('{') ? text.search(/\}(?==|$)/) + 1 : text.indexOf('=');
  const expression = text.slice(0, close > 0 ? close : text.length);
  const rest = text.slice(expression.length);
  const value = rest === '' ? undefined : rest.slice(1).replaceAll(/^["']+|["']+$/g, '');
  if (value === '')
    throw new CliError('jsonpath wait value cannot be empty: leave out the "=" to wait until there is one');
  try {
    return { kind: 'jsonpath', path: compileExpression(expression), text: expression, value };
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new CliError(`Cannot read --for=jsonpath=${text}: ${error.message}`);
  }
}

/** Whether it has come true, or in some words why not yet. `object` is undefined where there is none. */
export function check(wait: WaitFor, kind: KindName, object: ApiObject | undefined): true | string {
  switch (wait.kind) {
    case 'delete':
      if (object === undefined) return true;
      return object.metadata.deletionTimestamp === '' ? 'it is not being deleted' : 'it is being deleted';
    case 'create':
      return object !== undefined || 'it does not exist yet';
    case 'condition':
      return object === undefined ? 'it does not exist' : checkCondition(wait, object);
    case 'jsonpath':
      return object === undefined ? 'it does not exist' : checkPath(wait, encodeJson(kind, object as never));
  }
}

interface WithConditions {
  readonly status?: { readonly conditions?: readonly Condition[]; readonly observedGeneration?: number };
}

function checkCondition({ type, value }: WaitFor & { kind: 'condition' }, object: ApiObject): true | string {
  const { conditions = [], observedGeneration } = (object as ApiObject & WithConditions).status ?? {};
  if (observedGeneration !== undefined && observedGeneration > 0 && observedGeneration < object.metadata.generation) {
    return 'its controller has not seen the last change yet';
  }
  const condition = conditions.find((candidate) => candidate.type.toLowerCase() === type.toLowerCase());
  if (condition === undefined) return `it has no condition ${type} yet`;
  if (condition.status.toLowerCase() === value.toLowerCase()) return true;
  const why = [condition.reason, condition.message].filter((text) => text !== '').join(': ');
  return `${condition.type} is ${condition.status}${why === '' ? '' : ` (${why})`}`;
}

function checkPath({ path, text, value }: WaitFor & { kind: 'jsonpath' }, json: unknown): true | string {
  const values = path.values(json);
  if (values.length > 1) throw new CliError(`given jsonpath expression matches more than one value: ${text}`);
  if (values.length === 0) return `${text} is not there`;
  if (value === undefined) return true;
  const [present] = values;
  if (typeof present === 'object') {
    throw new CliError(`jsonpath leads to a nested object or list which is not supported: ${text}`);
  }
  const shown = goText(present);
  return shown === value || `${text} is ${JSON.stringify(shown)}`;
}
