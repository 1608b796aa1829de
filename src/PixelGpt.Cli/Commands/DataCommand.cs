using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt data</c></summary>
internal sealed class DataCommand : Command
{
    public DataCommand()
        : base("data", "Look at data sets, and make them of your own pictures.")
    {
        Subcommands.Add(new DataInfoCommand());
        Subcommands.Add(new DataPreviewCommand());
        Subcommands.Add(new DataImportCommand());
        Subcommands.Add(new DataPaletteCommand());
    }
}

/// <summary><c>pixelgpt data info</c></summary>
internal sealed class DataInfoCommand : Command, IRunnable
{
    private readonly Argument<string> _source = new("SOURCE") { Description = "A folder, creatures, pokemon or hub:OWNER/DATASET" };
    private readonly DataOptions _options;

    public DataInfoCommand()
        : base("info", "Say what a data set holds.") => _options = new DataOptions(this, _source);

    public IReadOnlyList<string> Examples => ["pixelgpt data info creatures", "pixelgpt data info ../my-sprites --splits 0.9,0.05,0.05"];

    public async Task<int> RunAsync(Session session)
    {
        SpriteDataset data = await session.LoadAsync(_options.Read(session, session.Get(_source)!));
        Sprite[] all = [.. data.Splits.SelectMany(s => s.Value)];
        long pixels = all.Sum(s => (long)s.Pixels.Length);
        double background = all.Sum(s => (double)s.Pixels.Count(0)) / Math.Max(1, pixels);
        double colors = all.Average(s => (double)s.Pixels.ToArray().Distinct().Count());
        int used = all.SelectMany(s => s.Pixels.ToArray()).Distinct().Count();
        var splits = new JsonObject();
        foreach ((string name, IReadOnlyList<Sprite> sprites) in data.Splits) splits[name] = sprites.Count;
        var json = new JsonObject
        {
            ["name"] = data.Name,
            ["width"] = data.Width,
            ["height"] = data.Height,
            ["colors"] = data.Palette.Count,
            ["colors_used"] = used,
            ["splits"] = splits,
            ["whole_sprites"] = all.Count(s => s.IsComplete),
            ["background_share"] = background,
            ["colors_per_sprite"] = colors,
            ["checksum"] = data.Checksum(),
        };
        session.Result(json, console =>
        {
            var table = new Grid().AddColumn().AddColumn();
            void Row(string name, string value) => table.AddRow(Markup.Escape(name), Markup.Escape(value));
            Row("data", data.Name);
            Row("sprites", $"{all.Length} of {data.Width}×{data.Height} pixels, {all.Count(s => s.IsComplete)} known whole");
            Row("splits", string.Join(", ", data.Splits.Select(s => $"{s.Key} {s.Value.Count}")));
            Row("palette", $"{data.Palette.Count} colours, {used} in use, {colors:0.0} a sprite on average");
            Row("background", $"{100 * background:0.0} % of pixels");
            Row("checksum", data.Checksum());
            console.Write(table);
        });
        return ExitCode.Success;
    }
}

/// <summary><c>pixelgpt data preview</c></summary>
internal sealed class DataPreviewCommand : Command, IRunnable
{
    private readonly Argument<string> _source = new("SOURCE") { Description = "A folder, creatures, pokemon or hub:OWNER/DATASET" };
    private readonly DataOptions _options;
    private readonly Option<string?> _split = new("--split") { Description = "Which split to draw (default: train)", HelpName = "train|dev|test" };
    private readonly Option<int> _skip = new("--skip") { Description = "How many sprites to pass over first", HelpName = "N" };
    private readonly Option<string?> _out = new("--out") { Description = "The picture to write (default: preview.png)", HelpName = "FILE.png" };

    public DataPreviewCommand()
        : base("preview", "Draw a contact sheet of a data set.")
    {
        _options = new DataOptions(this, _source);
        Options.Add(_split);
        Options.Add(_skip);
        Options.Add(_out);
    }

    public IReadOnlyList<string> Examples => ["pixelgpt data preview creatures", "pixelgpt data preview ../my-sprites --split test --out test.png"];

    public async Task<int> RunAsync(Session session)
    {
        SpriteDataset data = await session.LoadAsync(_options.Read(session, session.Get(_source)!));
        string split = session.Get(_split) ?? SpriteDataset.Train;
        int skip = session.Get(_skip);
        if (skip < 0) throw new InputException($"skip is {skip}; it must be at least 0");
        Sprite[] shown = [.. data[split].Skip(skip).Take(ContactSheet.MaxSprites)];
        if (shown.Length == 0) throw new InputException($"{data.Name}: split '{split}' has {data[split].Count} sprites; nothing is left behind --skip {skip}");
        string path = session.Get(_out) ?? "preview.png";
        string title = $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(data.Name))}: {split} {skip}-{skip + shown.Length - 1} of {data[split].Count}";
        PngWriter.Write(path, ContactSheet.Grid(shown, data.Palette, title, skip));
        session.Result(new JsonObject { ["file"] = path, ["sprites"] = shown.Length }, console => console.WriteLine($"{path}: {shown.Length} sprites"));
        return ExitCode.Success;
    }
}
