using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt completion</c>: shell scripts that ask this program for completions.</summary>
internal sealed class ShellCompletionCommand : Command, IRunnable
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            _pixelgpt() {
                local IFS=$'\n'
                COMPREPLY=( $(compgen -o default -W "$(pixelgpt "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
            }
            complete -o default -F _pixelgpt pixelgpt
            """,
        ["zsh"] = """
            #compdef pixelgpt
            _pixelgpt() {
                local -a suggestions
                suggestions=("${(@f)$(pixelgpt "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
                compadd -a suggestions
                _files
            }
            compdef _pixelgpt pixelgpt
            """,
        ["fish"] = """
            complete -c pixelgpt -a '(pixelgpt "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName pixelgpt -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                pixelgpt "[suggest:$cursorPosition]" "$commandAst" | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };

    private readonly Argument<string> _shell = new("SHELL") { HelpName = "SHELL", Description = "bash, zsh, fish or pwsh." };

    public ShellCompletionCommand()
        : base("completion", "Print a shell script that completes pixelgpt commands and options with Tab.")
    {
        _shell.AcceptOnly([.. Scripts.Keys]);
        Arguments.Add(_shell);
    }

    public IReadOnlyList<string> Examples => ["source <(pixelgpt completion bash)", "pixelgpt completion fish > ~/.config/fish/completions/pixelgpt.fish"];

    public Task<int> RunAsync(Session session)
    {
        string script = Scripts[session.Get(_shell)!];
        session.WriteResult(new JsonObject { ["script"] = script }, console => console.WriteLine(script));
        return Task.FromResult(ExitCode.Success);
    }
}
