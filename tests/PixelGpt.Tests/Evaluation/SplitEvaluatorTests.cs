using System.Text.Json;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation;

public class SplitEvaluatorTests
{
    [SharedFact]
    public void Scores_of_a_trained_model_equal_those_of_PyTorch()
    {
        string folder = SharedData.PathOf("reference", "trained-gpt2");
        var palette = Palette.Load(SharedData.PathOf("pokemon", "colormap.txt"));
        var config = ModelConfig.Load(Path.Combine(folder, "config.json"));
        var model = new PixelModel(config, ModelFolder.LoadTransformer(config, Path.Combine(folder, "model.safetensors")), palette);
        Sprite[] sprites = [.. File.ReadLines(SharedData.PathOf("pokemon", "pixel_color.txt")).Select(line => new Sprite(20, 20, [.. line.Split(' ').Select(int.Parse)]))];
        using var scores = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "scores.json")));
        using var evaluator = new SplitEvaluator(model, 2);
        foreach ((string split, Range rows) in new[] { ("dev", 632..712), ("test", 712..792) })
        {
            SplitEvaluation actual = evaluator.Evaluate(split, sprites[rows], 0.6)!;
            Assert.Equal(Find(scores, split + "_accuracy"), actual.Accuracy, 1e-6);
            Assert.Equal(Find(scores, split + "_nll_all"), actual.Nll, 1e-5);
            Assert.Equal(Find(scores, split + "_nll_last160"), actual.NllCompleted, 1e-5);
            Assert.Equal(actual.Nll / Math.Log(2), actual.BitsPerPixel, 1e-12);
            Assert.Equal(80, actual.Sprites);
        }
    }

    [Fact]
    public void Partial_sprites_are_ignored()
    {
        using var evaluator = new SplitEvaluator(TinyModels.PixelModel(), 1);
        Sprite complete = TinyModels.Dataset()[SpriteDataset.Dev][0], partial = new(TinyModels.Width, TinyModels.Height, complete.Pixels[..18]);
        Assert.Null(evaluator.Evaluate("test", [partial], 0.6));
        Assert.Equal(1, evaluator.Evaluate("test", [partial, complete], 0.6)!.Sprites);
        Assert.Equal(evaluator.Evaluate("test", [complete], 0.6), evaluator.Evaluate("test", [partial, complete], 0.6));
    }

    [Fact]
    public void Accuracy_counts_completed_pixels_only()
    {
        var truth = new Sprite(2, 2, [1, 2, 3, 4]);
        Assert.Equal(0.5, ReconstructionAccuracy.Compute([[9, 9, 3, 9]], [truth], [2]));
        Assert.Equal(1, ReconstructionAccuracy.Compute([[9, 9, 9, 4]], [truth], [3]));
    }

    private static double Find(JsonDocument document, string name) => document.RootElement.GetProperty(name).GetDouble();
}
