using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt data preview</c></summary>
internal sealed class DataPreviewCommand : Command, IRunnable
{
    private readonly Argument<string> _source = new("SOURCE") { HelpName = "SOURCE", Description = DataOptions.SourceDescription };
    private readonly DataOptions _options;
    private readonly Option<string?> _split = new("--split") { Description = "Split to show (default: train).", HelpName = "train|dev|test" };
    private readonly Option<int> _skip = new("--skip") { Description = "Number of sprites to skip.", HelpName = "N" };
    private readonly Option<string?> _out = new("--out") { Description = "Output file (default: preview.png).", HelpName = "FILE.png" };

    public DataPreviewCommand()
        : base("preview", "Write a contact sheet of a data set to a PNG file.")
    {
        _options = new DataOptions(this, _source);
        Options.Add(_split);
        Options.Add(_skip);
        Options.Add(_out);
    }

    public IReadOnlyList<string> Examples => ["pixelgpt data preview creatures", "pixelgpt data preview creatures:32", "pixelgpt data preview ../my-sprites --split test --out test.png"];

    public async Task<int> RunAsync(Session session)
    {
        SpriteDataset data = await session.LoadAsync(_options.Read(session, session.Get(_source)!));
        string split = session.Get(_split) ?? SpriteDataset.Train;
        int skip = session.Get(_skip);
        if (skip < 0) throw new InputException($"--skip must be at least 0 (got {skip})");
        Sprite[] shown = [.. data[split].Skip(skip).Take(ContactSheet.MaxSprites)];
        if (shown.Length == 0) throw new InputException($"--skip {skip} leaves nothing to show: split '{split}' of {data.Name} has {data[split].Count} sprites");
        string path = session.Get(_out) ?? "preview.png";
        string title = $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(data.Name))}: {split} {skip}-{skip + shown.Length - 1} of {data[split].Count}";
        PngWriter.Write(path, ContactSheet.Grid(shown, data.Palette, title, skip));
        session.WriteResult(new JsonObject { ["file"] = path, ["sprites"] = shown.Length }, console => console.WriteLine($"{path}: {DisplayFormat.Plural(shown.Length, "sprite")}"));
        return ExitCode.Success;
    }
}
