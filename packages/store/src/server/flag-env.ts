/**
 * etcd's environment: `ETCD_DATA_DIR` stands for `--data-dir` where that is not given. `ETCDCTL_…` is another program's.
 */
const PREFIX = 'ETCD_';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface FromEnvironment {
  readonly values: ReadonlyMap<string, string>;
  /** For the log: what was not taken, in etcd's words. */
  readonly warnings: readonly string[];
}

/** `given`: by the command line, which comes first. An empty value is none, as in etcd. */
export function fromEnvironment(
  env: Environment,
  isKnown: (name: string) => boolean,
  given: ReadonlyMap<string, string>,
): FromEnvironment {
  const values = new Map<string, string>();
  const warnings: string[] = [];
  for (const [variable, value = ''] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX)) continue;
    const name = variable.slice(PREFIX.length).toLowerCase().replaceAll('_', '-');
    if (variable !== variableOf(name) || !isKnown(name)) warnings.push(`unrecognized environment variable ${variable}`);
    else if (given.has(name) && value !== '')
      warnings.push(`recognized environment variable ${variable}, but unused: shadowed by the flag --${name}`);
    else if (value !== '') values.set(name, value);
  }
  return { values, warnings };
}

export function variableOf(flag: string): string {
  return PREFIX + flag.toUpperCase().replaceAll('-', '_');
}
