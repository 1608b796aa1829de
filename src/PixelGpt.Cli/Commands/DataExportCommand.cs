using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Import;
using PixelGpt.Parquet;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt data export</c></summary>
internal sealed class DataExportCommand : Command, IRunnable
{
    private readonly Argument<string> _source = new("SOURCE") { HelpName = "SOURCE", Description = DataOptions.SourceDescription };
    private readonly DataOptions _options;
    private readonly Option<string> _out = new("--out") { Description = "Folder to write; it must not exist or be empty.", HelpName = "DIR", Required = true };
    private readonly Option<bool> _parquet = new("--parquet") { Description = "Write parquet files with a card, for the Hugging Face hub and Python's datasets library (default: text files)." };

    public DataExportCommand()
        : base("export", "Write a data set to a folder: as text files, or as parquet files for the Hugging Face hub.")
    {
        _options = new DataOptions(this, _source);
        Options.Add(_out);
        Options.Add(_parquet);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt data export data/mine --parquet --out hub/mine",
        "pixelgpt data export creatures:24 --parquet --out hub/creatures",
        "pixelgpt data export hub:OWNER/DATASET --out data/copy",
    ];

    public async Task<int> RunAsync(Session session)
    {
        string folder = session.Get(_out)!;
        bool isParquet = session.Get(_parquet);
        ImportedFolder.CheckFree(folder, overwrite: false);
        SpriteDataset data = await session.LoadAsync(_options.Read(session, session.Get(_source)!));
        Sprite[] all = [.. data.Splits.Values.SelectMany(sprites => sprites)];
        if (!isParquet && all.Any(sprite => !sprite.IsComplete)) throw new InputException($"{data.Name}: {all.Count(sprite => !sprite.IsComplete)} sprites are partial, which text files cannot have; add --parquet");
        IReadOnlyList<string> files = isParquet ? ParquetExport.Write(folder, data) : ImportedFolder.Write(folder, data, report: null);
        session.WriteResult(
            new JsonObject { ["folder"] = folder, ["sprites"] = all.Length, ["checksum"] = data.Checksum(), ["files_written"] = new JsonArray([.. files.Select(f => (JsonNode)f)]) },
            () =>
            {
                session.WriteLine($"written    {string.Join(", ", files)}");
                if (isParquet) session.WriteLine($"The licence is not stated: before you publish the data set, add it to {Path.Combine(folder, "README.md")}");
                session.WriteLine($"Next: pixelgpt train --data {DisplayFormat.Argument(folder)}");
            });
        return ExitCode.Success;
    }
}
