using System.CommandLine;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt judge</c></summary>
internal sealed class JudgeCommand : Command
{
    public JudgeCommand()
        : base("judge", "Train and apply a judge: a classifier of real and generated sprites.")
    {
        Subcommands.Add(new JudgeTrainCommand());
        Subcommands.Add(new JudgeScoreCommand());
    }
}
