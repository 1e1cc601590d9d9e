/**
 * The arguments of one command. What a command does not ask for is a mistake in the script: {@link finish} says so, so
 * that a misspelt argument cannot pass for a default.
 */
export class ScriptArgs {
  private readonly positional: string[] = [];
  private readonly named = new Map<string, readonly string[]>();

  constructor(
    private readonly where: string,
    words: readonly string[],
  ) {
    for (const word of words) {
      const equals = word.indexOf('=');
      if (equals === -1) this.positional.push(...listOf(word));
      else this.named.set(word.slice(0, equals), listOf(word.slice(equals + 1)));
    }
  }

  /** The next argument without a name. */
  next(what: string): string {
    return this.maybeNext() ?? this.fail(`${what} is missing`);
  }

  maybeNext(): string | undefined {
    return this.positional.shift();
  }

  /** All that are left of those without a name. */
  rest(): readonly string[] {
    return this.positional.splice(0);
  }

  /** `key=(a, b)` or `key=a`; undefined when it is not there. */
  maybeList(key: string): readonly string[] | undefined {
    const values = this.named.get(key);
    this.named.delete(key);
    return values;
  }

  maybe(key: string): string | undefined {
    const values = this.maybeList(key);
    if (values === undefined) return undefined;
    return values.length === 1 ? values[0] : this.fail(`${key} takes one value`);
  }

  get(key: string): string {
    return this.maybe(key) ?? this.fail(`${key}=… is missing`);
  }

  maybeNumber(key: string): number | undefined {
    const text = this.maybe(key);
    if (text === undefined) return undefined;
    const value = Number(text);
    return text !== '' && Number.isFinite(value) ? value : this.fail(`${key} must be a number: ${text}`);
  }

  maybeBoolean(key: string): boolean | undefined {
    const text = this.maybe(key);
    if (text === undefined) return undefined;
    return text === 'true' || text === 'false' ? text === 'true' : this.fail(`${key} must be true or false: ${text}`);
  }

  finish(): void {
    const left = [...this.positional, ...[...this.named.keys()].map((key) => `${key}=…`)];
    if (left.length > 0) this.fail(`the command does not take ${left.join(' ')}`);
  }

  /** For what a command finds wrong with its arguments. */
  fail(reason: string): never {
    throw new ScriptArgsError(`${this.where}: ${reason}`);
  }
}

export class ScriptArgsError extends Error {
  override readonly name = 'ScriptArgsError';
}

function listOf(text: string): readonly string[] {
  if (!text.startsWith('(') || !text.endsWith(')')) return [text];
  return text
    .slice(1, -1)
    .split(/[\s,]+/)
    .filter((value) => value !== '');
}
