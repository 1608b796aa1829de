using System.CommandLine;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt data</c></summary>
internal sealed class DataCommand : Command
{
    public DataCommand()
        : base("data", "Show, import and export data sets and palettes.")
    {
        Subcommands.Add(new DataInfoCommand());
        Subcommands.Add(new DataPreviewCommand());
        Subcommands.Add(new DataImportCommand());
        Subcommands.Add(new DataExportCommand());
        Subcommands.Add(new DataPaletteCommand());
    }
}
