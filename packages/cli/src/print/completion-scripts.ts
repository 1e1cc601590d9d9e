/**
 * The shells' side of completion. Each hands the words up to the cursor to `kuorum __complete` and offers the lines that
 * come back; the last line is `:files` where files may stand there too.
 */

/**
 * bash breaks words at `=` and `:`, so `--output=js` comes as three: they are put together again, and of what comes back
 * only the part after the last break is offered. Works with bash 3.2.
 */
export const bashCompletion = `# bash completion for kuorum
__kuorum_complete() {
  local word line glued=0 current="\${COMP_WORDS[COMP_CWORD]}" words=()
  local i
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    if ((\${#words[@]} > 0)) && { [[ $glued == 1 && -n $word ]] || [[ $word == [=:]* ]]; }; then
      words[\${#words[@]}-1]+="$word"
    else
      words+=("$word")
    fi
    glued=0
    [[ $word == *[=:] ]] && glued=1
  done
  local whole="\${words[\${#words[@]}-1]}" broken
  [[ $current == [=:] ]] && current=""
  broken="\${whole%"$current"}"
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      :files)
        type compopt &>/dev/null && compopt -o filenames 2>/dev/null
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
        ;;
      :*) ;;
      "$whole"*)
        line="\${line#"$broken"}"
        COMPREPLY+=("$line")
        [[ $line == *[=/] ]] && type compopt &>/dev/null && compopt -o nospace 2>/dev/null
        ;;
    esac
  done < <("\${COMP_WORDS[0]}" __complete "\${words[@]}" 2>/dev/null)
}
complete -F __kuorum_complete kuorum
`;

export const zshCompletion = `#compdef kuorum
_kuorum() {
  local -a lines open closed
  local line
  lines=("\${(@f)$(\${words[1]} __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in $lines; do
    case "$line" in
      :files) _files ;;
      :*) ;;
      *[=/]) open+=("$line") ;;
      *) closed+=("$line") ;;
    esac
  done
  (( \${#open} )) && compadd -S '' -- $open
  (( \${#closed} )) && compadd -- $closed
}
if [[ "\${funcstack[1]}" == "_kuorum" ]]; then
  _kuorum
else
  compdef _kuorum kuorum
fi
`;

export const fishCompletion = `# fish completion for kuorum
function __kuorum_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    for line in (command $program __complete $words "$current" 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path "$current"
            case ':*'
            case '*'
                echo $line
        end
    end
end
complete -c kuorum -f -a '(__kuorum_complete)'
`;
