/**
 * Habits of kubectl's command line that the library for options does not have: options that every command has may stand before
 * the command, and whatever is wrong with a line is followed by where to read on. Pure.
 */
import type { Command } from 'commander';
import { CliError } from './cli-error.js';
import { likely } from './suggest.js';

/** Options with a value that every command with a cluster has; kubectl takes them anywhere. */
const everywhere = [
  ...['-n', '--namespace', '-s', '--server', '--context', '--kubeconfig', '--data-dir', '--token'],
  '--request-timeout',
];

/** What stands before the command, and the command with what follows: `-n web get pods`. */
export function leadingOptions(words: readonly string[]): { options: string[]; rest: string[] } {
  let at = 0;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    const [name = ''] = word.split('=');
    if (everywhere.includes(word)) at += 2;
    else if ((word.includes('=') && everywhere.includes(name)) || /^-[ns][^-]/.test(word)) at += 1;
    else break;
  }
  return { options: words.slice(0, at), rest: words.slice(at) };
}

/** The options behind the command's own words: `rollout status` has them, not `rollout`. */
export function withOptionsAfter(command: Command, options: readonly string[], rest: readonly string[]): string[] {
  let depth = 1;
  for (let at = command; ; depth++) {
    const word = rest[depth];
    const sub = at.commands.find(
      (each) => each.name() === word || (word !== undefined && each.aliases().includes(word)),
    );
    if (sub === undefined) break;
    at = sub;
  }
  return [...rest.slice(0, depth), ...options, ...rest.slice(depth)];
}

/**
 * What is printed about a line that is wrong: of an option that is not known its name and not its value, which may be a token or a
 * password, and errors end up in logs.
 */
export function withoutValues(text: string): string {
  return text.replace(/^(error: unknown option '-[^'=]*)=[^]*'(\n\(Did you mean [^\n]*\)\n?|\n?)$/, "$1'$2");
}

export function keepValuesBack(command: Command): void {
  command.configureOutput({ outputError: (text, write) => write(withoutValues(text)) });
}

/** After what is wrong with a line: which subcommands there are, and where the options are told. */
export function pointToHelp(command: Command, path = `kuorum ${command.name()}`): void {
  const names = command.commands.map((each) => each.name()).filter((name) => name !== 'help');
  const subcommands = names.length === 0 ? '' : `"${path}" has ${names.join(', ')}.\n`;
  keepValuesBack(command);
  command.showHelpAfterError(`${subcommands}See "${path} --help" for its options and examples.`);
  for (const each of command.commands) pointToHelp(each, `${path} ${each.name()}`);
}

/** What kubectl has and this program does not, and what does the same. */
const elsewhere: Readonly<Record<string, string>> = {
  alpha: 'there are no commands on trial',
  'api-versions': '"kuorum api-resources" lists groups and versions',
  attach: '"kuorum logs -f POD" shows what a container writes, "kuorum exec -it POD -- sh" runs a shell in it',
  certificate: '"kuorum certs" makes certificates',
  'cluster-info': '"kuorum status" shows the local cluster, "kuorum config view" where another one is',
  debug: '"kuorum exec -it POD -- sh" runs a shell in a container, "kuorum describe pod POD" tells what it waits for',
  kustomize: 'pipe the output of kustomize: "kustomize build DIR | kuorum apply -f -"',
  options:
    '"kuorum get --help" shows the options that commands share: -n, -s, --context, --kubeconfig, --data-dir, --token, --request-timeout',
  plugin: 'there are no plugins',
};

export function unknownCommand(name: string, known: readonly string[]): CliError {
  const head = `unknown command ${JSON.stringify(name)} for "kuorum"`;
  const other = Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
  if (other !== undefined) return new CliError(`${head}: ${other}`);
  const meant = likely(name, known).map((each) => `\t${each}`);
  const hint = meant.length === 0 ? ['Say "kuorum --help" for what there is.'] : ['Did you mean this?', ...meant];
  return new CliError([head, '', ...hint].join('\n'));
}
