/** What a changing command prints of each object: `pod/web created`, or the object as `-o` asks for it. */
import type { ApiObject, KindInfo } from '@kuorum/api';
import type { Command } from 'commander';
import { describeError, failureOfAccess } from '../errors.js';
import { ObjectPrinter } from '../print/object-printer.js';
import { objectName, outputFormats, parseOutput, toJson, type Output } from '../print/output.js';
import { dryRunSuffix, type DryRun } from './dry-run.js';
import type { Env } from './env.js';

export function withOutput(command: Command): Command {
  return command.option('-o, --output <format>', `print the object: ${outputFormats.join(', ')}`);
}

export class ChangeTeller {
  private documents = 0;

  private constructor(
    private readonly env: Env,
    private readonly output: Output | undefined,
    private readonly dryRun: DryRun,
  ) {}

  static async of(env: Env, output: string | undefined, dryRun: DryRun): Promise<ChangeTeller> {
    return new ChangeTeller(env, output === undefined ? undefined : await parseOutput(output), dryRun);
  }

  /** `done` is what happened: created, configured, scaled… */
  tell(info: KindInfo, object: ApiObject, done: string): void {
    const { env, output } = this;
    if (output === undefined) {
      env.out(`${objectName(info.kind, object.metadata.name)} ${done}${dryRunSuffix(this.dryRun)}`);
    } else if (output.kind === 'yaml') {
      env.out(`${this.documents++ > 0 ? '---\n' : ''}${output.stringify(toJson(info.kind, object)).trimEnd()}`);
    } else {
      const options = { output, showNamespace: false, head: true, showKind: false };
      env.out(new ObjectPrinter(info.kind, options).lines([{ object }], env.nowMs()).join('\n'));
    }
  }
}

/** Does something with each; what fails is said, the others are done, and the command fails at its end. Without access none are. */
export async function forEach<T>(env: Env, all: readonly T[], fn: (each: T) => Promise<void>): Promise<void> {
  for (const each of all) {
    try {
      await fn(each);
    } catch (error) {
      if (failureOfAccess(error) !== undefined) throw error;
      env.err(describeError(error));
      env.fail();
    }
  }
}
