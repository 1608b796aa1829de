using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Evaluation.Features;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Pictures;
using PixelGpt.Runs;
using PixelGpt.Training;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt vary</c></summary>
internal sealed class VaryCommand : Command, IRunnable
{
    private const int DefaultCount = 4;

    private readonly Argument<string> _run = new("RUN") { Description = "A run folder, any folder with config.json, model.safetensors and colormap.txt, a model file (.pixelgpt), or built-in. Leave it out to use the built-in model." };
    private readonly Argument<string[]> _images = new("IMAGE") { Description = $"Pictures to vary: {ReadableFormats.All.Names}.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<double?> _strength = CommonOptions.Number("--strength", $"Fraction of the pixels that are drawn again, greater than 0 and at most 1 (default: {new VariationOptions().Strength}).");
    private readonly Option<string[]> _keep = new("--keep") { Description = "What to keep; can be repeated. outline: pixels next to the background; silhouette: background stays background, and nothing else becomes background; colors: no new colours.", HelpName = "outline|silhouette|colors" };
    private readonly Option<string?> _region = new("--region") { Description = "Picture of the same size that selects the pixels that may be drawn again: those that are white or light.", HelpName = "FILE" };
    private readonly Option<int?> _frame = CommonOptions.Frame();
    private readonly SamplingOptions _sampling;
    private readonly OutputOptions _outputs;
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string> _device = CommonOptions.Device("Where to compute logits; colours are selected on the processor");
    private readonly Option<bool> _mpi = CommonOptions.Mpi("the variations");
    private readonly Option<string?> _out = CommonOptions.Out("Output folder (default: RUN/variations; with the built-in model, the folder of each picture).");

    public VaryCommand()
        : base("vary", "Draw parts of pictures again.")
    {
        Arguments.Add(_run);
        Arguments.Add(_images);
        _keep.AcceptOnly([.. VariationOptions.KeepNames]);
        _sampling = new SamplingOptions(this, new Option<int?>("--count", "-n") { Description = $"Number of variations per picture (default: {DefaultCount}).", HelpName = "N" });
        foreach (Option option in (Option[])[_strength, _keep, _region, _frame, _threads, _device, _mpi, _out]) Options.Add(option);
        _outputs = new OutputOptions(this, "that of each picture");
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt vary hero.png",
        "pixelgpt vary runs/mine hero.png --strength 0.4 --keep outline --keep colors",
        "pixelgpt vary hero.png --region head.png --strength 1 -n 8 --out heads",
        "pixelgpt vary hero.png -n 8 --save hero.gif --scale 8",
    ];

    public Task<int> RunAsync(Session session)
    {
        string path = session.Get(_run)!;
        string[] images = session.Get(_images) ?? [];
        var source = ModelSource.Find(path);
        if (CompleteCommand.IsPicture(path)) (source, images) = (ModelSource.BuiltIn, [path, .. images]);
        if (images.Length == 0) throw new InputException("give the pictures to vary, such as: pixelgpt vary hero.png");
        bool isBuiltIn = source.IsBuiltIn;
        PixelModel model = source.Load();
        VariationOptions variation = new VariationOptions { Strength = session.Get(_strength) ?? new VariationOptions().Strength }.Keep(session.Get(_keep) ?? []);
        variation.Validate();
        GenerationOptions options = _sampling.ReadSampled(session, source.LoadGeneration(), DefaultCount);
        var reader = new PictureReader(session, model, isBuiltIn ? BuiltInModel.MinSize : 1, additional: null) { Frame = session.Get(_frame) };
        string? folder = session.ReadPictureFolder(_out) ?? source.Folder?["variations"];
        PictureFiles[] files = [.. images.Select(image => PictureFiles.For(image, folder, options.NumReturnSequences, "varied"))];
        PictureOutputs outputs = _outputs.Read(session);
        PictureFiles.Check(session, images, files, outputs);
        int threads = session.ReadThreads(_threads);
        using var device = DeviceChoice.Read(session, _device);
        PreparedPicture[] pictures = [.. images.Select(image => session.Get(_region) is { } region ? reader.ReadMasked(image, region) : reader.ReadWhole(image))];
        session.CheckSame(("pictures", () => PictureChecksum.Of("", pictures.Select(p => p.Image))), ("model", () => ModelChecksum.Of(model)));
        IReadOnlyList<string> written = CompletedPictures.Write(session, [.. pictures.SelectMany((picture, i) => Vary(session, picture, files[i], variation, options, threads, device))], outputs);
        session.WriteResult(
            new JsonObject { ["variations"] = options.NumReturnSequences * images.Length, ["files"] = new JsonArray([.. written.Select(f => (JsonNode)f)]), ["pictures"] = new JsonArray([.. pictures.Select(p => p.ToJson())]) },
            () =>
            {
                session.WriteLine($"{Show.DisplayFormat.Plural(options.NumReturnSequences * images.Length, "variation")}:");
                foreach (string file in written) session.WriteLine("  " + file);
            });
        return Task.FromResult(ExitCode.Success);
    }

    private static IEnumerable<CompletedPicture> Vary(Session session, PreparedPicture picture, PictureFiles files, VariationOptions variation, GenerationOptions options, int threads, DeviceChoice choice)
    {
        variation = variation with { Region = picture.Mask };
        ComputeDevice? device = choice.For(() => picture.Model.ParameterCount, options.NumReturnSequences);
        IReadOnlyList<Sprite> results = ModelCompletion.Vary(picture.Model, picture.Sprite, variation, options, threads, session.Group, device, session.CancellationToken, out bool[][] masks);
        return results.Select((result, i) =>
            new CompletedPicture(picture with { Mask = masks[i] }, new Completion(picture.Sprite, result, null) { Mask = masks[i] }, files.Completions[i], files.Sheet));
    }
}
