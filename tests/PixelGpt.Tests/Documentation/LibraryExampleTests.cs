using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Evaluation.Features.ResNet;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Imaging;
using PixelGpt.Import;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Rendering;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Documentation;

/// <summary>Uses of the library as in its documentation, and what they result in.</summary>
public sealed class LibraryExampleTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _folder;

    public LibraryExampleTests() => _folder = TrainedFolder(_temporary);

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Complete_a_picture_file()
    {
        string folder = _folder, file = _temporary["half.png"], output = _temporary["output.png"];
        PngWriter.Write(file, SpriteImage.Render(new Sprite(20, 20, new int[400]), TinyModels.Palette()));

        PixelModel model = PixelModel.Load(folder);
        Sprite picture = SpriteImage.ToSprite(PngReader.Read(file), model.Palette).Sprite;
        var options = new GenerationOptions { DoSample = true, Temperature = 0.9, TopK = 20, Seed = 1 };
        IReadOnlyList<Sprite> sprites = model.Complete(picture.FirstPixels(240), options);
        PngWriter.Write(output, SpriteImage.Render(sprites[0], model.Palette, scale: 8));

        PixelImage image = PngReader.Read(output);
        Assert.Equal((160, 160), (image.Width, image.Height));
    }

    [Fact]
    public void Complete_a_picture_in_its_own_colours()
    {
        string file = _temporary["half.png"];
        var half = new PixelImage(24, 20);
        half.Fill(6, 4, 12, 6, new Rgba(210, 125, 44));
        PngWriter.Write(file, half);

        OwnColorPicture drawn = OwnColorPicture.Of(PngReader.Read(file), maxSize: 32, transparent: PixelModel.BuiltIn.Palette[0]);
        PixelModel builtIn = PixelModel.BuiltIn.WithPalette(drawn.Palette);
        GenerationOptions sampling = GenerationConfigFile.LoadBuiltIn() with { NumReturnSequences = 4, Seed = 1 };
        IReadOnlyList<Sprite> candidates = builtIn.Complete(drawn.Prompt(), sampling);

        Assert.Equal((4, 2, 240), (candidates.Count, builtIn.Palette.Count, drawn.Prompt().Pixels.Length));
        Assert.All(candidates, candidate => Assert.Equal((24, 20, true), (candidate.Width, candidate.Height, candidate.IsComplete)));
    }

    [Fact]
    public void Draw_any_part()
    {
        ModelConfig config = ModelConfig.Default(ModelFamily.Find("pixelgpt"), TinyModels.Colors, 20, 20, ModelPreset.Tiny);
        var any = new PixelModel(config, config.Build(palette: TinyModels.Palette()), TinyModels.Palette());
        any.Transformer.Parameters.Initialize(1);
        any.Transformer.Pack();
        var sprite = new Sprite(20, 20, [.. Enumerable.Range(0, 400).Select(i => i % 20 is 0 or 19 ? 0 : i % 3)]);
        var sampled = new GenerationOptions { DoSample = true, NumReturnSequences = 2, Seed = 1 };

        // Draw a hole, given everything around it; then draw parts again, but keep outline and colours; then draw new pictures.
        bool[] mask = [.. Enumerable.Range(0, 400).Select(i => i % 20 is >= 7 and < 13 && i / 20 is >= 7 and < 13)];
        IReadOnlyList<Sprite> filled = any.Fill(sprite, mask, sampled);
        IReadOnlyList<Sprite> varied = any.Vary(sprite, new VariationOptions { Strength = 0.4, KeepOutline = true, KeepColors = true }, sampled);
        IReadOnlyList<Sprite> created = any.Generate(20, 20, sampled with { MaxColors = 6, Symmetry = true });

        Assert.Equal((2, 2, 2), (filled.Count, varied.Count, created.Count));
        Assert.All(filled, f => Assert.All(Enumerable.Range(0, 400).Where(i => !mask[i]), i => Assert.Equal(sprite.Pixels[i], f.Pixels[i])));
    }

    [Fact]
    public async Task Receive_pixels_as_they_are_generated()
    {
        PixelModel model = PixelModel.Load(_folder);
        var prompt = new Sprite(20, 20, new int[240]);
        int painted = 0;
        void Paint(int x, int y, Rgb color) => painted++;
        CancellationToken stop = default;

        await foreach (GeneratedPixel pixel in model.CompleteAsync(prompt, alternatives: 3, cancellationToken: stop))
        {
            Paint(pixel.Position % prompt.Width, pixel.Position / prompt.Width, model.Palette[pixel.Color]);
            if (pixel.Probability < 0.5) Console.WriteLine($"uncertain pixel: {string.Join(", ", pixel.Alternatives.Select(a => $"{model.Palette[a.Color]} {a.Probability:P0}"))}");
        }

        Assert.Equal(160, painted);
    }

    [Fact]
    public async Task Serve_many_requests()
    {
        PixelModel model = PixelModel.Load(_folder);
        var prompt = new Sprite(20, 20, new int[240]);
        CancellationToken clientLeft = default;

        // One decoder for the whole program; it may be called from any thread.
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { QueueLimit = 100 });

        int[] locked = [.. Enumerable.Repeat(-1, 400)];
        locked[399] = 0; // the last pixel is always background
        var request = new CompletionRequest(prompt.Pixels.ToArray(), Length: 400) { Locked = locked };
        var options = new GenerationOptions { DoSample = true, Seed = 7, NumReturnSequences = 4 };
        IReadOnlyList<GeneratedPicture> pictures = await decoder.CompleteAsync(request, options, cancellationToken: clientLeft);
        GeneratedPicture best = pictures.MaxBy(p => p.LogLikelihood)!;

        Assert.Equal(0, best.Pixels[399]);
    }

    [Fact]
    public async Task Train_on_your_own_pictures()
    {
        string pictures = _temporary["pictures"], folder = _temporary["data"], runs = _temporary["runs/mine"];
        foreach ((int i, Sprite sprite) in Dozen()["train"].Index()) PngWriter.Write(Path.Combine(pictures, $"{i}.png"), SpriteImage.Render(sprite, TinyModels.Palette()));

        (SpriteDataset imported, ImportReport report) = SpriteImport.Run("mine", PictureFileFinder.Find([pictures], isSheet: false), new ImportOptions { Size = (20, 20) });
        ImportedFolder.Write(folder, imported, report);

        DataReference reference = DataReference.Create(folder);
        SpriteDataset data = await reference.LoadAsync();
        ModelFamily family = ModelFamily.All[0];
        ModelConfig config = ModelConfig.Default(family, data.Palette.Count, data.Width, data.Height);
        TrainingRecipe recipe = PresetRecipe.For(family) with { Epochs = 1, Seed = 1 };
        using (TrainingRun run = TrainingRun.Create(new RunFolder(runs), config, reference, data, recipe, threads: 2))
        {
            run.Train(new ConsoleListener());
        }

        PixelModel model = PixelModel.Load(runs);

        Assert.Equal(data.Palette.Count, model.Palette.Count);
    }

    [Fact]
    public async Task The_homework()
    {
        string source = _temporary["pokemon"], preview = _temporary["train.png"], homework = _temporary["runs/homework"], models = ToolFolder.DnnImageModels;
        int epochs = 1;
        Directory.CreateDirectory(source);
        File.WriteAllLines(Path.Combine(source, "colormap.txt"), TinyModels.Palette().Colors.Select(c => $"{c.R} {c.G} {c.B}"));
        File.WriteAllLines(Path.Combine(source, "pixel_color.txt"), Enumerable.Range(1, 20).Select(i => string.Join(' ', Enumerable.Range(0, 400).Select(p => p / i % TinyModels.Colors))));

        DataReference reference = DataReference.Create(source);
        SpriteDataset data = await reference.LoadAsync();
        PngWriter.Write(preview, ContactSheet.Grid(data["train"], data.Palette, "train"));

        ModelConfig config = ModelConfig.Default(ModelFamily.Find("gpt2"), data.Palette.Count, data.Width, data.Height);
        var recipe = new TrainingRecipe { Epochs = epochs, Seed = 0 };
        using (TrainingRun run = TrainingRun.Create(new RunFolder(homework), config, reference, data, recipe, threads: 2))
        {
            run.Train(new ConsoleListener());
        }

        PixelModel model = PixelModel.Load(homework);
        CompletionSet completions = CompletionSet.Generate(model, data["test"], new CompletionSettings { Threads = 2 });
        completions.SaveText(Path.Combine(homework, "reconstructed_results.txt"));

        EvaluationOptions options = new EvaluationOptions { Threads = 2 }.WithResNet18(ResNet18.Load(models));
        EvaluationReport report = ModelEvaluation.Compute(model, data, ["test"], options).Report;
        report.Save(Path.Combine(homework, "evaluation.json"));

        DistanceReport distance = report.Splits[0].Completions![0].Distances![0];
        Assert.Equal(("resnet18 distance", 2), (distance.Metric, distance.Pictures));
        Assert.Equal(2, File.ReadAllLines(Path.Combine(homework, "reconstructed_results.txt")).Length);
    }

    private sealed class ConsoleListener : IRunListener
    {
        public void StepDone(in StepReport report)
        {
        }

        public void EpochDone(EpochMetrics metrics, bool isBest) => Console.WriteLine($"epoch {metrics.Epoch}: loss {metrics.Loss:0.000}");
    }

    private static SpriteDataset Dozen()
    {
        Sprite[] sprites = [.. Enumerable.Range(0, 12).Select(i => new Sprite(20, 20, [.. Enumerable.Range(0, 400).Select(p => (p / (i + 1)) % TinyModels.Colors)]))];
        return new SpriteDataset("dozen", TinyModels.Palette(), 20, 20, SplitPlan.Parse("10,1,1").Split(sprites));
    }

    private static string TrainedFolder(TemporaryFolder temporary)
    {
        SpriteDataset data = Dozen();
        ModelConfig config = ModelConfig.Default(ModelFamily.All[0], TinyModels.Colors, 20, 20);
        var folder = new RunFolder(temporary["run"]);
        using TrainingRun run = TrainingRun.Create(folder, config, DataReference.Create("dozen"), data, new TrainingRecipe { Epochs = 1 }, threads: 2);
        run.Train(new ConsoleListener());
        return folder.Path;
    }
}
