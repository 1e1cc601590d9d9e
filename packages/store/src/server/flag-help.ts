/** What `kuorum store --help` says, and the page docs/store-flags.md: both are the table of flags. */
import { variableOf } from './flag-env.js';
import { flagGroups, idleFlags, refusedFlags } from './flag-table.js';
import { flagDefaults, isFlag } from './flags.js';
import { ETCD_VERSION } from './version.js';

const groups = Object.entries(flagGroups).map(([title, flags]) => [title, Object.entries<string>(flags)] as const);

function defaultOf(flag: string): string {
  if (!isFlag(flag)) throw new Error(`--${flag} is told of, but has no default`);
  return flagDefaults[flag];
}

/** Undefined = the words ask for no help and no version. */
export function answerAboutFlags(argv: readonly string[]): string | undefined {
  const asks = (...names: string[]): boolean => argv.some((word) => names.includes(word));
  if (asks('-h', '-help', '--help')) return storeUsage();
  if (asks('-version', '--version')) return `kuorum store, speaks the API of etcd ${ETCD_VERSION}`;
  return undefined;
}

export function storeUsage(): string {
  const lines = [
    'Usage:',
    '',
    '  kuorum store [flags]                        run a member of the store',
    '  kuorum store --config-file FILE',
    '  kuorum store snapshot save|status|restore   see `kuorum store snapshot --help`',
    '  kuorum store --version',
    '',
    'A flag may also be given as an environment variable: ETCD_DATA_DIR for --data-dir. Flags come first.',
  ];
  for (const [title, flags] of groups) {
    lines.push('', `${title}:`);
    for (const [flag, text] of flags) lines.push(`  --${flag} '${defaultOf(flag)}'`, `    ${text}`);
  }
  const names = (table: object): string => `  ${Object.keys(table).join(' ')}`;
  lines.push('', 'Taken from etcd, and without effect here (the log says why):', names(idleFlags));
  lines.push('', 'Refused, with what to do instead:', names(refusedFlags));
  return lines.join('\n');
}

/** In Markdown. */
export function flagsPage(): string {
  const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
    [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(escaped).join(' | ')} |`);
  return [
    '# Flags of `kuorum store`',
    '',
    'They are those of etcd 3.4 to 3.6; names that 3.6 has without `experimental-` are taken so, too. This page is generated from',
    '`packages/store/src/server/flag-table.ts` by `node scripts/store-flags.mjs`.',
    '',
    `- One dash or two, \`--name=n1\` or \`--name n1\`; a switch may stand alone. Durations are Go's: \`1h30m\`, \`500ms\`.`,
    `- \`${variableOf('data-dir')}\` in the environment stands for \`--data-dir\`; a flag comes first. Unknown \`ETCD_…\` variables are logged.`,
    '- `--config-file` reads etcd’s YAML; flags and environment are then ignored.',
    '',
    '## What does here what it does in etcd',
    ...groups.flatMap(([title, flags]) => [
      '',
      `### ${title}`,
      '',
      ...table(
        ['flag', 'default', 'meaning'],
        flags.map(([flag, text]) => [`\`--${flag}\``, defaultOf(flag) === '' ? '' : `\`${defaultOf(flag)}\``, text]),
      ),
    ]),
    '',
    '## What is taken, and does nothing',
    '',
    'One line of the log says so.',
    '',
    ...table(
      ['flag', 'why'],
      Object.entries(idleFlags).map(([flag, why]) => [`\`--${flag}\``, why]),
    ),
    '',
    '## What is refused',
    '',
    ...table(
      ['flag', 'unless it is', 'instead'],
      Object.entries(refusedFlags).map(([flag, { instead, off }]) => [
        `\`--${flag}\``,
        off.map((value) => (value === '' ? 'empty' : `\`${value}\``)).join(', '),
        instead,
      ]),
    ),
    '',
  ].join('\n');
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
