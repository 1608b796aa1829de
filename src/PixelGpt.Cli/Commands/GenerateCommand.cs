using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Data.Sources;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Rendering;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt generate</c></summary>
internal sealed class GenerateCommand : Command, IRunnable
{
    private const int DefaultCount = 16;

    /// <summary>Default side of pictures of models for any size.</summary>
    private const int DefaultSide = 20;

    private readonly Argument<string?> _run = new("RUN") { Description = "A run folder, any folder with config.json, model.safetensors and colormap.txt, a model file (.pixelgpt), or built-in (default: built-in).", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _size = new("--size") { Description = $"Size of the pictures (default: that of the model, or {DefaultSide}x{DefaultSide}).", HelpName = "WxH" };
    private readonly Option<string?> _palette = new("--palette") { Description = "Palette file of the pictures, whose first colour is the background (.gpl, .pal, .hex, .act, .ase, .aseprite, .txt, .png). Requires a model that works with any palette, such as the built-in one.", HelpName = "FILE" };
    private readonly Option<bool> _samePalette = new("--same-colors") { Description = "Use only the colours of the first picture in all pictures, so that they belong together." };
    private readonly SamplingOptions _sampling;
    private readonly OutputOptions _outputs;
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string> _device = CommonOptions.Device("Where to compute logits; colours are selected on the processor");
    private readonly Option<bool> _mpi = CommonOptions.Mpi("the pictures");
    private readonly Option<string?> _out = CommonOptions.Out("Output folder (default: RUN/generated, or generated with the built-in model).");

    public GenerateCommand()
        : base("generate", "Draw new pictures from nothing.")
    {
        Arguments.Add(_run);
        _sampling = new SamplingOptions(this, new Option<int?>("--count", "-n") { Description = $"Number of pictures (default: {DefaultCount}).", HelpName = "N" });
        foreach (Option option in (Option[])[_size, _palette, _samePalette, _threads, _device, _mpi, _out]) Options.Add(option);
        _outputs = new OutputOptions(this, "1");
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt generate",
        "pixelgpt generate runs/mine -n 32 --seed 1",
        "pixelgpt generate --size 24x24 --palette pico-8.hex --max-colors 6 --symmetry --transparent",
        "pixelgpt generate -n 8 --same-colors",
        "pixelgpt generate -n 9 --transparent --save monsters.json --drawing monsters.gif --scale 4",
        "mpirun -n 8 pixelgpt generate -n 5000 --mpi",
    ];

    public Task<int> RunAsync(Session session)
    {
        var source = ModelSource.Find(session.Get(_run) ?? ModelSource.BuiltInName);
        PixelModel model = source.Load();
        if (session.Get(_palette) is { } palette)
        {
            if (!model.HasFreePalette) throw new InputException("--palette requires a model that works with any palette, such as the built-in one; this model has its own palette");
            model = model.WithPalette(PaletteFile.Load(palette));
        }

        GenerationOptions options = _sampling.ReadSampled(session, source.LoadGeneration(), DefaultCount);
        (int width, int height) = ReadSize(session, model);
        string folder = session.ReadPictureFolder(_out) ?? source.Folder?["generated"] ?? "generated";
        session.CheckWritable(folder);
        int threads = session.ReadThreads(_threads);
        using var device = DeviceChoice.Read(session, _device);
        PictureOutputs outputs = _outputs.Read(session);
        string sheet = Path.Combine(folder, "sheet.png");
        string[] names = [.. Enumerable.Range(1, options.NumReturnSequences).Select(i => Path.Combine(folder, $"{i}.png"))];
        outputs.CheckDistinct([sheet, .. names]);
        session.CheckSame(("model", () => ModelChecksum.Of(model)));
        IReadOnlyList<Sprite> sprites = model.Generate(width, height, options, session.Get(_samePalette), threads, session.Group, device.For(() => model.ParameterCount, options.NumReturnSequences), session.CancellationToken);
        if (!session.IsRoot) return Task.FromResult(ExitCode.Success);
        OutputPicture[] pictures = [.. sprites.Select((sprite, i) => ToOutput(sprite, model.Palette, $"picture-{i + 1}", outputs.IsTransparent))];
        PngWriter.Write(sheet, ContactSheet.Grid([.. sprites.Take(ContactSheet.MaxSprites)], model.Palette, $"{source.Name}: {sprites.Count} new pictures, seed {options.Seed}", firstNumber: 1, transparent: outputs.IsTransparent ? 0 : null));
        for (int i = 0; i < pictures.Length; i++) PngWriter.Write(names[i], PixelScale.Enlarge(pictures[i].Image, outputs.Scale ?? 1));
        string[] files = [sheet, .. names, .. outputs.Write(session, pictures, defaultScale: 1)];
        session.WriteResult(new JsonObject { ["pictures"] = sprites.Count, ["files"] = new JsonArray([.. files.Select(f => (JsonNode)f)]) }, console =>
        {
            TerminalSprites.Write(console, sprites, model.Palette);
            session.WriteLine($"{DisplayFormat.Plural(sprites.Count, "new picture")} in {folder}; all on one sheet: {sheet}");
            foreach (string file in files.Skip(1 + names.Length)) session.WriteLine("  " + file);
        });
        return Task.FromResult(ExitCode.Success);
    }

    private (int Width, int Height) ReadSize(Session session, PixelModel model)
    {
        (int Width, int Height)? own = model.Config.ImageSize;
        if (session.Get(_size) is not { } text) return own ?? (Math.Min(DefaultSide, model.Config.Description.MaxImageSize), Math.Min(DefaultSide, model.Config.Description.MaxImageSize));
        (int width, int height) = SpriteSize.Parse(text);
        model.CheckSize(width, height);
        return (width, height);
    }

    private static OutputPicture ToOutput(Sprite sprite, Palette palette, string name, bool isTransparent) =>
        new(name, SpriteImage.Render(sprite, palette, scale: 1, unknown: null, transparent: isTransparent ? 0 : null), [.. Enumerable.Range(0, sprite.Pixels.Length)]) { Palette = palette };
}
