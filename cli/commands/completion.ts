/** Prints scripts for shell completion. They run this program to get the candidates (`complete.ts`). */
import { EXIT } from '../exit.ts';
import { command } from './shared/command.ts';

/** The hidden flag of the scripts. A shell and the words of an unfinished command line follow it. */
export const COMPLETE = '--complete';
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

const SCRIPTS: Record<Shell, string> = {
  bash: `_slipway() {
  local IFS=$'\\n' current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=($(compgen -W "$(slipway ${COMPLETE} bash "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "$current"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _slipway slipway
`,
  zsh: `#compdef slipway
_slipway() {
  local -a replies
  replies=("\${(@f)$(slipway ${COMPLETE} zsh "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$replies" ]]; then _describe 'slipway' replies; else _files; fi
}
# When zsh loads this file from a completion directory, the file is the body of the function.
if [[ "$funcstack[1]" = _slipway ]]; then _slipway "$@"; else compdef _slipway slipway; fi
`,
  fish: `function __slipway_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l replies (slipway ${COMPLETE} fish $words[2..] 2>/dev/null)
  if set -q replies[1]; printf '%s\\n' $replies; else; __fish_complete_path (commandline -ct); end
end
complete -c slipway -f -a '(__slipway_complete)'
`,
};

export const completion = command({
  command: 'completion <shell>',
  describe: 'Print a shell script that completes commands, flags and names',
  positionals: {
    shell: { choices: SHELLS, demandOption: true, describe: 'Name of the shell' },
  },
  flags: {},
  examples: [
    ['completion bash > ~/.local/share/bash-completion/completions/slipway', 'for bash'],
    ['completion zsh > "${fpath[1]}/_slipway"', 'for zsh'],
    ['completion fish > ~/.config/fish/completions/slipway.fish', 'for fish'],
  ],
  run({ shell }, { stdout }) {
    stdout.write(SCRIPTS[shell]);
    return Promise.resolve(EXIT.succeeded);
  },
});
