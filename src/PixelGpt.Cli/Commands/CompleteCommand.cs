using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Models;
using PixelGpt.Pictures;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt complete</c></summary>
internal sealed class CompleteCommand : Command, IRunnable
{
    /// <summary>The splits, the one that is completed first.</summary>
    private static readonly string[] SplitNames = [SpriteDataset.Test, SpriteDataset.Dev, SpriteDataset.Train];

    /// <summary>Default number of completions by the built-in model.</summary>
    private const int DefaultCandidates = 4;

    private readonly Argument<string> _run = new("RUN") { Description = "A run folder, any folder with config.json, model.safetensors and colormap.txt, a model file (.pixelgpt), or built-in. Leave it out to complete pictures with the built-in model." };
    private readonly Argument<string[]> _images = new("IMAGE") { Description = $"Pictures to complete instead of the sprites of a data set: {ReadableFormats.All.Names}.", Arity = ArgumentArity.ZeroOrMore };
    private readonly DataOptions _data;
    private readonly Option<string?> _split = new("--split") { Description = "Split to complete (default: test; dev or train if the data set is too small for a test split).", HelpName = "train|dev|test" };
    private readonly Option<double?> _promptFraction = CommonOptions.Number("--prompt-fraction", "Fraction of each picture that is the prompt (default: pictures whose lower part is empty are completed from there; otherwise that of the run, or 0.6).", "FRACTION", "--keep");
    private readonly Option<string?> _palette = new("--palette") { Description = "Palette file with colours that may be used besides those of the picture (.gpl, .pal, .hex, .act, .ase, .aseprite, .txt, .png).", HelpName = "FILE" };
    private readonly Option<string?> _mask = new("--mask") { Description = "Picture of the same size that selects the pixels to draw: those that are white or light. All others do not change, and are all taken into account. Requires a model for any pixel order.", HelpName = "FILE" };
    private readonly Option<bool> _fillTransparent = new("--fill-transparent") { Description = "Draw the transparent pixels of the pictures. Without this option they are drawn if most of the edge of the picture is opaque, and are background otherwise." };
    private readonly Option<int?> _frame = CommonOptions.Frame();
    private readonly SamplingOptions _sampling;
    private readonly OutputOptions _outputs;
    private readonly Option<bool> _record = new("--record") { Description = "Save the token statistics of each pixel (record.jsonl), and heat maps of entropy and surprisal (entropy.png, surprisal.png)." };
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string> _device = CommonOptions.Device("Where to compute logits; colours are selected on the processor");
    private readonly Option<bool> _mpi = CommonOptions.Mpi("the completions");
    private readonly Option<string?> _out = CommonOptions.Out("Output folder, not that of another run or model (default: RUN for the test split, or RUN/test if the data set or the prompt fraction is not that of the run; RUN/dev or RUN/train for the other splits; RUN/completions for pictures; with the built-in model, the folder of each picture).");

    public CompleteCommand()
        : base("complete", "Complete pictures from their first pixels, or draw any other part of them.")
    {
        Arguments.Add(_run);
        Arguments.Add(_images);
        _data = new DataOptions(this, "Data set to complete", "the one that the run was trained on");
        Options.Add(_split);
        Options.Add(_promptFraction);
        Options.Add(_palette);
        Options.Add(_mask);
        Options.Add(_fillTransparent);
        Options.Add(_frame);
        _sampling = new SamplingOptions(this);
        Options.Add(_record);
        Options.Add(_threads);
        Options.Add(_device);
        Options.Add(_mpi);
        Options.Add(_out);
        _outputs = new OutputOptions(this, "that of each picture");
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt complete half-done.png",
        "pixelgpt complete half-done.png --palette pico-8.hex --samples 8 --out candidates",
        "pixelgpt complete hole.png --mask mask.png",
        "pixelgpt complete half-done.png -n 8 --save hero.aseprite --drawing hero.gif --scale 8",
        "pixelgpt complete runs/demo",
        "pixelgpt complete runs/demo --split dev --prompt-fraction 0.5 --out half",
        "pixelgpt complete runs/demo my-sprite.png --temperature 0.9 --top-k 20 --samples 8",
        "pixelgpt complete runs/demo --best-of 16 --rank judge --judge runs/judge",
    ];

    public async Task<int> RunAsync(Session session)
    {
        string path = session.Get(_run)!;
        string[] images = session.Get(_images) ?? [];
        var source = ModelSource.Find(path);
        if (IsPicture(path)) (source, images) = (ModelSource.BuiltIn, [path, .. images]);
        bool isBuiltIn = source.IsBuiltIn;
        PixelModel model = source.Load();
        (Generation.GenerationOptions options, Candidates candidates) = _sampling.Read(session, source.LoadGeneration(), isBuiltIn ? DefaultCandidates : 1);
        int threads = session.ReadThreads(_threads);
        using var device = DeviceChoice.Read(session, _device);
        CompletionWorkflow WorkflowOf(PixelModel of) => new(session, of, threads, options, candidates, session.Get(_record), device);
        RunDefaults defaults = source.LoadDefaults();
        DataReference? named = _data.Read(session);
        if (images.Length > 0)
        {
            if (named is not null || session.Has(_split)) throw new InputException("give either pictures, or --data and --split, not both");
            string? mask = session.Get(_mask);
            if (mask is not null && (session.Has(_promptFraction) || session.Get(_fillTransparent))) throw new InputException("give either --mask, --prompt-fraction or --fill-transparent");
            var reader = new PictureReader(session, model, isBuiltIn ? BuiltInModel.MinSize : 1, ReadPalette(session, model)) { FillsTransparent = session.Get(_fillTransparent), Frame = session.Get(_frame) };
            string? folder = session.ReadPictureFolder(_out) ?? source.Folder?["completions"];
            PreparedPicture Read(string picture) => mask is null ? reader.Read(picture, session.Get(_promptFraction), defaults.PromptFraction) : reader.ReadMasked(picture, mask);
            return new PictureCompletionWorkflow(session, Read, WorkflowOf, options.NumReturnSequences, _outputs.Read(session)).Run(images, folder, session.Get(_record));
        }

        if (new Option[] { _palette, _mask, _fillTransparent, _frame }.Concat(_outputs.All).FirstOrDefault(session.Has) is { } unused) throw new InputException($"{unused.Name} requires pictures");
        RunFolder output = source.Output(session.Get(_out));
        DataReference reference = defaults.Choose(named, path, "--data, or pictures");
        SpriteDataset data = await session.LoadSharedAsync(reference);
        session.CheckSame(("model", () => ModelChecksum.Of(model)), ("data set", data.Checksum));
        string split = session.Get(_split) ?? SplitNames.FirstOrDefault(name => data[name].Count > 0) ?? SpriteDataset.Test;
        if (data[split].Count == 0) throw new InputException($"{data.Name}: the split {split} has no sprites; select another one with --split");
        double promptFraction = session.Get(_promptFraction) ?? defaults.PromptFraction;
        bool isOfRun = split == SpriteDataset.Test && (defaults.Data is null || (reference == defaults.Data && promptFraction == defaults.PromptFraction));
        if (!isOfRun && session.Has(_out) && source.IsOwn(output))
            throw new InputException($"{output.Path}: the folder is for the test split of the run's data set with the run's prompt fraction, {defaults.PromptFraction}; give another --out");
        string target = session.Has(_out) || isOfRun ? output.Path : output[split];
        session.CheckWritable(target);
        if (!session.Has(_split) && split != SpriteDataset.Test) session.WriteLine($"the data set has no test sprites, so its {split} split is completed{(split == SpriteDataset.Train ? ", which the model has seen" : "")}; the files are written to {target}");
        if (target != output.Path && split == SpriteDataset.Test) session.WriteLine($"the data set or the prompt fraction is not that of the run, so the files are written to {target}; those in {output.Path} do not change");
        return WorkflowOf(model.ForPaletteOf(data)).CompleteSplit(data, split, promptFraction, target);
    }

    /// <summary>Returns whether the first argument is a picture rather than the folder of a model.</summary>
    internal static bool IsPicture(string path) =>
        !Directory.Exists(path) && !ModelArchive.HasExtension(path) && (File.Exists(path) || ReadableFormats.All.HasExtension(path));

    private Palette? ReadPalette(Session session, PixelModel model)
    {
        if (session.Get(_palette) is not { } file) return null;
        if (!model.HasFreePalette) throw new InputException("--palette requires a model that works with any palette, such as the built-in one; this model has its own palette");
        return PaletteFile.Load(file);
    }
}
