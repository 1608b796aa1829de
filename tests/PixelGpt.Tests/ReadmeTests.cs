using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests;

/// <summary>The front page cannot lie: its C# is compiled and run here, and the page is held to it.</summary>
public class ReadmeTests
{
    [Fact]
    public void The_example_runs()
    {
        using var temporary = new TemporaryFolder();
        string folder = TrainedFolder(temporary), file = temporary["finished.png"];
        int[] prompt = new int[240];

        // README
        PixelModel model = PixelModel.Load(folder);
        using var decoder = new Decoder(model, threads: 2);
        var options = new GenerationOptions { DoSample = true, Temperature = 0.9, TopK = 20, Seed = 1 };
        int[] pixels = decoder.Complete([new CompletionRequest(prompt, Length: 400)], options)[0];
        PngWriter.Write(file, SpriteImage.Render(new Sprite(20, 20, pixels), model.Palette, scale: 8));

        // End of README
        PixelImage picture = PngReader.Read(file);
        Assert.Equal((160, 160), (picture.Width, picture.Height));
    }

    [Fact]
    public void The_page_shows_that_very_code()
    {
        string root = Checkout.Root;
        string source = File.ReadAllText(Path.Combine(root, "tests", "PixelGpt.Tests", "ReadmeTests.cs"));
        int start = source.IndexOf("// README\n", StringComparison.Ordinal) + "// README\n".Length;
        string code = source[start..source.IndexOf("\n        // End of README", StringComparison.Ordinal)];
        Assert.Contains(code.Replace("\n        ", "\n", StringComparison.Ordinal).Trim(), File.ReadAllText(Path.Combine(root, "README.md")), StringComparison.Ordinal);
    }

    private static string TrainedFolder(TemporaryFolder temporary)
    {
        Sprite[] sprites = [.. Enumerable.Range(0, 6).Select(i => new Sprite(20, 20, [.. Enumerable.Range(0, 400).Select(p => (p + i) % TinyModels.Colors)]))];
        var data = new SpriteDataset("six", TinyModels.Palette(), 20, 20, SplitPlan.Parse("4,1,1").Deal(sprites));
        ModelConfig config = ModelConfig.Default(PixelGpt.Models.Families.ModelFamily.All[0], TinyModels.Colors, 20, 20);
        var folder = new RunFolder(temporary["run"]);
        using TrainingRun run = TrainingRun.Create(folder, config, DataReference.Create("six"), data, new TrainingRecipe { Epochs = 1 }, threads: 2);
        run.Train(new Silence());
        return folder.Path;
    }

    private sealed class Silence : IRunListener
    {
        public void StepDone(in StepReport report)
        {
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }
    }
}
