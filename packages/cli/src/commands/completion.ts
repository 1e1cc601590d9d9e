/** `kuorum completion bash|zsh|fish`: the scripts that make shells ask `kuorum __complete`. */
import { Argument, Command } from 'commander';
import { bashCompletion, fishCompletion, zshCompletion } from '../print/completion-scripts.js';
import { processEnv, type Env } from './env.js';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export function completionCommand(env: Env = processEnv): Command {
  return new Command('completion')
    .description('Print the script that completes commands in a shell')
    .addArgument(new Argument('<shell>').choices(Object.keys(scripts)))
    .addHelpText('after', help)
    .action((shell: keyof typeof scripts) => env.out(scripts[shell].trimEnd()));
}

const help = `
For this shell only:
  source <(kuorum completion bash)
  source <(kuorum completion zsh)
  kuorum completion fish | source

For good:
  kuorum completion bash > ~/.local/share/bash-completion/completions/kuorum
  kuorum completion zsh > "\${fpath[1]}/_kuorum"
  kuorum completion fish > ~/.config/fish/completions/kuorum.fish`;
