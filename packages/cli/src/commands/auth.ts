/** `kuorum auth can-i` and `kuorum auth whoami`: callers' questions about themselves, in kubectl's words. */
import { encodeJson, findKind, make, type KindInfo, type ResourceRule } from '@kuorum/api';
import type { AccessQuestion } from '@kuorum/client';
import { Command } from 'commander';
import { CliError } from '../errors.js';
import { jsonText } from '../print/output.js';
import { TablePrinter } from '../print/table.js';
import { clientCommand, type ClientOptions } from './context.js';
import { processEnv, type Env } from './env.js';

interface CanIOptions extends ClientOptions {
  readonly allNamespaces?: boolean;
  readonly list?: boolean;
  readonly quiet?: boolean;
  readonly subresource?: string;
  readonly headers: boolean;
}

const knownVerbs = new Set([
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
  ...['use', 'bind', 'escalate', 'impersonate', '*', 'approve', 'sign', 'head', 'post', 'put', 'options', 'proxy'],
]);

export function authCommand(env: Env = processEnv): Command {
  const auth = new Command('auth').description('Ask who you are and what you may do');
  auth.addCommand(
    clientCommand('can-i', 'Say whether you may do something; exit status 1 when you may not')
      .argument('[verb]', 'get, list, watch, create, update, patch, delete, deletecollection or *')
      .argument('[resource]', 'TYPE, TYPE/NAME or a path such as /version; * for every type')
      .argument('[name]', 'only this object')
      .option('-A, --all-namespaces', 'in all namespaces')
      .option('--subresource <name>', 'such as log or scale')
      .option('--list', 'list all that you may do in the namespace')
      .option('--no-headers', 'with --list: no headers')
      .option('-q, --quiet', 'say nothing, only by the exit status')
      .action(
        (verb: string | undefined, resource: string | undefined, name: string | undefined, options: CanIOptions) =>
          options.list === true ? list(env, options) : canI(env, [verb, resource, name], options),
      ),
  );
  auth.addCommand(
    clientCommand('whoami', 'Print who the server takes you for')
      .option('-o, --output <format>', 'json or yaml')
      .action((options: ClientOptions & { output?: string }) => whoAmI(env, options)),
  );
  return auth;
}

async function canI(
  env: Env,
  [verb, resource, name]: readonly (string | undefined)[],
  options: CanIOptions,
): Promise<void> {
  if (verb === undefined || resource === undefined) {
    throw new CliError('you must specify two arguments: verb resource or verb resource/resourceName');
  }
  if (!knownVerbs.has(verb)) env.err(`Warning: verb '${verb}' is not a known verb`);
  const question = resource.startsWith('/')
    ? pathQuestion(verb, resource, name, options)
    : resourceQuestion(env, verb, resource, name, options);
  const { allowed, reason } = await env.withClient(options, (client) => client.access.may(question));
  if (options.quiet !== true) env.out(allowed ? 'yes' : reason === '' ? 'no' : `no - ${reason}`);
  if (!allowed) env.fail();
}

function pathQuestion(verb: string, path: string, name: string | undefined, options: CanIOptions): AccessQuestion {
  if (name !== undefined) throw new CliError('a path has no name');
  if (options.subresource !== undefined) throw new CliError('--subresource can not be used with NonResourceURL');
  return { nonResourceAttributes: { verb, path } };
}

function resourceQuestion(
  env: Env,
  verb: string,
  text: string,
  last: string | undefined,
  { namespace, allNamespaces, subresource = '' }: CanIOptions,
): AccessQuestion {
  const [type = '', first, ...more] = text.split('/');
  if (type === '' || first === '' || more.length > 0 || (first !== undefined && last !== undefined)) {
    throw new CliError(`Cannot read ${JSON.stringify(text)}: write TYPE, TYPE/NAME or TYPE NAME`);
  }
  const info = type === '*' ? undefined : findKind(type);
  if (info === undefined && type !== '*') env.err(`Warning: the server doesn't have a resource type '${type}'`);
  if (info?.namespaced === false && allNamespaces !== true && namespace !== undefined && namespace !== 'default') {
    const inGroup = info.group === '' ? '' : ` in group '${info.group}'`;
    env.err(`Warning: resource '${info.plural}' is not namespace scoped${inGroup}`);
  }
  const where = info?.namespaced === false || allNamespaces === true ? '' : (namespace ?? 'default');
  const { group, resource } = placeOf(type, info);
  return { resourceAttributes: { namespace: where, verb, group, resource, subresource, name: first ?? last ?? '' } };
}

/** A type that is not known here is asked for as it stands: `widgets.example.com`. */
function placeOf(type: string, info: KindInfo | undefined): { group: string; resource: string } {
  if (info !== undefined) return { group: info.group, resource: info.plural };
  const dot = type.indexOf('.');
  return dot < 0 ? { group: '', resource: type } : { group: type.slice(dot + 1), resource: type.slice(0, dot) };
}

async function list(env: Env, options: CanIOptions): Promise<void> {
  const { namespace = 'default', allNamespaces } = options;
  if (allNamespaces === true) throw new CliError('--list is about one namespace: leave out --all-namespaces');
  const answer = await env.withClient(options, (client) => client.access.rulesIn(namespace));
  if (answer.incomplete) env.err(`warning: the list may be incomplete: ${answer.evaluationError}`);
  const rows = [
    ...answer.resourceRules.flatMap(resourceRows),
    ...answer.nonResourceRules.map(({ verbs, nonResourceURLs }) => ['', words(nonResourceURLs), '[]', words(verbs)]),
  ];
  const sorted = [...new Map(rows.map((row) => [row.join('\n'), row])).values()].sort((a, b) =>
    orderOf(a) < orderOf(b) ? -1 : 1,
  );
  const head = ['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'];
  for (const line of new TablePrinter({ head: options.headers }).lines(head, sorted)) env.out(line);
}

/** What allows most comes first, then by name. */
function orderOf([resource = '', urls = '', names = '', verbs = '']: readonly string[]): string {
  return [verbs === '[*]' ? '0' : '1', resource === '' ? '1' : '0', resource, urls, names, verbs].join(' ');
}

function resourceRows({ verbs, apiGroups, resources, resourceNames }: ResourceRule): string[][] {
  return apiGroups.flatMap((group) =>
    resources.map((resource) => [
      group === '' ? resource : `${resource}.${group}`,
      '[]',
      words(resourceNames),
      words(verbs),
    ]),
  );
}

function words(values: readonly string[]): string {
  return `[${values.join(' ')}]`;
}

async function whoAmI(env: Env, options: ClientOptions & { output?: string }): Promise<void> {
  const { output = '' } = options;
  if (!['', 'json', 'yaml'].includes(output)) {
    throw new CliError(
      `unable to match a printer suitable for the output format ${JSON.stringify(output)}: -o takes json or yaml`,
    );
  }
  const review = await env.withClient(options, (client) => client.access.whoAmI());
  const { username, uid, groups, extra } = review.status.userInfo;
  if (output !== '') {
    const whole = encodeJson('SelfSubjectReview', make('SelfSubjectReview', review));
    // Kubernetes' form: a map from key to values.
    const info = {
      ...(whole['status'] as { userInfo: object }).userInfo,
      ...(extra.length === 0 ? {} : { extra: Object.fromEntries(extra.map(({ key, values }) => [key, values])) }),
    };
    const shown = { ...whole, status: { userInfo: info } };
    if (output === 'json') return env.out(jsonText(shown));
    const { yamlText } = await import('../print/yaml.js');
    return env.out(yamlText(shown).trimEnd());
  }
  const rows = [
    ['Username', username],
    ...(uid === '' ? [] : [['UID', uid]]),
    ...(groups.length === 0 ? [] : [['Groups', words(groups)]]),
    ...extra.map(({ key, values }) => [`Extra: ${key}`, words(values)]),
  ];
  for (const line of new TablePrinter({ head: true }).lines(['ATTRIBUTE', 'VALUE'], rows)) env.out(line);
}
