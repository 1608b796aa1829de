using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt data info</c></summary>
internal sealed class DataInfoCommand : Command, IRunnable
{
    private readonly Argument<string> _source = new("SOURCE") { HelpName = "SOURCE", Description = DataOptions.SourceDescription };
    private readonly DataOptions _options;

    public DataInfoCommand()
        : base("info", "Show the size, splits, palette and checksum of a data set.") => _options = new DataOptions(this, _source);

    public IReadOnlyList<string> Examples => ["pixelgpt data info creatures", "pixelgpt data info creatures:16-32", "pixelgpt data info ../my-sprites --splits 0.9,0.05,0.05"];

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
            ["mixed_sizes"] = data.HasMixedSizes,
            ["colors"] = data.Palette.Count,
            ["colors_used"] = used,
            ["splits"] = splits,
            ["whole_sprites"] = all.Count(s => s.IsComplete),
            ["background_share"] = background,
            ["colors_per_sprite"] = colors,
            ["checksum"] = data.Checksum(),
        };
        session.WriteResult(json, console =>
        {
            var table = new Grid().AddColumn().AddColumn();
            void Row(string name, string value) => table.AddRow(Markup.Escape(name), Markup.Escape(value));
            Row("data", data.Name);
            Row("sprites", $"{all.Length} of {data.SizeText()} pixels, {all.Count(s => s.IsComplete)} complete");
            Row("splits", string.Join(", ", data.Splits.Select(s => $"{s.Key} {s.Value.Count}")));
            Row("palette", $"{data.Palette.Count} colours, {used} in use, {colors:0.0} per sprite on average");
            Row("background", $"{100 * background:0.0} % of pixels");
            Row("checksum", data.Checksum());
            console.Write(table);
        });
        return ExitCode.Success;
    }
}
