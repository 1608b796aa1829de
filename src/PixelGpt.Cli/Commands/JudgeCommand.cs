using System.CommandLine;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt judge</c></summary>
internal sealed class JudgeCommand : Command
{
    public JudgeCommand()
        : base("judge", "Train a judge that tells real sprites from others, and ask it.")
    {
        Subcommands.Add(new JudgeTrainCommand());
        Subcommands.Add(new JudgeScoreCommand());
    }
}
