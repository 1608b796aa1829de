using System.CommandLine;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt data</c></summary>
internal sealed class DataCommand : Command
{
    public DataCommand()
        : base("data", "Show data sets and palettes, and import pictures as a data set.")
    {
        Subcommands.Add(new DataInfoCommand());
        Subcommands.Add(new DataPreviewCommand());
        Subcommands.Add(new DataImportCommand());
        Subcommands.Add(new DataPaletteCommand());
    }
}
